"""C7, C15: the thread: the last 50 messages, older ones page by page, days and history between them."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts import tenancy
from inbox import automatic, timeline
from inbox.models import Delivery, Message
from tests.pages import words
from tests.world import text_from

BUBBLE = re.compile(r'<div class="bubble__text">(.*?)</div>', re.DOTALL)
AT = re.compile(r'<li[^>]* data-at="(\d+)"')


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


def write(cast, count: int, begin="2026-03-01T12:00Z", every=timedelta(minutes=10)) -> None:
    """So many texts of Paula's, "text 1" …, on one ticket, spread over time."""
    start = datetime.fromisoformat(begin)
    with tenancy.enter(cast.acme.pk):
        cast.broken_zip.messages.all().delete()
        cast.broken_zip.events.all().delete()
        for n in range(1, count + 1):
            message = text_from(cast.number, cast.paula.phone, f"text {n}")
            Message.objects.filter(pk=message.pk).update(created_at=start + every * n)


def texts(answer) -> list[str]:
    return BUBBLE.findall(answer.content.decode())


def older(answer) -> str:
    found = re.search(r'<a class="soft" href="([^"]+)">Older messages', answer.content.decode())
    return found[1].replace("&amp;", "&") if found else ""


def numbered(*span: int) -> list[str]:
    return [f"text {n}" for n in range(*span)]


def test_c7_the_last_fifty_oldest_first(cast, bob):
    write(cast, 60)
    assert texts(bob.get("/tickets/1/")) == numbered(11, 61)


@pytest.mark.parametrize("count", [49, 50])
def test_c7_up_to_fifty_there_is_nothing_older(cast, bob, count):
    write(cast, count)
    answer = bob.get("/tickets/1/")
    assert len(texts(answer)) == count
    assert older(answer) == ""


def test_c7_older_ones_come_page_by_page_each_once(cast, bob):
    write(cast, 130)
    answer = bob.get("/tickets/1/")
    pages = [texts(answer)]
    while link := older(answer):
        answer = bob.get(link, headers={"HX-Request": "true"})
        pages.append(texts(answer))
    assert pages == [numbered(81, 131), numbered(31, 81), numbered(1, 31)]


def test_c7_a_message_that_comes_between_two_pages_shifts_nothing(cast, bob):
    write(cast, 60)
    link = older(bob.get("/tickets/1/"))
    with tenancy.enter(cast.acme.pk):
        text_from(cast.number, cast.paula.phone, "text 61")
    assert texts(bob.get(link)) == numbered(1, 11)


@pytest.mark.parametrize("before", ["0", "9" * 30, "x", "", "-5", "²", "9" * 5000])
def test_c7_a_page_that_is_none_breaks_nothing(cast, bob, before):
    assert bob.get("/tickets/1/messages/", {"before": before}).status_code in (200, 404)


def test_c7_what_we_said_is_labelled_with_what_said_it(cast, bob):
    with tenancy.enter(cast.acme.pk):
        asked = text_from(cast.number, cast.paula.phone, "A question")
        automatic.say(asked, "We are asleep", Message.Origin.AUTO_RESPONDER, Delivery.Gate.NOT_OPTED_OUT)
        text_from(cast.number, cast.paula.phone, "HELP")
        cast.broken_zip.reply("Hello from Bob", by=cast.bob)
    content = bob.get("/tickets/1/", headers={"HX-Request": "true"}).content.decode()
    for said, label in (
        ("We are asleep", "Auto-responder"),
        ("Write to help@acme.example", "Keyword answer"),
    ):
        before = content[: content.index(said)]
        assert label in words(before[before.rindex("<li") :])
    bubble = content[content.index("Hello from Bob") :].partition("</li>")[0]
    assert "Bob ·" in words(bubble)


def test_c7_keywords_stand_in_the_thread_though_they_make_no_ticket(cast, bob):
    with tenancy.enter(cast.acme.pk):
        text_from(cast.number, cast.paula.phone, "STOP")
    assert texts(bob.get("/tickets/1/"))[:2] == ["The zip broke", "STOP"]


def test_a1_the_thread_holds_this_persons_messages_only(cast, bob):
    assert texts(bob.get("/tickets/1/")) == ["The zip broke"]


