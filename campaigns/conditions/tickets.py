from django.db.models import Exists, Q

from campaigns.conditions.base import PERSON, Condition
from inbox.models import Ticket


class TicketCondition(Condition):
    """A snoozed ticket is as little done with as an open one."""

    kind, label = "ticket", "Tickets"
    hows = {
        "open": "has a ticket that is not closed",
        "not_open": "has no ticket, or closed ones only",
        "ever": "has ever had a ticket",
        "never": "has never had a ticket",
    }
    plural = {
        "open": "have a ticket that is not closed",
        "not_open": "have no ticket, or closed ones only",
        "ever": "have ever had a ticket",
        "never": "have never had a ticket",
    }

    @staticmethod
    def find(rule):
        tickets = Ticket.objects.filter(profile=PERSON)
        if rule["how"] in ("open", "not_open"):
            tickets = tickets.filter(closed_at=None)
        return Q(Exists(tickets)) if rule["how"] in ("open", "ever") else ~Q(Exists(tickets))

    @staticmethod
    def words(rule, vocabulary):
        return TicketCondition.plural[rule["how"]]
