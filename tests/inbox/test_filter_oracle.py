"""B3, B4, B5: whatever filters and order are asked for, the list holds what plain Python says it should."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice, product
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import tenancy
from inbox.filters import TicketFilter
from inbox.models import Tag, Ticket
from inbox.sorting import SORTS
from tests import world
from tests.world import text_from

NOW = timezone.now()
HOURS = [0.1, 0.75, 2, 7, 30, 100]
ZONE = ZoneInfo("America/New_York")


@pytest.fixture
def many(thirty_six, acme):
    return acme


@pytest.fixture(scope="module")
def thirty_six(begun):
    """Tickets of as many people, in all states, of several members, some waiting, some unread."""
    acme = world.cast()
    with tenancy.enter(acme.acme.pk):
        fill(acme)


def fill(acme):
    states = product(("open", "snoozed", "closed"), (None, acme.bob, acme.dora), (True, False), (True, False))
    people = [f"+150355577{n:02}" for n in range(36)]
    for n, (state, assignee, unread, waits) in enumerate(states):
        ticket = text_from(acme.number, people[n], "Hello").ticket
        profile = ticket.profile
        if n % 3 == 1:
            profile.give_consent("marketing", "Form")
        if n % 3 == 2:
            profile.withdraw_consent("STOP")
        hours = HOURS[n % 6]
        Ticket.objects.filter(pk=ticket.pk).update(
            assignee=assignee,
            unread_since=NOW if unread else None,
            waiting_since=NOW - timedelta(hours=hours) if waits and state != "closed" else None,
            closed_at=NOW if state == "closed" else None,
            snoozed_until=NOW + timedelta(days=1) if state == "snoozed" else None,
            created_at=NOW - timedelta(hours=10 * hours),
            last_activity_at=NOW - timedelta(hours=hours),
        )
    Ticket.objects.filter(number__gte=20).tag_all(Tag.objects.for_name(acme.acme, "refund"))
    Ticket.objects.filter(number__range=(10, 25)).tag_all(Tag.objects.for_name(acme.acme, "vip"))


# What the filters mean, said a second time and without a database.


def wait_of(words: str) -> timedelta:
    return timedelta(minutes=int(words[:-1]) * {"m": 1, "h": 60, "d": 1440}[words[-1]])


def day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def consent(profile) -> str:
    return "subscriber" if profile.is_subscriber else "opted_out" if profile.opted_out_at else "none"


def assigned(ticket, chosen: str, me) -> bool:
    wanted = {"me": me.pk, "none": None}.get(chosen, chosen)
    return str(ticket.assignee_id) == str(wanted)


ORACLE = {
    "status": lambda ticket, chosen, me: ticket.status in chosen,
    "assignee": lambda ticket, chosen, me: any(assigned(ticket, one, me) for one in chosen),
    "unread": lambda ticket, chosen, me: ticket.is_unread == (chosen == ["true"]),
    "waiting": lambda ticket, chosen, me: bool(
        ticket.waiting_since and ticket.waiting_since <= timezone.now() - wait_of(chosen[0])
    ),
    "consent": lambda ticket, chosen, me: [consent(ticket.profile)] == chosen,
    "channel": lambda ticket, chosen, me: ticket.channel.kind in chosen,
    "created_from": lambda ticket, chosen, me: day(ticket.created_at) >= date.fromisoformat(chosen[0]),
    "created_until": lambda ticket, chosen, me: day(ticket.created_at) <= date.fromisoformat(chosen[0]),
    "active_from": lambda ticket, chosen, me: day(ticket.last_activity_at) >= date.fromisoformat(chosen[0]),
    "active_until": lambda ticket, chosen, me: day(ticket.last_activity_at) <= date.fromisoformat(chosen[0]),
    "profile": lambda ticket, chosen, me: [str(ticket.profile_id)] == chosen,
    "tag": lambda ticket, chosen, me: any(str(label.id) in chosen for label in ticket.labels),
}
DAYS = st.integers(0, 50).map(lambda days: [str(day(NOW) - timedelta(days=days))])


def filter_sets(acme):
    """Every field may be there or not, with one or with several values."""
    tags = [str(pk) for pk in Tag.objects.values_list("pk", flat=True)]
    people = ["me", "none", str(acme.dora.pk), str(acme.alice.pk), str(acme.charlie.pk)]
    values = {
        "status": st.lists(st.sampled_from(["open", "snoozed", "closed"]), min_size=1, unique=True),
        "assignee": st.lists(st.sampled_from(people), min_size=1, unique=True),
        "unread": st.sampled_from([["true"], ["false"]]),
        "waiting": st.sampled_from([["30m"], ["1h"], ["4h"], ["1d"], ["3d"]]),
        "consent": st.sampled_from([["subscriber"], ["opted_out"], ["none"]]),
        "channel": st.just(["sms"]),
        "created_from": DAYS,
        "created_until": DAYS,
        "active_from": DAYS,
        "active_until": DAYS,
        "tag": st.lists(st.sampled_from([*tags, "1000000"]), min_size=1, unique=True),
        "profile": st.sampled_from([[str(acme.paula.pk)], [str(acme.sue.pk)], ["1"]]),
    }
    return st.fixed_dictionaries({}, optional=values)


def ask(acme, filters, **more):
    request = SimpleNamespace(account=acme.acme, membership=acme.bob, zone=ZONE)
    return TicketFilter(
        QueryDict(urlencode(filters, doseq=True)), acme.acme.tickets.all(), request=request, **more
    )


def fits(ticket, filters, me) -> bool:
    return all(ORACLE[name](ticket, chosen, me) for name, chosen in filters.items())


def test_b4_the_oracle_knows_every_filter():
    assert set(ORACLE) <= set(TicketFilter.base_filters)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_b4_any_filters_together_hold_what_fits_all_of_them(many, data):
    filters = data.draw(filter_sets(many))
    found = ask(many, filters)
    assert not found.errors
    tickets = list(many.acme.tickets.for_display())
    wanted = {ticket.number for ticket in tickets if fits(ticket, filters, many.bob)}
    assert {ticket.number for ticket in found.qs} == wanted


@pytest.mark.parametrize("name", ORACLE)
def test_b4_each_filter_narrows_by_itself(many, name):
    """And what it leaves out is not nothing: a filter that does nothing would pass the test above now and then."""
    tickets = list(many.acme.tickets.for_display())
    drawn = {
        "status": ["closed"], "assignee": ["me"], "unread": ["true"], "waiting": ["4h"], "consent": ["opted_out"],
        "profile": [str(many.sue.pk)], "created_from": [str(day(NOW) - timedelta(days=3))],
        "created_until": [str(day(NOW) - timedelta(days=3))], "active_from": [str(day(NOW) - timedelta(days=1))],
        "active_until": [str(day(NOW) - timedelta(days=2))], "channel": ["sms"],
        "tag": [str(Tag.objects.get(name="vip").pk)],
    }  # fmt: skip
    numbers = {ticket.number for ticket in ask(many, {name: drawn[name]}).qs}
    assert numbers == {ticket.number for ticket in tickets if fits(ticket, {name: drawn[name]}, many.bob)}
    assert numbers
    assert len(numbers) < len(tickets) or name == "channel"


# The orders.


def expected(tickets, sort: str) -> list[int]:
    never = datetime(9999, 1, 1, tzinfo=UTC)
    keys = {
        "activity": lambda ticket: (-ticket.last_activity_at.timestamp(), -ticket.pk),
        "waiting": lambda ticket: (ticket.waiting_since or never, ticket.pk),
        "newest": lambda ticket: -ticket.number,
        "oldest": lambda ticket: ticket.number,
    }
    return [ticket.number for ticket in sorted(tickets, key=keys[sort])]


@pytest.mark.parametrize("sort", SORTS)
def test_b5_each_order(many, sort):
    tickets = list(many.acme.tickets.all())
    assert [ticket.number for ticket in SORTS[sort].page(many.acme.tickets.all())] == expected(tickets, sort)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("filters", [{}, {"status": ["open", "closed"]}])
def test_b5_page_after_page_is_the_whole(many, sort, filters):
    seen, cursor, order = [], "", SORTS[sort]
    while page := list(islice(order.page(ask(many, filters).qs, cursor), 4)):
        seen += [ticket.number for ticket in page]
        cursor = order.cursor(page[-1])
    assert seen == [ticket.number for ticket in order.page(ask(many, filters).qs)]


@pytest.mark.parametrize("sort", SORTS)
def test_b5_rows_bear_their_place_in_the_order_for_live_updates(many, sign_in, sort):
    """rows-swap.js compares data-at: the larger, the further up."""
    page = sign_in(many.bob).get(f"/inbox/all/?sort={sort}").content.decode()
    places = [int(chunk.partition('"')[0]) for chunk in page.split('data-at="')[1:]]
    assert len(places) > 20
    assert places == sorted(places, reverse=True)
    assert min(places) >= 0
