from inbox.models.channel import Channel
from inbox.models.delivery import Delivery
from inbox.models.inbound_event import InboundEvent, RefusedWebhook
from inbox.models.media import Media
from inbox.models.message import Message
from inbox.models.recording import CUSTOMER, SYSTEM, Actor, EventKind, TicketEvent
from inbox.models.searchable import Searchable
from inbox.models.tag import Tag
from inbox.models.tagging import TicketTag
from inbox.models.ticket import Ticket

__all__ = [
    "CUSTOMER",
    "SYSTEM",
    "Actor",
    "Channel",
    "Delivery",
    "EventKind",
    "InboundEvent",
    "Media",
    "Message",
    "RefusedWebhook",
    "Searchable",
    "Tag",
    "Ticket",
    "TicketEvent",
    "TicketTag",
]
