"""C10: assigned to a member or to nobody, reassigned, taken oneself."""

import pytest
from django.core.exceptions import ValidationError

from accounts import tenancy
from accounts.models import Membership
from inbox.models import Ticket
from tests.pages import part, rows, words


def fresh(ticket) -> Ticket:
    return Ticket.objects.for_display().get(pk=ticket.pk)


def history(ticket):
    return [
        (event.kind, event.actor_label, event.data.get("to", ""))
        for event in ticket.events.filter(kind__in=["assigned", "unassigned"]).order_by("id")
    ]


def assignee(cast, ticket):
    with tenancy.enter(cast.acme.pk):
        return fresh(ticket).assignee


def test_c10_assigning_reassigning_and_giving_back(acme):
    ticket = acme.broken_zip
    for member in (acme.bob, acme.dora, None):
        ticket.assign(member, by=acme.alice)
    assert fresh(ticket).assignee is None
    assert history(ticket) == [
        ("assigned", "Alice", "Bob"),
        ("assigned", "Alice", "Dora"),
        ("unassigned", "Alice", ""),
    ]


def test_c10_the_same_assignee_again_is_said_once(acme):
    for _ in range(2):
        fresh(acme.broken_zip).assign(acme.bob, by=acme.bob)
    assert history(acme.broken_zip) == [("assigned", "Bob", "Bob")]


def test_c10_nobody_to_nobody_says_nothing(acme):
    acme.broken_zip.assign(None, by=acme.bob)
    assert history(acme.broken_zip) == []


def test_c10_taking_it_on_the_page(cast, sign_in):
    bob = sign_in(cast.bob)
    assert bob.post("/tickets/1/assignment/?view=unassigned", {"member": cast.bob.pk}).status_code == 302
    assert rows(bob.get("/inbox/unassigned/")) == []
    assert sorted(rows(bob.get("/inbox/mine/"))) == [1, 2]
    assert "Bob took this ticket" in words(bob.get("/tickets/1/").content)


def test_c10_a_blank_means_nobody(cast, sign_in):
    sign_in(cast.bob).post("/tickets/2/assignment/", {"member": ""})
    assert assignee(cast, cast.lost_parcel) is None


@pytest.mark.parametrize("member", ["abc", "-1", "1.5", "²"])
def test_c10_what_is_no_member_changes_nothing(cast, sign_in, member):
    answer = sign_in(cast.bob).post("/tickets/2/assignment/", {"member": member})
    assert answer.status_code in (404, 422)
    assert assignee(cast, cast.lost_parcel) == cast.bob


@pytest.mark.parametrize("member", ["9" * 30, "9" * 5000])
def test_c10_a_number_beyond_all_members_is_not_found(cast, sign_in, member):
    assert sign_in(cast.bob).post("/tickets/2/assignment/", {"member": member}).status_code == 404
    assert assignee(cast, cast.lost_parcel) == cast.bob


def test_c10_a_form_without_the_field_changes_nothing(cast, sign_in):
    assert sign_in(cast.bob).post("/tickets/2/assignment/").status_code in (400, 404, 422)
    assert assignee(cast, cast.lost_parcel) == cast.bob


def test_c10_an_analyst_can_not_be_given_tickets(cast, sign_in):
    answer = sign_in(cast.bob).post("/tickets/2/assignment/", {"member": cast.anna.pk})
    assert answer.status_code == 422
    assert "Anna can't be given tickets" in words(part(answer, "ticket-head").partition("</header>")[0])
    assert assignee(cast, cast.lost_parcel) == cast.bob


def test_c10_an_analyst_is_not_offered(cast, sign_in):
    offered = part(sign_in(cast.bob).get("/tickets/1/"), "assignment").partition("</form>")[0]
    assert "Dora" in offered
    assert "Anna" not in offered
    assert "Charlie" not in offered


def test_c10_a_removed_member_can_not_be_given_tickets(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        Membership.objects.filter(pk=cast.dora.pk).update(removed_at="2026-01-01T00:00Z")
        dora = Membership.objects.select_related("user").get(pk=cast.dora.pk)
        with pytest.raises(ValidationError):
            cast.lost_parcel.assign(dora)
    answer = sign_in(cast.bob).post("/tickets/2/assignment/", {"member": cast.dora.pk})
    assert answer.status_code in (404, 422)
    assert assignee(cast, cast.lost_parcel) == cast.bob


def test_c10_somebody_switched_off_can_not_be_given_tickets(cast, sign_in):
    type(cast.dora.user).objects.filter(pk=cast.dora.user_id).update(is_active=False)
    answer = sign_in(cast.bob).post("/tickets/2/assignment/", {"member": cast.dora.pk})
    assert answer.status_code in (404, 422)
    assert assignee(cast, cast.lost_parcel) == cast.bob


def test_a1_a_member_of_another_account_is_not_found(cast, sign_in):
    answer = sign_in(cast.bob).post("/tickets/2/assignment/", {"member": cast.charlie.pk})
    assert answer.status_code == 404
    with tenancy.enter(cast.acme.pk), pytest.raises(ValidationError):
        cast.lost_parcel.assign(cast.charlie)
    assert assignee(cast, cast.lost_parcel) == cast.bob
