"""Many tickets at once: one statement, each ticket with its event, and nothing that stopped fitting meanwhile."""

import pytest
from django.utils import timezone

from accounts import tenancy
from inbox.models import EventKind, Ticket
from tests.inbox.test_snoozing import fresh

pytestmark = pytest.mark.django_db


def test_b6_each_ticket_is_changed_and_has_its_event(cast, acme, django_assert_num_queries):
    chosen = Ticket.objects.filter(pk__in=[cast.broken_zip.pk, cast.lost_parcel.pk])
    with django_assert_num_queries(1):
        changed = chosen.change_all(
            EventKind.ASSIGNED, cast.bob, {"to": "Bob"}, assignee=cast.bob, unread_since=None
        )
    assert {row.number for row in changed} == {cast.broken_zip.number, cast.lost_parcel.number}
    for ticket in (cast.broken_zip, cast.lost_parcel):
        event = ticket.events.order_by("-id").first()
        assert fresh(ticket).assignee == cast.bob
        assert (event.kind, event.actor_label, event.data) == (
            "assigned",
            str(cast.bob),
            {"to": "Bob"},
        )


def test_b6_what_does_not_fit_is_left_alone(cast, acme):
    events = cast.old_refund.events.count()
    closed = Ticket.objects.filter(pk=cast.old_refund.pk, closed_at=None)
    assert closed.change_all(EventKind.CLOSED, closed_at=timezone.now()) == []
    assert cast.old_refund.events.count() == events


def test_d3_a_slice_takes_the_first_that_are_free(acme):
    queue = (
        Ticket.objects.open().order_by("id").select_for_update(skip_locked=True, no_key=True, of=("self",))
    )
    first = queue[:1].change_all(EventKind.CLOSED, closed_at=timezone.now())
    again = queue[:1].change_all(EventKind.CLOSED, closed_at=timezone.now())
    assert len(first) == len(again) == 1 and first[0].id < again[0].id


def test_a1_another_accounts_tickets_are_not_changed(cast, acme):
    with tenancy.every_account():
        foreign = Ticket.objects.exclude(account=cast.acme).values_list("pk", flat=True)
        foreign = list(foreign)
    assert foreign
    assert Ticket.objects.filter(pk__in=foreign).change_all(EventKind.CLOSED, closed_at=timezone.now()) == []
