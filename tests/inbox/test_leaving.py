"""A4, D1: what somebody who leaves had in their hands goes back to Unassigned at once, and to the next in turn."""

import pytest

from accounts import tenancy
from accounts.access import Role
from accounts.models import Account, Membership
from inbox import rota
from inbox.models import Duty, Ticket
from tests.carrier import new_number
from tests.pages import words
from tests.sms.test_concurrency import at_once
from tests.world import text_from


def fresh(ticket) -> Ticket:
    return Ticket.objects.for_display().get(pk=ticket.pk)


@pytest.fixture
def busy(acme):
    """Bob's: #2 open, #3 closed, #4 snoozed."""
    Ticket.objects.filter(number__in=[2, 3, 4]).update(assignee=acme.bob)
    return acme


@pytest.mark.parametrize("leave", [lambda bob: bob.remove(), lambda bob: bob.change_role(Role.ANALYST)])
def test_a4_open_and_snoozed_tickets_are_handed_back_and_closed_ones_stay(busy, leave):
    leave(busy.bob)
    held = [fresh(ticket).assignee for ticket in (busy.lost_parcel, busy.late_parcel, busy.old_refund)]
    assert held == [None, None, busy.bob]
    assert fresh(busy.late_parcel).status == "snoozed"


def test_a4_another_role_that_works_tickets_keeps_them(busy):
    busy.bob.change_role(Role.MANAGER)
    assert fresh(busy.lost_parcel).assignee == busy.bob


def test_c15_the_history_says_why(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        cast.bob.remove()
    page = words(sign_in(cast.dora).get("/tickets/2/").content)
    assert "Bob no longer works tickets here: back to Unassigned" in page


def test_d1_they_are_handed_out_again_to_who_is_online(busy):
    Account.objects.filter(pk=busy.acme.pk).update(round_robin=True)
    Ticket.objects.unassigned().update(set_aside=True)
    Duty.objects.of(busy.dora).go_online()
    busy.bob.remove()
    rota.hand_out(busy.acme.pk)
    assert fresh(busy.lost_parcel).assignee == busy.dora


def test_d1_it_rings_for_the_hand_out(busy, django_capture_on_commit_callbacks, bells):
    with django_capture_on_commit_callbacks(execute=True):
        busy.bob.remove()
    assert ("inbox.tasks.hand_out", (busy.acme.pk,)) in bells()


def test_a4_nobody_is_given_a_ticket_while_they_leave(brand):
    """Assigning, the rota and the removal at once: whatever comes first, nothing stays with who has left."""
    for _ in range(12):
        with brand.inside():
            text_from(brand.number, new_number(), "Hello")
    with brand.inside():
        Account.objects.filter(pk=brand.account.pk).update(round_robin=True)
        Duty.objects.of(brand.member(brand.bob)).go_online()

    def act(n):
        bob = brand.member(brand.bob)
        if n == 12:
            with brand.inside():
                bob.remove()
        elif n % 3 == 0:
            rota.hand_out(brand.account.pk)
        else:
            with brand.inside():
                try:
                    brand.account.tickets.by_number(n).assign(bob)
                except Exception as refusal:
                    assert "has left" in str(refusal) or "can't be given" in str(refusal)

    at_once(act, range(1, 13))
    with brand.inside():
        assert Membership.objects.get(user=brand.bob).removed_at
        assert not Ticket.objects.filter(assignee__user=brand.bob).exists()
