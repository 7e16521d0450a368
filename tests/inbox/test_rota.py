"""D1: round robin hands new tickets evenly to the members who are online, and leaves alone what somebody chose."""

from collections import Counter
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import tenancy
from accounts.access import Role
from accounts.models import Account
from inbox import rota
from inbox.models import Channel, Duty, Ticket
from profiles.models import Profile
from tests.world import text_from


def fresh(ticket) -> Ticket:
    return Ticket.objects.for_display().get(pk=ticket.pk)


def options(account, **columns):
    Account.objects.filter(pk=account.pk).update(**columns)


def online(*members):
    for member in members:
        Duty.objects.of(member).go_online()


def arrive(cast, count: int, first: int = 0) -> list[Ticket]:
    """New people write."""
    return [text_from(cast.number, f"+1503557{first + n:04}", "Hello").ticket for n in range(count)]


@pytest.fixture
def house(acme):
    """Round robin is on; nothing waits but what a test brings."""
    options(acme.acme, round_robin=True)
    Ticket.objects.unassigned().update(set_aside=True)
    return acme


def assignees(tickets) -> list[str]:
    return [str(fresh(ticket).assignee) for ticket in tickets]


def test_d1_off_by_default_and_then_nothing_is_handed_out(acme):
    online(acme.bob)
    (ticket,) = arrive(acme, 1)
    assert rota.hand_out(acme.acme.pk) == 0
    assert fresh(ticket).assignee is None


def test_d1_new_tickets_go_in_turn_to_those_online(house):
    online(house.bob, house.dora, house.alice)
    tickets = arrive(house, 6)
    assert rota.hand_out(house.acme.pk) == 6
    names = assignees(tickets)
    assert set(names[:3]) == {"Bob", "Dora", "Alice"}
    assert names[3:] == names[:3]


def test_d1_turns_go_on_where_they_ended(house):
    online(house.bob, house.dora)
    names = []
    for n in range(4):
        tickets = arrive(house, 1, first=n)
        rota.hand_out(house.acme.pk)
        names += assignees(tickets)
    assert names[0] != names[1]
    assert names[2:] == names[:2]


def test_d1_never_to_somebody_away(house):
    online(house.bob, house.dora)
    Duty.objects.of(house.dora).go_away()
    tickets = arrive(house, 3)
    rota.hand_out(house.acme.pk)
    assert assignees(tickets) == ["Bob"] * 3


def test_d1_nor_to_somebody_silent_whom_no_sweep_has_sent_away_yet(house):
    online(house.bob, house.dora)
    long_ago = timezone.now() - timezone.timedelta(minutes=16)
    Duty.objects.filter(member=house.dora).update(last_active_at=long_ago)
    tickets = arrive(house, 2)
    rota.hand_out(house.acme.pk)
    assert assignees(tickets) == ["Bob"] * 2


def test_d1_with_nobody_online_it_waits_and_who_comes_gets_who_waited_longest_first(house):
    options(house.acme, open_ticket_cap=2)
    Ticket.objects.filter(assignee=house.bob).update(assignee=None, set_aside=True)
    tickets = arrive(house, 3)
    Ticket.objects.filter(pk=tickets[2].pk).update(waiting_since="2026-01-01T00:00Z")
    assert rota.hand_out(house.acme.pk) == 0
    online(house.bob)
    assert rota.hand_out(house.acme.pk) == 2
    assert assignees(tickets) == ["Bob", "None", "Bob"]


def test_d1_a_cap_is_kept_and_closing_one_makes_room(house):
    """Bob has an open ticket already."""
    options(house.acme, open_ticket_cap=3)
    online(house.bob)
    tickets = arrive(house, 4)
    rota.hand_out(house.acme.pk)
    assert assignees(tickets) == ["Bob", "Bob", "None", "None"]
    fresh(tickets[0]).close(by=house.bob)
    sweeps_find(house)
    assert assignees(tickets) == ["Bob", "Bob", "Bob", "None"]


def sweeps_find(cast):
    """What the sweep does, in this test's own transaction."""
    assert rota.accounts_with_work() == [cast.acme.pk]
    rota.hand_out(cast.acme.pk)


def test_d1_who_takes_other_channels_only_gets_none(house):
    online(house.bob, house.dora)
    Duty.objects.filter(member=house.bob).update(kinds=["chat"])
    Duty.objects.filter(member=house.dora).update(kinds=["chat", "sms"])
    tickets = arrive(house, 3)
    rota.hand_out(house.acme.pk)
    assert assignees(tickets) == ["Dora"] * 3


def test_d1_what_nobody_takes_waits_and_holds_up_nothing(house, monkeypatch):
    monkeypatch.setattr(rota, "BATCH", 1)
    online(house.bob)
    Duty.objects.filter(member=house.bob).update(kinds=["chat"])
    (ticket,) = arrive(house, 1)
    assert rota.hand_out(house.acme.pk) == 0
    assert fresh(ticket).assignee is None


def test_d1_more_than_a_batch_is_handed_out_too(house, monkeypatch):
    monkeypatch.setattr(rota, "BATCH", 2)
    online(house.bob, house.dora)
    tickets = arrive(house, 5)
    assert rota.hand_out(house.acme.pk) == 5
    assert abs(assignees(tickets).count("Bob") - assignees(tickets).count("Dora")) == 1


def test_d1_an_assignee_is_left_alone_also_on_reopening(house):
    online(house.dora)
    house.lost_parcel.close(by=house.bob)
    text_from(house.number, house.quinn.phone, "Still lost")
    rota.hand_out(house.acme.pk)
    assert fresh(house.lost_parcel).assignee == house.bob


