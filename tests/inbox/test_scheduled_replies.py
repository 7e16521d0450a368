"""C18, D3: an answer can be held for a few seconds and taken back, or sent at a time of one's choice."""

import re
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts import tenancy
from accounts.models import Account
from inbox import send_times, sweeps
from inbox.models import Draft, Message, ScheduledReply, Ticket
from tests.inbox.test_replying import composer, sent
from tests.pages import part, words
from tests.sms.test_concurrency import at_once
from tests.world import text_from

HTMX = {"HX-Request": "true"}
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


@pytest.fixture
def held(cast):
    with tenancy.enter(cast.acme.pk):
        Account.objects.filter(pk=cast.acme.pk).update(undo_send_seconds=8)


def waiting(cast) -> list[ScheduledReply]:
    with tenancy.enter(cast.acme.pk):
        return list(ScheduledReply.objects.all())


def scheduled(cast, body="Good morning", by=None, **more) -> ScheduledReply:
    with tenancy.enter(cast.acme.pk):
        ticket = cast.acme.tickets.by_number(1)
        return ticket.schedule(timezone.now() + timedelta(hours=1), body, by or cast.bob, **more)


def due(cast) -> None:
    """Time goes by, and the sweeper comes."""
    with tenancy.enter(cast.acme.pk):
        ScheduledReply.objects.update(send_at=timezone.now() - timedelta(seconds=1))
    sweeps.send_scheduled()


def ticket(cast) -> Ticket:
    with tenancy.enter(cast.acme.pk):
        return Ticket.objects.get(number=1)


def state(cast):
    now = ticket(cast)
    return now.waiting_since, now.preview, now.last_activity_at, now.closed_at, now.unread_since


def address(reply, more="") -> str:
    return f"/tickets/1/scheduled-replies/{reply.pk}/{more}"


def thread(answer) -> str:
    return part(answer, "entries").partition("</ol>")[0]


# Undo


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_c18_with_seconds_to_undo_an_answer_is_held_and_shown(cast, bob, held, headers):
    before, client_id = state(cast), uuid4()
    answer = bob.post("/tickets/1/messages/", {"body": "On its way", "client_id": client_id}, headers=headers)
    assert answer.status_code == (200 if headers else 302)
    assert sent(cast) == []
    assert state(cast) == before, "the customer goes on waiting"
    shown = thread(bob.get("/tickets/1/?peek"))
    assert f'id="message-{client_id}"' in shown, "the element of the message that it becomes"
    assert "On its way Bob · Sends at" in words(shown)
    assert "Undo" in words(shown)


def test_c18_it_leaves_when_the_seconds_are_over(cast, bob, held):
    client_id = uuid4()
    bob.post("/tickets/1/messages/", {"body": "On its way", "client_id": client_id})
    sweeps.send_scheduled()
    assert sent(cast) == [], "not before"
    due(cast)
    with tenancy.enter(cast.acme.pk):
        message = Message.objects.get(origin="agent")
        assert (message.body, message.client_id, message.author) == ("On its way", client_id, cast.bob)
        assert message.delivery.state == "queued"
    assert waiting(cast) == []
    assert ticket(cast).waiting_since is None
    due(cast)
    assert sent(cast) == ["On its way"]


def test_c18_undone_it_is_a_draft_again_before_what_was_begun_since(cast, bob, held):
    bob.post("/tickets/1/messages/", {"body": "First"})
    with tenancy.enter(cast.acme.pk):
        cast.broken_zip.keep_draft(cast.bob, "reply", "Second", uuid4(), None)
    answer = bob.post(address(waiting(cast)[0]), {"_method": "DELETE"}, headers=HTMX)
    assert "taken-back" in answer["HX-Trigger"]
    assert "First" not in thread(answer)
    due(cast)
    assert (waiting(cast), sent(cast)) == ([], [])
    assert "First\n\nSecond" in composer(bob.get("/tickets/1/?peek"))


def test_c18_what_has_left_can_not_be_undone(cast, bob, held):
    bob.post("/tickets/1/messages/", {"body": "Gone"})
    reply = waiting(cast)[0]
    due(cast)
    assert bob.post(address(reply), {"_method": "DELETE"}, headers=HTMX).status_code == 404
    assert sent(cast) == ["Gone"]
    with tenancy.enter(cast.acme.pk):
        assert not Draft.objects.exclude(body="").exists()


