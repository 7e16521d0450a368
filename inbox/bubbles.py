"""The messages of a thread as they are shown: read as plain values and rendered from them alone, as rows.py does it.

What was said never changes, but how far it came does; a thread that is fetched again renders what is new.
"""

from collections import defaultdict
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import User
from inbox.models import Delivery, Media, Message, Source
from inbox.rows import columns

KEPT = (
    0 if settings.DEBUG else 2000
)  # messages per process, some 4 KB each; none where templates are being edited
RETRIED = (Delivery.State.FAILED, Delivery.State.UNKNOWN)


class Attachment(NamedTuple):
    id: int
    state: str
    content_type: str
    reason: str
    title: str
    size: int

    @property
    def is_dead(self) -> bool:
        return self.state == Media.State.DEAD


class Outcome(NamedTuple):
    """What came of a message of ours (E6); revenue in words, such as “59.00 EUR”."""

    clicks: int
    orders: int
    revenue: tuple[str, ...]

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Outcome":
        revenue = (f"{value} {currency}".strip() for currency, value in kept["revenue"].items())
        return cls(kept["clicks"], kept["orders"], tuple(revenue))


class Understood(NamedTuple):
    """How a text within an automation was understood: as which choice, blank for none (H13)."""

    choice: str


def outcome_of(kept: dict[str, Any] | None) -> Outcome | Understood | None:
    if not kept:
        return None
    return Understood(kept["answer"]) if "answer" in kept else Outcome.of(kept)


class Bubble(NamedTuple):
    """All that is shown of a message, each by the name with which the database is asked for it."""

    id: int
    client_id: UUID | None
    origin: str
    body: str
    sent_at: datetime
    created_at: datetime
    source_id: int | None
    source__kind: str | None
    source__name: str | None
    source__system: str | None
    attributed_to_id: int | None
    attributed_to__sent_at: datetime | None
    author_id: int | None
    author__user__name: str | None
    author__user__email: str | None
    delivery__state: str | None
    delivery__attempt: int | None
    delivery__tries: int | None
    delivery__looked_up: int | None
    delivery__segments: int | None
    delivery__encoding: str | None
    delivery__reason: str | None
    outcome: Outcome | Understood | None
    media__all: tuple[Attachment, ...]


class Place(NamedTuple):
    """Where bubbles are shown: with whom, below which address, in which zone times are told, and whether to somebody
    who may set up automations."""

    customer: str
    prefix: str
    zone: tzinfo
    automates: bool = False


def newest(messages, count: int, before: int | None = None) -> list[Bubble]:
    """The last `count` messages (before a message's id), oldest first."""
    messages = messages.filter(id__lt=before) if before else messages
    rows = messages.order_by("-id").values_list(*Bubble._fields[:-1])[:count]
    found = list(rows)[::-1]
    media = _media([row[0] for row in found])
    return [Bubble._make((*row, outcome_of(outcome), media.get(row[0], ()))) for *row, outcome in found]


def _media(message_ids: list[int]) -> dict[int, tuple[Attachment, ...]]:
    found: dict[int, tuple[Attachment, ...]] = defaultdict(tuple)
    media = Media.objects.filter(message__in=message_ids).values_list("message_id", *Attachment._fields)
    for message_id, *values in media:
        found[message_id] += (Attachment._make(values),)
    return found


def markup(bubble: Bubble, at: str, place: Place, csrf_token) -> SafeString:
    """`at` is its place in the thread (entries-swap.js). What may be sent or fetched again has a form, which bears its
    reader's token, so that is never kept."""
    if bubble.delivery__state in RETRIED or any(attachment.is_dead for attachment in bubble.media__all):
        return _render(bubble, at, place, csrf_token)
    return _kept(bubble, at, place)


def _render(bubble: Bubble, at: str, place: Place, csrf_token=None) -> SafeString:
    """The words are those of the models, which are given as much as the bubble knows."""
    author, delivery = columns(bubble, "author__user__"), columns(bubble, "delivery__")
    context = {
        "message": _message(bubble),
        "author": User(**author) if bubble.author_id else None,
        "delivery": Delivery(**delivery) if bubble.delivery__state else None,
        "attachments": [Media(**columns(attachment)) for attachment in bubble.media__all],
        "customer": place.customer,
        "automates": place.automates,
        "at": at,
        "csrf_token": csrf_token,
    }
    with timezone.override(place.zone):
        return render_to_string("inbox/messages/_message.html", context)


def _message(bubble: Bubble) -> Message:
    message = Message(**columns(bubble))
    if bubble.source_id:
        message.source = Source(id=bubble.source_id, **columns(bubble, "source__"))
    if bubble.attributed_to_id:
        message.attributed_to = Message(id=bubble.attributed_to_id, **columns(bubble, "attributed_to__"))
    return message


_kept = lru_cache(KEPT)(_render)
