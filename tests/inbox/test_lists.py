"""B1, B2, B7: what each view holds, in which order, page by page."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import tenancy
from inbox.models import Ticket
from tests.pages import badge, part, rows, words
from tests.world import text_from

NEXT = 'id="more-rows" hx-get="'


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


def newcomers(cast, count: int) -> list[int]:
    """Tickets of so many people who had never written; their numbers."""
    with tenancy.enter(cast.acme.pk):
        return [
            text_from(cast.number, f"+1503556{n:04}", f"Question {n}").ticket.number for n in range(count)
        ]


def change(cast, **columns):
    with tenancy.enter(cast.acme.pk):
        Ticket.objects.update(**columns)


def next_page(answer) -> str:
    content = answer.content.decode()
    return content.partition(NEXT)[2].partition('"')[0].replace("&amp;", "&")


def walk(client, path: str, between=lambda page: None) -> list[int]:
    """The numbers on all pages from this one on."""
    seen, page = [], 0
    while path:
        answer = client.get(path)
        seen += rows(answer)
        path, page = next_page(answer), page + 1
        between(page)
    return seen


@pytest.mark.parametrize(
    ("member", "view", "held"),
    [
        ("bob", "mine", [2]),
        ("alice", "mine", []),
        ("bob", "unassigned", [1]),
        ("alice", "unassigned", [1]),
        ("bob", "all", [1, 2, 3, 4]),
    ],
)
def test_b2_what_each_view_holds(cast, sign_in, member, view, held):
    """#1 is open, #2 open and Bob's, #3 closed, #4 snoozed."""
    assert sorted(rows(sign_in(getattr(cast, member)).get(f"/inbox/{view}/"))) == held


def test_b2_a_snoozed_or_closed_ticket_of_mine_is_not_in_my_inbox(cast, bob):
    with tenancy.enter(cast.acme.pk):
        for ticket in (cast.old_refund, cast.late_parcel):
            ticket.assign(cast.bob)
    assert rows(bob.get("/inbox/mine/")) == [2]


def test_b2_the_views_say_how_many_they_hold(cast, bob):
    newcomers(cast, 3)
    views = words(part(bob.get("/inbox/mine/"), "views").partition("</nav>")[0])
    assert "My inbox 1" in views
    assert "Unassigned 4" in views
    assert "All tickets Snoozed 1 " in views
    assert views.endswith("SMS 5")


def test_b2_an_unknown_view_is_not_found(bob):
    assert bob.get("/inbox/secrets/").status_code == 404
    assert bob.get("/tickets/1/?view=secrets").status_code == 404


@pytest.mark.parametrize("view", ["mine", "unassigned", "all"])
def test_b2_an_empty_view_says_so(cast, sign_in, view):
    with tenancy.enter(cast.globex.pk):
        Ticket.objects.all().delete()
    answer = sign_in(cast.charlie).get(f"/inbox/{view}/")
    assert 'id="rows-empty"' in answer.content.decode()


def test_b1_a_row_shows_channel_name_preview_time_and_assignee(cast, bob):
    row = part(bob.get("/inbox/all/"), "ticket-row-2").partition("</li>")[0]
    for said in ("Quinn", "Where is it?", "Assigned to Bob", "unread", "Text message"):
        assert said in words(row), said
    assert "<local-time at=" in row
    assert 'href="/a/acme/tickets/2/?view=all"' in row


def test_b1_without_a_name_the_number_stands_in(cast, bob):
    newcomers(cast, 1)
    assert "(503) 556-0000" in words(
        part(bob.get("/inbox/unassigned/"), "ticket-row-5").partition("</li>")[0]
    )


def test_b1_what_we_said_last_is_told_from_what_they_said(cast, bob):
    with tenancy.enter(cast.acme.pk):
        cast.broken_zip.reply("We send a new one", by=cast.bob)
    row = words(part(bob.get("/inbox/all/"), "ticket-row-1").partition("</li>")[0])
    assert "Answered: We send a new one" in row


def test_b5_the_newest_activity_comes_first(cast, bob):
    now = timezone.now()
    with tenancy.enter(cast.acme.pk):
        for minutes, number in enumerate((3, 1, 4, 2)):
            Ticket.objects.filter(number=number).update(last_activity_at=now - timedelta(minutes=minutes))
    assert rows(bob.get("/inbox/all/")) == [3, 1, 4, 2]


