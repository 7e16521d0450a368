from django import template
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.access import Action
from inbox import bubbles, notes

register = template.Library()


@register.simple_tag(takes_context=True)
def bubble(context, entry) -> SafeString:
    """A message of the thread: templates/inbox/messages/_message.html."""
    return bubbles.markup(entry.message, entry.order, _place(context), context.get("csrf_token"))


@register.simple_tag(takes_context=True)
def note(context, entry) -> SafeString:
    """A note of the thread: templates/inbox/notes/_note.html."""
    reader, token = context["request"].membership, context.get("csrf_token")
    return notes.markup(entry.note, entry.order, _place(context), reader.pk, token)


def _place(context) -> bubbles.Place:
    customer, reader = context["ticket"].profile.name, context["request"].membership
    zone, automates = timezone.get_current_timezone(), reader.may(Action.MANAGE_AUTOMATIONS)
    return bubbles.Place(customer, get_script_prefix(), zone, automates)
