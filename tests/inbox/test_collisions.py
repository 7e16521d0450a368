"""B8: two who answer at once. The second is told what the first one wrote, and decides."""

from uuid import uuid4

import pytest

from accounts import tenancy
from inbox.models import Answered, Message
from tests.inbox.test_replying import composer, sent
from tests.pages import words
from tests.sms.test_concurrency import at_once
from tests.world import text_from

HTMX = {"HX-Request": "true"}


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


@pytest.fixture
def newest(cast) -> int:
    """The message that Bob saw when he began to write."""
    with tenancy.enter(cast.acme.pk):
        return Message.objects.filter(profile=cast.paula).latest("id").pk


def doras(cast, body="I send a new one") -> Message:
    with tenancy.enter(cast.acme.pk):
        return cast.broken_zip.reply(body, by=cast.dora)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_b8_a_colleagues_answer_stops_the_second_and_is_shown(cast, bob, newest, headers):
    theirs = doras(cast)
    answer = bob.post("/tickets/1/messages/", {"body": "Sorry!", "seen": newest}, headers=headers)
    assert answer.status_code == 422
    box = composer(answer)
    assert "Dora answered while you were writing" in words(box)
    assert "I send a new one" in words(box)
    assert "Send anyway" in words(box)
    assert f'data-answered="{theirs.pk}"' in box
    assert f'name="seen" value="{theirs.pk}"' in box
    assert ("Sorry!" in box) == (not headers), "in the browser the words are put back by their bubble"
    assert sent(cast) == ["I send a new one"]


def test_b8_sent_anyway_it_goes(cast, bob, newest):
    theirs = doras(cast)
    assert bob.post("/tickets/1/messages/", {"body": "Sorry!", "seen": theirs.pk}).status_code == 302
    assert sent(cast) == ["I send a new one", "Sorry!"]


def test_b8_the_customer_and_oneself_stop_nobody(cast, bob, newest):
    with tenancy.enter(cast.acme.pk):
        text_from(cast.number, cast.paula.phone, "Hello?")
        cast.broken_zip.reply("From my other window", by=cast.bob)
    assert bob.post("/tickets/1/messages/", {"body": "Sorry!", "seen": newest}).status_code == 302


@pytest.mark.parametrize("seen", ["", "no number", "-1", "9" * 40])
def test_b8_who_does_not_say_what_they_saw_is_not_stopped(cast, bob, seen):
    doras(cast)
    assert bob.post("/tickets/1/messages/", {"body": "Sorry!", "seen": seen}).status_code == 302


def test_b8_a_repeated_call_is_no_collision(cast, bob, newest):
    mine = {"body": "Sorry!", "seen": newest, "client_id": uuid4()}
    assert bob.post("/tickets/1/messages/", mine).status_code == 302
    doras(cast)
    assert bob.post("/tickets/1/messages/", mine).status_code == 302
    assert sent(cast) == ["Sorry!", "I send a new one"]


def test_b8_of_many_at_once_one_is_sent(brand):
    with brand.inside():
        text_from(brand.number, "+15035559001", "START")
        seen = text_from(brand.number, "+15035559001", "Hello").pk
    writers = [brand.member(brand.alice), brand.member(brand.bob)] * 4

    def answer(n):
        with brand.inside():
            ticket = brand.account.tickets.by_number(1)
            try:
                ticket.reply(f"answer {n}", by=writers[n], seen=seen)
            except Answered as answered:
                return answered.message.author_id
        return None

    stopped = at_once(answer, range(8))
    with brand.inside():
        authors = set(Message.objects.filter(origin="agent").values_list("author_id", flat=True))
    assert len(authors) == 1, "the first one's colleagues are all stopped"
    assert {author for author in stopped if author} == authors
