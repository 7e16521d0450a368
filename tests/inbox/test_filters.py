"""B3, B4, B5: filters and orders of the lists. What any of them together leave over: test_filter_oracle.py."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from accounts import tenancy
from inbox.filters import TicketFilter
from inbox.models import Ticket
from inbox.sorting import SORTS
from tests.inbox.test_filter_oracle import ask
from tests.inbox.test_lists import next_page, walk
from tests.pages import part, rows, words
from tests.world import text_from


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


def test_b4_a_day_is_the_agents_day(acme):
    """Half past midnight in Berlin is still yesterday in New York."""
    at = datetime(2026, 3, 10, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    Ticket.objects.filter(number=1).update(created_at=at)
    for zone, found in (("Europe/Berlin", [1]), ("America/New_York", [])):
        request = SimpleNamespace(account=acme.acme, membership=acme.bob, zone=ZoneInfo(zone))
        asked = {"created_from": "2026-03-10", "created_until": "2026-03-10"}
        assert [
            ticket.number for ticket in TicketFilter(asked, acme.acme.tickets.all(), request=request).qs
        ] == found


def test_b4_a_moment_counts_to_the_microsecond(acme):
    at = datetime(2026, 3, 10, 12, tzinfo=UTC)
    Ticket.objects.filter(number=1).update(last_activity_at=at)
    assert [
        t.number for t in ask(acme, {"active_from": at.isoformat(), "active_until": at.isoformat()}).qs
    ] == [1]
    assert not ask(acme, {"active_until": (at - timedelta(microseconds=1)).isoformat()}).qs.exists()


WRONG = {
    "status": "opened", "assignee": "bob", "unread": "maybe", "waiting": "soon", "consent": "maybe", "channel": "fax",
    "created_from": "2026-13-01", "created_until": "yesterday", "active_from": "0001-01-01",
    "active_until": "9999-12-31", "profile": "x", "tag": "refund",
    "attributed_to": "spring",
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_b4_a_wrong_value_is_said_at_its_filter_and_the_others_still_narrow(cast, bob, name):
    other = "unread=true" if name != "unread" else "status=open"
    answer = bob.get(f"/inbox/all/?{other}&{name}={WRONG[name]}")
    assert answer.status_code == 200
    assert sorted(rows(answer)) == [1, 2]
    assert "chip--wrong" in answer.content.decode()


@pytest.mark.parametrize("value", ["0m", "-5m", "99999h", "5", "h", "1w", "²h", "\0", "1 h", "1h" * 50])
def test_b4_a_wait_is_a_number_of_minutes_hours_or_days(acme, value):
    assert ask(acme, {"waiting": value}).errors.keys() == {"waiting"}


def test_b4_in_the_place_of_a_wrong_value_the_views_own_narrows(cast, bob):
    assert rows(bob.get("/inbox/unassigned/?status=opened")) == [1]


def test_b4_filters_stand_in_the_address_and_can_be_taken_away_one_by_one(cast, bob):
    answer = bob.get("/inbox/all/?status=open&status=snoozed&assignee=none")
    assert sorted(rows(answer)) == [1, 4]
    chips = words(part(answer, "list").partition("</header>")[0])
    assert "Status: Open, Snoozed" in chips
    assert "Assignee: Nobody" in chips
    assert 'href="/a/acme/inbox/all/?status=open&amp;status=snoozed"' in answer.content.decode()


def test_b4_a_view_can_be_widened(cast, bob):
    """My inbox holds open tickets; a blank status lifts that."""
    with tenancy.enter(cast.acme.pk):
        cast.old_refund.assign(cast.bob)
    assert rows(bob.get("/inbox/mine/")) == [2]
    assert sorted(rows(bob.get("/inbox/mine/?status="))) == [2, 3]
    assert rows(bob.get("/inbox/mine/?status=closed")) == [3]


def test_b4_what_makes_a_view_can_not_be_filtered_away(cast, bob):
    answer = bob.get("/inbox/unassigned/?assignee=me", follow=True)
    assert rows(answer) == [1]
    assert answer.redirect_chain[0][0] == "/a/acme/inbox/unassigned/"


def test_b4_the_form_leads_to_a_tidy_address(cast, bob):
    answer = bob.get("/inbox/all/?status=&status=open&assignee=&created_from=&sort=oldest&unread=")
    assert answer.status_code == 302
    assert answer.url == "/a/acme/inbox/all/?status=open&sort=oldest"


def test_b4_the_form_shows_what_is_chosen_and_offers_the_team(cast, bob):
    form = bob.get(
        "/inbox/all/filters/?status=open&assignee=me", headers={"HX-Request": "true"}
    ).content.decode()
    assert form.count(" checked") == 2
    assert "Dora" in form
    assert "Anna" not in form, "an analyst gets no tickets"
    assert "Charlie" not in form
    assert "<html" not in form
    assert "<html" in bob.get("/inbox/all/filters/").content.decode()


def test_b4_the_ticket_and_its_list_keep_the_filters(cast, bob):
    page = bob.get("/inbox/all/?status=closed&sort=oldest").content.decode()
    assert 'href="/a/acme/tickets/3/?view=all&amp;status=closed&amp;sort=oldest"' in page
    beside = bob.get("/tickets/3/?view=all&status=closed&sort=oldest")
    assert rows(beside) == [3]
    assert (
        'href="/a/acme/inbox/all/?status=closed&amp;sort=oldest" aria-label="Back to the list"'
        in beside.content.decode()
    )


@pytest.mark.parametrize("form", ["closure", "snooze", "assignment", "reading", "messages", "tags"])
def test_b4_what_is_done_without_scripts_leads_back_to_the_same_list(cast, bob, form):
    beside = "view=all&status=open&status=closed&sort=oldest"
    page = bob.get(f"/tickets/1/?{beside}").content.decode()
    assert f'action="/a/acme/tickets/1/{form}/?{beside.replace("&", "&amp;")}"' in page
    data = {"until": "tomorrow", "member": "", "body": "Hello", "name": "refund"}
    assert bob.post(f"/tickets/1/{form}/?{beside}", data).url == f"/a/acme/tickets/1/?{beside}"


@pytest.mark.parametrize("sort", SORTS)
def test_b5_while_tickets_come_and_change_every_untouched_one_is_visited_once(cast, bob, sort):
    with tenancy.enter(cast.acme.pk):
        old = [text_from(cast.number, f"+1503556{n:04}", "Question").ticket.number for n in range(110)]
        Ticket.objects.filter(number__in=old[::3]).update(waiting_since=None)

    touched = set()

    def meanwhile(page):
        with tenancy.enter(cast.acme.pk):
            text_from(cast.number, f"+150355799{page:02}", "New")
            for ticket in Ticket.objects.filter(number__in=old[page * 20 : page * 20 + 5]):
                touched.add(ticket.number)
                ticket.close()

    seen = walk(bob, f"/inbox/all/?sort={sort}", between=lambda page: page < 3 and meanwhile(page))
    untouched = [number for number in seen if number in set(old) - touched]
    assert sorted(untouched) == sorted(set(old) - touched)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    "cursor", ["x", "1_2_3", "_", "2026-01-01T00:00:00_5", "1" * 40, "2026-01-01T00:00:00+00:00_x"]
)
def test_b5_a_cursor_of_another_order_or_of_none_is_not_found(bob, sort, cursor):
    assert bob.get("/inbox/all/", {"sort": sort, "after": cursor}).status_code == 404


def test_b5_an_unknown_order_is_the_usual_one(bob):
    assert rows(bob.get("/inbox/all/?sort=random")) == rows(bob.get("/inbox/all/"))


def test_b5_the_next_page_keeps_order_and_filters(cast, bob):
    with tenancy.enter(cast.acme.pk):
        for n in range(60):
            text_from(cast.number, f"+1503556{n:04}", "Question")
    following = next_page(bob.get("/inbox/all/?status=open&sort=oldest"))
    assert following.startswith("/a/acme/inbox/all/?status=open&sort=oldest&after=")
    assert len(rows(bob.get(following))) == 12


# B11


def test_b11_a_row_says_how_long_the_customer_has_waited(cast, bob):
    row = part(bob.get("/inbox/all/"), "ticket-row-1").partition("</li>")[0]
    assert 'format="wait" long="60">waits since' in row
    with tenancy.enter(cast.acme.pk):
        cast.broken_zip.reply("We send a new one", by=cast.bob)
    assert 'format="wait"' not in part(bob.get("/inbox/all/"), "ticket-row-1").partition("</li>")[0]


def test_b11_what_a_long_wait_is_is_a_setting(cast, bob):
    cast.acme.long_wait_minutes = 15
    with tenancy.enter(cast.acme.pk):
        cast.acme.save()
    assert 'long="15"' in part(bob.get("/inbox/all/"), "ticket-row-1")


def test_b4_filters_of_another_account_find_nothing_of_it_a1(cast, sign_in):
    charlie = sign_in(cast.charlie)
    for query in (f"assignee={cast.bob.pk}", f"profile={cast.paula.pk}"):
        answer = charlie.get(f"/inbox/all/?{query}")
        assert rows(answer) == []
        assert b"Bob" not in answer.content
        assert b"Paula" not in answer.content
