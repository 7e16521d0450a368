from django import template

from automations import standing
from automations.models import Ended

register = template.Library()


@register.simple_tag
def standing_of(ticket) -> standing.Standing | None:
    """Where the ticket's person stands in an automation."""
    return standing.standing_of(ticket)


@register.filter
def why_ended(how: str) -> str:
    """ "came to a recommendation", in the middle of a sentence."""
    label = Ended(how).label
    return label[0].lower() + label[1:]
