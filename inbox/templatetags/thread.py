from django import template
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.safestring import SafeString

from inbox import bubbles

register = template.Library()


@register.simple_tag(takes_context=True)
def bubble(context, entry) -> SafeString:
    """A message of the thread: templates/inbox/messages/_message.html."""
    customer = context["ticket"].profile.name
    place = bubbles.Place(customer, get_script_prefix(), timezone.get_current_timezone())
    return bubbles.markup(entry.message, entry.order, place, context.get("csrf_token"))
