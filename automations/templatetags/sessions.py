from django import template

from automations import standing, troubles
from automations.models import Ended

register = template.Library()


@register.simple_tag
def standing_of(ticket) -> standing.Standing | None:
    """Where the ticket's person stands in an automation."""
    return standing.standing_of(ticket)


@register.simple_tag
def trouble_of(automation) -> str:
    """What stands in the automation's way now; blank: nothing."""
    return troubles.of(automation)


@register.filter
def why_ended(how: str) -> str:
    """ "came to a recommendation", in the middle of a sentence."""
    label = Ended(how).label
    return label[0].lower() + label[1:]