def test_c18_the_same_client_id_again_holds_or_sends_nothing_more(cast, bob, held):
    once = {"body": "Once", "client_id": uuid4()}
    for _ in range(2):
        bob.post("/tickets/1/messages/", once)
    assert len(waiting(cast)) == 1
    due(cast)
    bob.post("/tickets/1/messages/", once)
    assert (waiting(cast), sent(cast)) == ([], ["Once"])


def test_c18_a_new_draft_outlives_the_leaving_of_the_one_before(cast, bob, held):
    bob.post("/tickets/1/messages/", {"body": "First"})
    with tenancy.enter(cast.acme.pk):
        cast.broken_zip.keep_draft(cast.bob, "reply", "Second", uuid4(), None)
    due(cast)
    assert "Second" in composer(bob.get("/tickets/1/?peek"))


@pytest.mark.parametrize("body", ["", " \n", "x" * 1601])
def test_c14_what_can_not_be_sent_is_not_held_either(cast, bob, held, body):
    assert bob.post("/tickets/1/messages/", {"body": body}).status_code == 422
    assert waiting(cast) == []


def test_c18_only_its_author_is_offered_to_undo(cast, sign_in, bob, held):
    bob.post("/tickets/1/messages/", {"body": "Mine"})
    assert "Undo" not in words(thread(sign_in(cast.dora).get("/tickets/1/?peek")))


# At a time


def test_c18_a_time_of_ones_own_is_in_ones_own_zone(cast, bob):
    day = timezone.localtime(timezone.now(), NEW_YORK).date() + timedelta(days=3)
    form = {"body": "Good morning", "send_at": "own", "at": f"{day}T09:00"}
    assert bob.post("/tickets/1/messages/", form).status_code == 302
    assert waiting(cast)[0].send_at == datetime(day.year, day.month, day.day, 9, tzinfo=NEW_YORK)
    shown = words(thread(bob.get("/tickets/1/?peek")))
    assert re.search(r"Scheduled for \w{3} \d+ \w{3}, 09:00", shown)
    assert "Send now" in shown


def test_c18_the_choices_of_the_menu():
    def offered(now):
        return [f"{choice.label} {choice.at:%a %H:%M}" for choice in send_times.choices(NEW_YORK, now)]

    saturday = datetime(2026, 11, 21, 16, 30, tzinfo=NEW_YORK)
    assert offered(saturday) == ["In 1 hour Sat 17:30", "Tomorrow Sun 09:00", "Monday Mon 09:00"]
    assert offered(saturday + timedelta(days=1)) == ["In 1 hour Sun 17:30", "Tomorrow Mon 09:00"]
    assert offered(saturday + timedelta(days=2))[-1] == "Monday Mon 09:00"


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("at", "reason"),
    [("2020-01-01T09:00", "has passed"), ("9999-12-31T23:59", "within the next year"), ("", "Choose a date"),
     ("2026-02-31T09:00", "Choose a date"), ("soon", "Choose a date"), ("0001-01-01T00:00", "has passed")],
)  # fmt: skip
def test_c18_a_time_that_can_not_be_is_refused_beside_the_box(cast, bob, at, reason, headers):
    form = {"body": "Good morning", "send_at": "own", "at": at}
    answer = bob.post("/tickets/1/messages/", form, headers=headers)
    assert answer.status_code == 422
    assert reason in words(composer(answer))
    assert waiting(cast) == []


def test_c18_it_can_be_moved_sent_now_and_cancelled(cast, bob):
    first, second, third = (scheduled(cast, body) for body in ("one", "two", "three"))
    moved = bob.post(address(first), {"_method": "PUT", "send_at": "tomorrow"})
    assert moved.status_code == 302
    assert waiting(cast)[-1].send_at > timezone.now() + timedelta(hours=1)
    assert bob.post(address(first), {"_method": "PUT", "send_at": "2020-01-01T09:00"}).status_code == 422
    assert bob.post(address(second, "sending/")).status_code == 302
    assert sent(cast) == ["two"]
    assert bob.post(address(third), {"_method": "DELETE"}).status_code == 302
    assert "three" in composer(bob.get("/tickets/1/?peek"))
    assert [reply.body for reply in waiting(cast)] == ["one"]
    assert "one" in words(bob.get(address(first)).content)