def test_d1_a_closed_ticket_that_reopens_without_an_assignee_is_handed_out(house):
    online(house.dora)
    text_from(house.number, house.sam.phone, "Me again")
    rota.hand_out(house.acme.pk)
    assert fresh(house.old_refund).assignee == house.dora


def test_d1_nobody_chosen_by_hand_stays_so_until_somebody_takes_it(house):
    online(house.dora)
    house.lost_parcel.assign(None, by=house.bob)
    text_from(house.number, house.quinn.phone, "Hello?")
    assert rota.hand_out(house.acme.pk) == 0
    assert fresh(house.lost_parcel).assignee is None


def test_d1_it_is_over_when_the_customer_reopens_the_ticket(house):
    online(house.dora)
    house.lost_parcel.assign(None, by=house.bob)
    fresh(house.lost_parcel).close(by=house.bob)
    text_from(house.number, house.quinn.phone, "Hello?")
    rota.hand_out(house.acme.pk)
    assert fresh(house.lost_parcel).assignee == house.dora


def test_c15_the_history_says_who_handed_it_to_whom(house):
    online(house.dora)
    (ticket,) = arrive(house, 1)
    rota.hand_out(house.acme.pk)
    event = ticket.events.get(kind="assigned")
    assert (event.actor_kind, event.actor_label) == ("system", "Round robin")
    assert event.data == {"to": "Dora", "member": house.dora.pk}


def test_a2_who_may_not_work_tickets_is_handed_none(house):
    online(house.anna, house.dora)
    house.dora.change_role(Role.ANALYST)
    arrive(house, 1)
    assert rota.hand_out(house.acme.pk) == 0


def test_a1_another_accounts_tickets_and_members_have_a_rota_of_their_own(house):
    online(house.bob)
    with tenancy.enter(house.globex.pk):
        options(house.globex, round_robin=True)
        online(house.charlie)
        assert rota.hand_out(house.globex.pk) == 1
        assert fresh(house.secret).assignee == house.charlie
    assert rota.hand_out(house.acme.pk) == 0


def test_d1_a_text_rings_for_the_hand_out_only_where_round_robin_is_on(
    house, django_capture_on_commit_callbacks, bells
):
    with django_capture_on_commit_callbacks(execute=True):
        arrive(house, 1)
    assert bells() == []
    house.number.channel.account.round_robin = True
    with django_capture_on_commit_callbacks(execute=True):
        arrive(house, 1, first=1)
    assert bells() == [("inbox.tasks.hand_out", (house.acme.pk,))]


def test_d1_coming_online_rings_and_going_away_does_not(house, django_capture_on_commit_callbacks, bells):
    with django_capture_on_commit_callbacks(execute=True):
        online(house.bob)
    assert bells() == [("inbox.tasks.hand_out", (house.acme.pk,))]
    with django_capture_on_commit_callbacks(execute=True):
        Duty.objects.of(house.bob).go_away()
        Duty.objects.of(house.bob).go_away()
    assert bells() == []


# Whatever the team and whatever comes

KINDS = ["sms", "chat", "email"]
SKILLS = st.lists(st.sampled_from(KINDS), unique=True, max_size=2)
ANYTHING = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def waiting(account, kinds, first=1000) -> list[Ticket]:
    profile, _ = Profile.objects.get_or_create(account=account, email="somebody@example.com")
    return Ticket.objects.bulk_create(
        Ticket(
            account=account,
            channel=Channel.objects.for_kind(account, kind),
            profile=profile,
            number=number,
            thread_key=f"thread {number}",
        )
        for number, kind in enumerate(kinds, start=first)
    )


@ANYTHING
@given(st.integers(1, 4), st.lists(st.integers(0, 9), max_size=4))
def test_d1_it_is_even_in_whatever_portions_they_come(house, members, portions):
    with undone():
        team = (house.alice, house.adam, house.bob, house.dora)[:members]
        online(*team)
        for n, portion in enumerate(portions, start=1):
            waiting(house.acme, ["sms"] * portion, first=1000 * n)
            assert rota.hand_out(house.acme.pk) == portion
        handed = Counter(Ticket.objects.filter(number__gte=1000).values_list("assignee", flat=True))
        counts = [handed[member.pk] for member in team]
        assert max(counts) - min(counts) <= 1


@ANYTHING
@given(
    st.lists(SKILLS, min_size=1, max_size=4),
    st.lists(st.sampled_from(KINDS), max_size=12),
    st.none() | st.integers(1, 4),
)
def test_d1_cap_and_skills_are_kept_and_nothing_waits_that_somebody_takes(house, skills, kinds, cap):
    with undone():
        options(house.acme, open_ticket_cap=cap)
        team = (house.alice, house.adam, house.bob, house.dora)[: len(skills)]
        online(*team)
        for member, theirs in zip(team, skills, strict=True):
            Duty.objects.filter(member=member).update(kinds=theirs)
        tickets = waiting(house.acme, kinds)
        rota.hand_out(house.acme.pk)
        open_of = Counter(Ticket.objects.open().exclude(assignee=None).values_list("assignee", flat=True))
        for ticket in map(fresh, tickets):
            takers = [
                m
                for m, theirs in zip(team, skills, strict=True)
                if not theirs or ticket.channel.kind in theirs
            ]
            if ticket.assignee:
                assert ticket.assignee in takers
            else:
                assert all(cap is not None and open_of[member.pk] >= cap for member in takers)
        for member in team:
            assert cap is None or open_of[member.pk] <= max(cap, 1), "Bob had one before"
