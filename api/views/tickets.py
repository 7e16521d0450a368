"""Tickets and what can be done with them: nouns that are made and unmade (POST, DELETE)."""

from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import Endpoint, refused_as
from api.serializers.tickets import (
    AssignmentForm,
    EventSerializer,
    OneTicketSerializer,
    SnoozeForm,
    TicketSerializer,
)
from api.ticket_filters import TicketFilters
from inbox.models import ANYBODY


class Tickets(Endpoint):
    noun = "Tickets"
    serializer_class = TicketSerializer
    filters = TicketFilters
    newest_by = "number"

    def list(self, request):
        """Tickets, by filters of your choice

        Without `sort` the newest come first. A filter may be given several times where it says list: any of them then.
        """
        return self.listed(request.account.tickets.for_display())


class OneTicket(Endpoint):
    noun = "Tickets"
    serializer_class = OneTicketSerializer

    def ticket(self):
        return self.request.account.tickets.by_number(self.kwargs["number"])


class Ticket(OneTicket):
    def retrieve(self, request, number):
        """One ticket

        Reading it here does not mark it read.
        """
        return self.shown(self.ticket())


class Closure(OneTicket):
    conflicts = ["destroy"]

    @extend_schema(request=None, responses=OneTicketSerializer)
    def create(self, request, number):
        """Close"""
        ticket = self.ticket()
        ticket.close(by=request.auth)
        return self.shown(ticket)

    @extend_schema(responses={200: OneTicketSerializer})
    def destroy(self, request, number):
        """Reopen"""
        ticket = self.ticket()
        ticket.reopen(by=request.auth)
        return self.shown(ticket)


class Snooze(OneTicket):
    conflicts = ["create"]

    @extend_schema(
        request=SnoozeForm,
        responses=OneTicketSerializer,
        examples=[OpenApiExample("Until Monday", {"until": "2027-03-01T09:00:00+01:00"}, request_only=True)],
    )
    def create(self, request, number):
        """Snooze until a time

        Then the ticket comes back: open, unread and on top. A message of the customer wakes it before.
        """
        ticket, until = self.ticket(), self.asked(SnoozeForm)["until"]
        with refused_as("until"):
            ticket.snooze(until, by=request.auth)
        return self.shown(ticket)

    @extend_schema(responses={200: OneTicketSerializer})
    def destroy(self, request, number):
        """Wake"""
        ticket = self.ticket()
        ticket.wake(by=request.auth)
        return self.shown(ticket)


class Assignment(OneTicket):
    conflicts = ["create"]

    @extend_schema(
        request=AssignmentForm,
        responses=OneTicketSerializer,
        examples=[OpenApiExample("To a member", {"member": 3}, request_only=True)],
    )
    def create(self, request, number):
        """Give to a member, or to nobody

        Round robin leaves alone what is given to nobody, until somebody takes it or the customer reopens it.
        """
        ticket, asked = self.ticket(), self.asked(AssignmentForm)
        with refused_as("member"):
            ticket.assign(asked["member"], by=request.auth, expected=asked.get("expected", ANYBODY))
        return self.shown(ticket)


class Reading(OneTicket):
    @extend_schema(request=None, responses=OneTicketSerializer)
    def create(self, request, number):
        """Mark read"""
        ticket = self.ticket()
        ticket.mark_read()
        return self.shown(ticket)

    @extend_schema(responses={200: OneTicketSerializer})
    def destroy(self, request, number):
        """Mark unread"""
        ticket = self.ticket()
        ticket.mark_unread()
        return self.shown(ticket)


class Events(OneTicket):
    serializer_class = EventSerializer

    def list(self, request, number):
        """The ticket's history: every change, and who or what made it"""
        return self.listed(self.ticket().events.all())