def test_c7_a_day_mark_wherever_the_agents_calendar_turns(cast):
    """The same three texts: two days in New York, one day in Berlin."""
    write(cast, 3, begin="2026-03-11T03:00Z", every=timedelta(minutes=30))  # 23:30, 0:00, 0:30 in New York
    with tenancy.enter(cast.acme.pk):
        for zone, days in (("America/New_York", [10, 11]), ("Europe/Berlin", [11])):
            entries, _ = timeline.thread(cast.broken_zip, ZoneInfo(zone))
            assert [entry.day.day for entry in entries if entry.kind == "day"] == days
            assert entries[0].kind == "day"


def test_c7_entries_stand_in_order_and_keep_their_keys(cast, bob):
    write(cast, 30, every=timedelta(hours=7))
    with tenancy.enter(cast.acme.pk):
        cast.broken_zip.close(by=cast.bob)
    full = AT.findall(bob.get("/tickets/1/?peek").content.decode().partition('id="entries"')[2])
    assert full == sorted(full)
    assert len(set(full)) == len(full)
    recent = AT.findall(bob.get("/tickets/1/messages/").content.decode())
    assert recent == full[-len(recent) :] or set(recent[1:]) < set(full), "the part is a part of the whole"
    with tenancy.enter(cast.acme.pk):
        text_from(cast.number, cast.paula.phone, "One more")
    later = AT.findall(bob.get("/tickets/1/?peek").content.decode().partition('id="entries"')[2])
    assert set(full) <= set(later)
    assert later == sorted(later)


def test_c15_history_stands_between_the_messages_where_it_happened(cast):
    write(cast, 4)
    with tenancy.enter(cast.acme.pk):
        event = cast.broken_zip.record("closed", cast.bob)
        event.at = datetime(2026, 3, 1, 12, 25, tzinfo=UTC)
        event.save()
        entries, _ = timeline.thread(cast.broken_zip, UTC)
    shown = [entry.message.body if entry.message else entry.kind for entry in entries]
    assert shown == ["day", "text 1", "text 2", "event", "text 3", "text 4"]


def test_c15_history_is_on_one_page_only(cast):
    """Events between the pages: each belongs to the page whose messages it stands among."""
    write(cast, 120)
    start = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with tenancy.enter(cast.acme.pk):
        for n in range(0, 121, 7):
            event = cast.broken_zip.record("closed", cast.bob)
            event.at = start + timedelta(minutes=10 * n + 5)
            event.save()
        seen, before = [], None
        while True:
            entries, before = timeline.thread(cast.broken_zip, UTC, before=before)
            seen += [entry.event.id for entry in entries if entry.event]
            if before is None:
                break
    assert len(seen) == len(set(seen)) == 18


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda ticket, by: ticket.close(by), "Bob closed this ticket"),
        (lambda ticket, by: (ticket.close(by), ticket.reopen(by)), "Bob reopened this ticket"),
        (lambda ticket, by: ticket.assign(by, by), "Bob took this ticket"),
        (
            lambda ticket, by: (ticket.assign(by, by), ticket.assign(None, by)),
            "Bob put this ticket back to Unassigned",
        ),
        (
            lambda ticket, by: ticket.snooze(timezone.now() + timedelta(days=1), by),
            "Bob snoozed this ticket until",
        ),
        (
            lambda ticket, by: (ticket.snooze(timezone.now() + timedelta(days=1), by), ticket.wake(by)),
            "Bob ended the snooze",
        ),
        (lambda ticket, by: None, "The customer started the conversation"),
    ],
)
def test_c15_every_change_is_told_in_a_sentence(cast, bob, change, sentence):
    with tenancy.enter(cast.acme.pk):
        change(cast.broken_zip, cast.bob)
    assert sentence in words(bob.get("/tickets/1/?peek").content)


def test_e3_consent_is_told_in_the_thread_with_what_was_texted(cast, bob):
    with tenancy.enter(cast.acme.pk):
        text_from(cast.number, cast.paula.phone, "Stop!")
        text_from(cast.number, cast.paula.phone, "START")
    said = words(bob.get("/tickets/1/").content)
    assert "Consent withdrawn: Texted Stop!" in said
    assert "Marketing consent given: Texted START" in said


def test_c8_the_overview_tells_what_is_known(cast, bob):
    said = words(bob.get("/tickets/1/").content.decode().partition('id="overview-body"')[2])
    for fact in (
        "Paula",
        "(503) 555-0101",
        "SMS subscriber",
        "#1",
        "Nobody",
        "SMS",
        "Marketing given",
        "Sign-up form",
    ):
        assert fact in said, fact


def test_c8_the_overview_says_when_somebody_opted_out_or_never_consented(cast, bob):
    assert "Opted out" in words(bob.get("/tickets/3/").content)
    assert "No consent" in words(bob.get("/tickets/2/").content)