def test_d3_they_leave_in_the_order_of_their_times(cast):
    for n in (3, 1, 2):
        reply = scheduled(cast, f"answer {n}")
        with tenancy.enter(cast.acme.pk):
            ScheduledReply.objects.filter(pk=reply.pk).update(
                send_at=timezone.now() - timedelta(minutes=9 - n)
            )
    sweeps.send_scheduled()
    assert sent(cast) == ["answer 1", "answer 2", "answer 3"]


def test_c18_send_and_close(cast, bob):
    bob.post("/tickets/1/messages/", {"body": "Done", "then": "afterwards close"})
    assert ticket(cast).is_closed


def test_c18_what_is_scheduled_closes_when_it_leaves(cast, bob):
    bob.post("/tickets/1/messages/", {"body": "Done", "then": "afterwards close", "send_at": "tomorrow"})
    assert not ticket(cast).is_closed
    due(cast)
    assert ticket(cast).is_closed


# Refused when it is due


def refused(cast, bob) -> str:
    due(cast)
    assert sent(cast) == []
    return words(thread(bob.get("/tickets/1/?peek")))


def test_e4_consent_is_asked_again_and_a_refusal_stays_in_sight(cast, bob):
    scheduled(cast)
    with tenancy.enter(cast.acme.pk):
        text_from(cast.number, cast.paula.phone, "STOP")
    shown = refused(cast, bob)
    assert "Good morning" in shown
    assert "Not sent" in shown
    assert "opted out with STOP" in shown
    with tenancy.enter(cast.acme.pk):
        text_from(cast.number, cast.paula.phone, "START")
    due(cast)
    assert sent(cast) == [], "nobody but a person sends it now"
    bob.post(address(waiting(cast)[0], "sending/"))
    assert (sent(cast), waiting(cast)) == (["Good morning"], [])


def test_k3_who_is_blocked_meanwhile_gets_nothing(cast, bob):
    scheduled(cast)
    with tenancy.enter(cast.acme.pk):
        cast.acme.tickets.by_number(1).profile.block(by=cast.dora)
    assert "This person is blocked" in refused(cast, bob)


def test_c18_who_has_left_the_team_sends_nothing_more_but_a_colleague_may(cast, bob):
    scheduled(cast, by=cast.dora)
    with tenancy.enter(cast.acme.pk):
        cast.dora.remove()
    assert "Dora no longer answers tickets here" in refused(cast, bob)
    bob.post(address(waiting(cast)[0], "sending/"))
    with tenancy.enter(cast.acme.pk):
        assert Message.objects.get(origin="agent").author == cast.bob


def test_c18_a_refused_one_can_be_discarded(cast, bob):
    with tenancy.enter(cast.acme.pk):
        ScheduledReply.objects.filter(pk=scheduled(cast).pk).update(refusal="They opted out.")
    bob.post(address(waiting(cast)[0]), {"_method": "DELETE", "discard": "1"})
    assert waiting(cast) == []
    assert "Good morning" not in composer(bob.get("/tickets/1/?peek"))


# Who may, and at once


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a1_another_accounts_is_not_found(cast, sign_in, method):
    reply, charlie = scheduled(cast), sign_in(cast.charlie)
    path = address(reply)
    answer = charlie.get(path) if method == "GET" else charlie.post(path, {"_method": method})
    assert answer.status_code == 404
    assert charlie.post(address(reply, "sending/")).status_code == 404
    assert [waits.pk for waits in waiting(cast)] == [reply.pk]


def test_c18_undo_and_the_sweep_at_once_exactly_one_wins(brand):
    """Eight rounds: taken back by two windows while two sweepers send it."""
    with brand.inside():
        text_from(brand.number, "+15035559002", "START")
        text_from(brand.number, "+15035559002", "Hello")
    bob = brand.member(brand.bob)
    for n in range(8):
        with brand.inside():
            reply = brand.account.tickets.by_number(1).hold(0, f"answer {n}", bob)

        def undo(pk=reply.pk):
            with brand.inside():
                if reply := brand.account.tickets.by_number(1).scheduled_replies.lock(pk):
                    reply.take_back(by=bob)
                    return 1
            return 0

        def sweep(pk=reply.pk):
            sweeps._send_scheduled(brand.account.pk, pk)
            return 0

        undone = sum(at_once(lambda verb: verb(), [undo, sweep, undo, sweep]))
        with brand.inside():
            left = Message.objects.filter(body=f"answer {n}").count()
            assert undone + left == 1
            assert not ScheduledReply.objects.exists()
