from campaigns.conditions.base import Condition, Vocabulary
from campaigns.conditions.consents import ConsentCondition
from campaigns.conditions.events import EventCondition
from campaigns.conditions.places import PlaceCondition
from campaigns.conditions.properties import PropertyCondition
from campaigns.conditions.sources import SourceCondition
from campaigns.conditions.tags import TagCondition
from campaigns.conditions.tickets import TicketCondition

KINDS: dict[str, type[Condition]] = {
    each.kind: each
    for each in (
        TagCondition,
        PropertyCondition,
        ConsentCondition,
        EventCondition,
        SourceCondition,
        PlaceCondition,
        TicketCondition,
    )
}

__all__ = ["KINDS", "Condition", "Vocabulary"]