def test_b2_pages_hold_every_ticket_once_even_at_equal_times(cast, bob):
    newcomers(cast, 116)
    change(cast, last_activity_at=timezone.now())
    seen = walk(bob, "/inbox/all/")
    assert seen == list(range(120, 0, -1))


def test_b2_fifty_tickets_make_one_page_and_the_next_one_two(cast, bob):
    newcomers(cast, 49)
    assert next_page(bob.get("/inbox/unassigned/")) == ""
    newcomers(cast, 50)
    first = bob.get("/inbox/unassigned/")
    assert len(rows(first)) == 50
    assert len(rows(bob.get(next_page(first)))) == 1


def test_b2_what_arrives_between_two_pages_shifts_nothing(cast, bob):
    """An OFFSET would show a row twice for every ticket that came in meanwhile."""
    old = newcomers(cast, 110)
    change(cast, last_activity_at=timezone.now() - timedelta(hours=1))

    def meanwhile(page):
        if page < 3:
            with tenancy.enter(cast.acme.pk):
                for n in range(5):
                    text_from(cast.number, f"+1503557{page}{n:03}", "New")

    seen = walk(bob, "/inbox/unassigned/", between=meanwhile)
    assert seen == [*reversed(old), 1]


def test_b2_what_is_closed_between_two_pages_hides_nothing(cast, bob):
    old = newcomers(cast, 110)
    change(cast, last_activity_at=timezone.now() - timedelta(hours=1))

    def meanwhile(page):
        if page == 1:
            with tenancy.enter(cast.acme.pk):
                for ticket in Ticket.objects.filter(number__gt=105):
                    ticket.close()

    assert walk(bob, "/inbox/unassigned/", between=meanwhile) == [*reversed(old), 1]


def test_b2_the_next_page_stays_in_its_view(cast, bob):
    newcomers(cast, 60)
    assert next_page(bob.get("/inbox/unassigned/")).startswith("/a/acme/inbox/unassigned/?after=")
    assert next_page(bob.get("/inbox/unassigned/", headers={"HX-Request": "true"})).startswith(
        "/a/acme/inbox/una"
    )


@pytest.mark.parametrize(
    "cursor",
    ["x", "_", "2026-01-01", "2026-13-01T00:00:00+00:00_1", "_1", "2026-01-01T00:00:00+00:00_x", "\0"],
)
def test_a_cursor_that_is_none_is_not_found(cast, bob, cursor):
    assert bob.get("/inbox/all/", {"after": cursor}).status_code == 404


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.one_of(
        st.text(max_size=30),
        st.datetimes(timezones=st.timezones()).map(datetime.isoformat),
    ),
    pk=st.one_of(st.text(max_size=10), st.integers().map(str)),
)
def test_no_cursor_breaks_the_list(cast, sign_in, at, pk):
    answer = sign_in(cast.bob).get("/inbox/all/", {"after": f"{at}_{pk}"})
    assert answer.status_code in (200, 404)


def test_b7_the_badge_counts_tickets_not_messages(cast, bob):
    with tenancy.enter(cast.acme.pk):
        for n in range(3):
            text_from(cast.number, cast.paula.phone, f"and {n}")
    assert badge(bob.get("/inbox/mine/")) == "2"
    newcomers(cast, 1)
    assert badge(bob.get("/navigation/")) == "3"


def test_b7_closed_tickets_do_not_count_and_none_means_no_badge(cast, bob):
    with tenancy.enter(cast.acme.pk):
        cast.broken_zip.close()
    assert badge(bob.get("/inbox/mine/")) == "1"
    bob.get("/tickets/2/")
    assert badge(bob.get("/inbox/mine/")) == ""


def test_b7_a_closed_ticket_marked_unread_does_not_count(cast, bob):
    with tenancy.enter(cast.acme.pk):
        cast.old_refund.mark_unread()
    assert badge(bob.get("/inbox/mine/")) == "2"


def test_b7_the_badge_of_another_account_is_its_own(cast, sign_in):
    assert badge(sign_in(cast.charlie).get("/inbox/mine/")) == "1"


def test_b7_a_hundred_and_more_are_told_as_such(cast, bob):
    newcomers(cast, 98)
    assert badge(bob.get("/inbox/mine/")) == "99+"
