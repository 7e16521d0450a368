"""C1: open, snoozed or closed."""

import pytest
from django.db import IntegrityError, transaction

from accounts import tenancy
from inbox.models import Ticket
from tests.world import text_from


def kinds(ticket):
    return list(ticket.events.order_by("id").values_list("kind", "actor_kind", "actor_label"))


def fresh(ticket) -> Ticket:
    return Ticket.objects.for_display().get(pk=ticket.pk)


def test_c1_closing_says_who_and_leaves_the_views(acme):
    acme.lost_parcel.close(by=acme.bob)
    ticket = fresh(acme.lost_parcel)
    assert (ticket.status, ticket.is_unread, ticket.waiting_since) == ("closed", False, None)
    assert kinds(ticket)[-1] == ("closed", "agent", "Bob")
    assert not Ticket.objects.mine(acme.bob).exists()
    assert ticket.assignee == acme.bob, "who worked on it stays known"


def test_c1_closing_twice_is_said_once(acme):
    acme.lost_parcel.close(by=acme.bob)
    fresh(acme.lost_parcel).close(by=acme.alice)
    assert [kind for kind, *_ in kinds(acme.lost_parcel)].count("closed") == 1


def test_c1_an_agent_reopens(acme):
    acme.old_refund.reopen(by=acme.bob)
    ticket = fresh(acme.old_refund)
    assert ticket.status == "open"
    assert kinds(ticket)[-1] == ("reopened", "agent", "Bob")


def test_c1_reopening_what_is_open_says_nothing(acme):
    before = kinds(acme.broken_zip)
    acme.broken_zip.reopen(by=acme.bob)
    assert kinds(acme.broken_zip) == before


def test_c1_an_answer_reopens(acme):
    acme.old_refund.profile.give_consent("marketing", "test")
    acme.old_refund.reply("One more thing", by=acme.bob)
    ticket = fresh(acme.old_refund)
    assert ticket.status == "open"
    assert kinds(ticket)[-1] == ("reopened", "agent", "Bob")


def test_c1_the_customer_reopens_and_the_ticket_waits_again(acme):
    text_from(acme.number, acme.sam.phone, "Hello again")
    ticket = fresh(acme.old_refund)
    assert (ticket.status, ticket.is_unread, ticket.waiting_since is not None) == ("open", True, True)
    assert kinds(ticket)[-1] == ("reopened", "customer", "")


def test_c1_closing_a_snoozed_ticket_ends_the_snooze(acme):
    acme.late_parcel.close(by=acme.bob)
    ticket = fresh(acme.late_parcel)
    assert (ticket.status, ticket.snoozed_until) == ("closed", None)


def test_c1_the_database_knows_no_ticket_that_is_closed_and_snoozed(acme):
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=acme.old_refund.pk).update(snoozed_until="2030-01-01T00:00Z")


def test_c1_the_page_closes_and_reopens(cast, sign_in):
    bob = sign_in(cast.bob)
    assert bob.post("/tickets/2/closure/?view=mine").url == "/a/acme/tickets/2/?view=mine"
    with tenancy.enter(cast.acme.pk):
        assert fresh(cast.lost_parcel).status == "closed"
    assert bob.delete("/tickets/2/closure/").url == "/a/acme/tickets/2/"
    with tenancy.enter(cast.acme.pk):
        assert fresh(cast.lost_parcel).status == "open"


def test_c1_reading_the_address_of_a_change_changes_nothing(cast, sign_in):
    assert sign_in(cast.bob).get("/tickets/2/closure/").status_code == 405


@pytest.mark.parametrize("number", ["99", "99999999999999999999999", "0"])
def test_a_ticket_that_is_none_is_not_found(cast, sign_in, number):
    assert sign_in(cast.bob).post(f"/tickets/{number}/closure/").status_code == 404
