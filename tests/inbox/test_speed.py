"""P3-P5: pages ask seldom and render what is new only. What is kept must never be seen after it changed."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import tenancy
from accounts.models import Account, User
from inbox import bubbles, counting, listing, rows
from inbox.models import Delivery, Media, Message, Ticket
from inbox.sorting import SORTS
from profiles.models import Profile
from tests.pages import badge, part, words
from tests.world import text_from

HTMX = {"HX-Request": "true"}
SECRETS = re.compile(r'(csrfmiddlewaretoken" value="|X-CSRFToken": "|nonce="|since="|until=")[^"]*')


@pytest.fixture(autouse=True)
def nothing_kept_yet():
    forget()


@pytest.fixture
def bob(cast, sign_in):
    bob = sign_in(cast.bob)
    bob.get("/inbox/all/")
    return bob


def forget() -> None:
    rows.markup.cache_clear()
    bubbles._kept.cache_clear()


def seen(client, path: str, **more) -> str:
    """A page without what differs from one moment to the next: tokens, and the clock where the person is."""
    page = SECRETS.sub(r"\1", client.get(path, **more).content.decode())
    return re.sub(r"\b\d\d:\d\d(?=</span>)", "", page)


def row(client, path="/inbox/all/") -> str:
    return part(client.get(path), "ticket-row-1").partition("</li>")[0]


def rev(markup: str) -> str:
    return re.search(r'data-rev="([^"]*)"', markup)[1]


# Questions to the database. Each page has a savepoint here where production has a transaction: two more.


@pytest.mark.parametrize(
    ("path", "headers", "asked"),
    [
        ("/inbox/mine/", {}, 8),
        ("/inbox/unassigned/", {}, 8),
        ("/inbox/all/", HTMX, 7),
        ("/tickets/1/?peek", {}, 15),
        ("/tickets/1/?peek", HTMX, 12),
        ("/tickets/1/messages/", HTMX, 12),
        ("/navigation/", HTMX, 6),
    ],
)
@pytest.mark.parametrize("count", [1, 60])
def test_how_often_a_page_asks(cast, bob, path, headers, asked, count):
    with tenancy.enter(cast.acme.pk):
        for n in range(count):
            text_from(cast.number, f"+1503559{n:04}", "Hello")
            text_from(
                cast.number, cast.paula.phone, "And?", media=(("https://api.twilio.com/x", "image/png"),)
            )
    with CaptureQueriesContext(connection) as context:
        assert bob.get(path, headers=headers).status_code == 200
    assert len([q for q in context if "SAVEPOINT" not in q["sql"]]) <= asked + 1, (
        "leaving the account asks too"
    )


def test_b2_one_statement_counts_everything_and_stops_somewhere(cast, sign_in, monkeypatch):
    monkeypatch.setattr(counting, "MOST", 2)
    with tenancy.enter(cast.acme.pk):
        for n in range(5):
            text_from(cast.number, f"+1503559{n:04}", "Hello")
    answer = sign_in(cast.bob).get("/inbox/mine/")
    views = words(part(answer, "views").partition("</nav>")[0])
    assert views.endswith("My inbox 1 Unassigned 2+ All tickets Snoozed 1 Mentions 0 Channels SMS 2+")
    assert badge(answer) == "3", "one more than counted, and from a hundred on it says 99+"


@pytest.mark.parametrize("name", ["alice", "bob", "dora"])
def test_b2_each_count_is_that_of_its_view(acme, name):
    for n, member in enumerate((acme.bob, acme.bob, acme.dora, None, None, None)):
        ticket = text_from(acme.number, f"+1503559{n:04}", "Hello").ticket
        ticket.assign(member)
        if n % 2:
            ticket.close()
    acme.old_refund.mark_unread()
    request = SimpleNamespace(account=acme.acme, membership=getattr(acme, name), GET=QueryDict())
    counts = counting.counts(request)
    for view in ("mine", "unassigned", "snoozed", "channel-sms"):
        assert counts.pop(view) == listing.listing_of(request, view).tickets.count(), view
    assert counts.pop("mentions") == 0, "counts what is unseen there: test_notes.py"
    assert counts == {"unread": acme.acme.tickets.unread().count()}


# Rows. After each of these the kept list must be what an empty memory would show.

CHANGES = {
    "a text": lambda cast: text_from(cast.number, cast.paula.phone, "It broke again"),
    "an answer": lambda cast: cast.broken_zip.reply("We send a new one", by=cast.bob),
    "an assignee": lambda cast: cast.broken_zip.assign(cast.bob),
    "another assignee": lambda cast: (cast.broken_zip.assign(cast.bob), cast.broken_zip.assign(cast.dora)),
    "closed": lambda cast: cast.broken_zip.close(by=cast.bob),
    "snoozed": lambda cast: cast.broken_zip.snooze(timezone.now() + timedelta(days=1), by=cast.bob),
    "read": lambda cast: cast.broken_zip.mark_read(),
    "a name": lambda cast: Profile.objects.filter(pk=cast.paula.pk).update(last_name="Porter"),
    "no name": lambda cast: Profile.objects.filter(pk=cast.paula.pk).update(first_name=""),
    "another number": lambda cast: Profile.objects.filter(pk=cast.paula.pk).update(phone="+442071838750"),
    "a preview": lambda cast: Ticket.objects.filter(number=1).update(preview="Edited"),
    "a time": lambda cast: Ticket.objects.filter(number=1).update(last_activity_at=timezone.now()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_b1_a_row_that_changed_is_shown_changed(cast, bob, change):
    before = row(bob)
    with tenancy.enter(cast.acme.pk):
        CHANGES[change](cast)
    after, page = row(bob), seen(bob, "/inbox/all/")
    assert after != before
    assert rev(after) != rev(before), "the browser keeps a row whose data-rev is the same"
    forget()
    assert seen(bob, "/inbox/all/") == page


def test_b1_a_member_with_another_name_is_another_row(cast, bob):
    with tenancy.enter(cast.acme.pk):
        cast.broken_zip.assign(cast.dora)
    before = row(bob)
    User.objects.filter(pk=cast.dora.user_id).update(name="Theodora")
    assert "Assigned to Theodora" in words(row(bob))
    assert rev(row(bob)) != rev(before)


def test_b1_where_and_by_whom_it_is_seen_makes_no_new_row_but_the_right_one(cast, sign_in, bob):
    plain = row(bob)
    assert 'href="/a/acme/tickets/1/?view=all"' in plain
    assert 'href="/a/acme/tickets/1/?view=unassigned"' in row(bob, "/inbox/unassigned/")
    assert 'aria-current="true"' in row(bob, "/tickets/1/?peek")
    assert "aria-current" not in row(bob), "after the page on which it was open"
    tokyo = sign_in(cast.bob)
    tokyo.cookies["time_zone"] = "Asia/Tokyo"
    assert words(row(tokyo)) != words(plain), "another clock"
    assert row(bob) == plain
    everywhere = (row(bob, "/inbox/unassigned/"), row(bob, "/tickets/1/?peek"), row(tokyo))
    assert {rev(each) for each in everywhere} == {rev(plain)}, "no live refresh replaces what is the same"


def test_a1_an_account_with_another_address_has_other_rows(cast, bob):
    row(bob)
    with tenancy.every_account():
        Account.objects.filter(pk=cast.acme.pk).update(slug="acme-two")
    bob.prefix = "/a/acme-two"
    assert 'href="/a/acme-two/tickets/1/?view=all"' in row(bob)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_b1_a_row_shows_the_same_as_the_whole_ticket_would(acme, number):
    """Whatever the template comes to show must be a column of Row."""
    found = acme.acme.tickets.filter(number=number)
    (read,) = rows.read(found)
    kept = rows.markup(
        read, rows.Place("/", "/", timezone.get_current_timezone(), SORTS["activity"], 60), False
    )
    ticket = found.for_display().get()
    whole = {
        "ticket": ticket,
        "time": ticket.last_activity_at,
        "long_wait": 60,
        "url": f"/{number}/",
        "rev": rev(kept),
    }
    whole["at"] = re.search(r'data-at="(\d+)"', kept)[1]
    assert render_to_string("inbox/tickets/_row.html", whole) == kept


def test_b1_what_is_shown_again_is_not_rendered_again_and_the_memory_has_an_end(bob):
    bob.get("/inbox/all/")
    bob.get("/inbox/all/", headers=HTMX)
    assert rows.markup.cache_info().misses == 4, "there are four tickets"
    assert rows.markup.cache_info().maxsize == bubbles._kept.cache_info().maxsize == 2000


# The thread.


@pytest.fixture
def answer(cast):
    """An answer of Bob's on its way, and a picture of Paula's that is being fetched."""
    with tenancy.enter(cast.acme.pk):
        text_from(cast.number, cast.paula.phone, "Look", media=(("https://api.twilio.com/x", "image/png"),))
        message = cast.broken_zip.reply("We send a new one", by=cast.bob)
    return SimpleNamespace(id=message.pk, delivery=Delivery.objects.filter(message=message))


MOVES = {
    "sent": {"state": "sent"},
    "delivered": {"state": "delivered"},
    "failed": {"state": "failed", "reason": "The number does not exist"},
    "asked about": {"state": "unknown"},
    "asked about in vain": {"state": "unknown", "looked_up": 2},
    "waiting": {"tries": 1},
    "in two parts": {"segments": 2},
    "another way of writing": {"encoding": "UCS-2"},
}


@pytest.mark.parametrize("move", MOVES)
def test_c17_how_far_an_answer_came_is_never_old(cast, bob, answer, move):
    before = seen(bob, "/tickets/1/messages/", headers=HTMX)
    with tenancy.enter(cast.acme.pk):
        answer.delivery.update(**MOVES[move])
    after = seen(bob, "/tickets/1/messages/", headers=HTMX)
    assert after != before
    forget()
    assert seen(bob, "/tickets/1/messages/", headers=HTMX) == after


@pytest.mark.parametrize(
    "change",
    [
        {"state": "fetched"},
        {"state": "fetched", "content_type": "text/vcard"},
        {"state": "dead", "reason": "Gone"},
    ],
)
def test_e8_a_picture_appears_when_it_was_fetched(cast, bob, answer, change):
    before = seen(bob, "/tickets/1/?peek")
    with tenancy.enter(cast.acme.pk):
        Media.objects.update(**change)
    after = seen(bob, "/tickets/1/?peek")
    assert after != before
    forget()
    assert seen(bob, "/tickets/1/?peek") == after


@pytest.mark.parametrize("state", ["failed", "unknown"])
def test_n2_every_reader_has_a_retry_form_with_their_own_token(cast, sign_in, answer, state):
    with tenancy.enter(cast.acme.pk):
        answer.delivery.update(state=state, looked_up=2)
    action = f'action="/a/acme/messages/{answer.id}/delivery/"'
    tokens = set()
    for member in (cast.bob, cast.dora):
        form = sign_in(member).get("/tickets/1/?peek").content.decode().partition(action)[2]
        tokens.add(
            re.search(r'name="csrfmiddlewaretoken" value="(\w{32,})"', form.partition("</form>")[0])[1]
        )
    assert len(tokens) == 2


def test_c7_a_persons_and_a_members_new_names_stand_at_what_they_said(cast, bob, answer):
    seen(bob, "/tickets/1/?peek")
    with tenancy.enter(cast.acme.pk):
        Profile.objects.filter(pk=cast.paula.pk).update(first_name="Paulina")
    User.objects.filter(pk=cast.bob.user_id).update(name="Robert")
    thread = words(part(bob.get("/tickets/1/?peek"), "entries").partition("</ol>")[0])
    assert "From Paulina," in thread
    assert "Robert ·" in thread


def test_c7_each_reader_sees_their_own_clock(cast, sign_in, answer):
    clocks = set()
    for zone in ("Asia/Tokyo", "Europe/Berlin"):
        reader = sign_in(cast.bob)
        reader.cookies["time_zone"] = zone
        bubble = part(reader.get("/tickets/1/?peek"), "entries").partition('class="bubble__text"')[2]
        clocks.add(re.search(r'format="clock">([\d:]+)<', bubble)[1])
    assert len(clocks) == 2


def test_c7_a_bubble_shows_the_same_as_the_whole_message_would(acme):
    text_from(acme.number, acme.paula.phone, "Look", media=(("https://api.twilio.com/x", "image/png"),))
    acme.broken_zip.reply("We send a new one", by=acme.bob)
    text_from(acme.number, acme.paula.phone, "HELP")
    place = bubbles.Place("Paula", "/", timezone.get_current_timezone())
    shown = bubbles.newest(acme.broken_zip.thread(), 50)
    assert len(shown) == 5
    for bubble in shown:
        message = Message.objects.for_display().get(pk=bubble.id)
        whole = {
            "message": message,
            "author": message.author,
            "delivery": getattr(message, "delivery", None),
            "attachments": list(message.media.all()),
            "customer": "Paula",
            "at": "7",
        }
        assert render_to_string("inbox/messages/_message.html", whole) == bubbles.markup(
            bubble, "7", place, ""
        )
