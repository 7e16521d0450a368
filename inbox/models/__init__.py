from inbox.models.assigning import ANYBODY, Taken
from inbox.models.bulk_action import BulkAction, BulkBatch
from inbox.models.channel import Channel
from inbox.models.delivery import Delivery
from inbox.models.drafting import Draft, DraftMoved
from inbox.models.duty import Duty
from inbox.models.inbound_event import InboundEvent, RefusedWebhook
from inbox.models.macro import Macro, MacroTag
from inbox.models.media import Media
from inbox.models.message import Message
from inbox.models.notification_address import NotificationAddress
from inbox.models.noting import Mention, Note
from inbox.models.picturing import Picture
from inbox.models.profile_tagging import ProfileTag
from inbox.models.recording import CUSTOMER, SYSTEM, Actor, EventKind, TicketEvent
from inbox.models.replying import Answered
from inbox.models.rota import Rota
from inbox.models.saved_view import SavedView
from inbox.models.scheduling import ScheduledReply
from inbox.models.searchable import Searchable
from inbox.models.source import Source
from inbox.models.tag import Tag
from inbox.models.tagging import TicketTag
from inbox.models.ticket import Ticket

__all__ = [
    "ANYBODY",
    "CUSTOMER",
    "SYSTEM",
    "Actor",
    "Answered",
    "BulkAction",
    "BulkBatch",
    "Channel",
    "Delivery",
    "Duty",
    "Draft",
    "DraftMoved",
    "EventKind",
    "InboundEvent",
    "Macro",
    "MacroTag",
    "Media",
    "Mention",
    "Message",
    "Note",
    "NotificationAddress",
    "Picture",
    "ProfileTag",
    "RefusedWebhook",
    "Rota",
    "SavedView",
    "ScheduledReply",
    "Searchable",
    "Source",
    "Tag",
    "Taken",
    "Ticket",
    "TicketEvent",
    "TicketTag",
]
