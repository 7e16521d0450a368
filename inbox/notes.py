"""The notes of a thread as they are shown (C12): plain values, as bubbles.py has messages."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from inbox.bubbles import KEPT, Place
from inbox.mentions import marked
from inbox.models import Note


class NoteBubble(NamedTuple):
    """All that is shown of a note."""

    id: int
    created_at: datetime
    author_id: int | None
    author: str
    body: str
    edited_at: str | None
    calls: tuple[str, ...]

    @property
    def text(self) -> SafeString:
        return marked(self.body, self.calls)


def bubble_of(note: Note) -> NoteBubble:
    edited_at = note.edited_at.isoformat() if note.edited_at else None
    calls = note.mentions.order_by("id").values_list("words", flat=True)
    return NoteBubble(
        note.pk, note.created_at, note.author_id, note.author_label, note.body, edited_at, tuple(calls)
    )


def markup(note: NoteBubble, at: str, place: Place, reader_id: int, csrf_token) -> SafeString:
    """The author's own has forms, which bear the reader's token, so only other people's are kept."""
    if note.author_id == reader_id:
        return _render(note, at, place, csrf_token)
    return _kept(note, at, place)


def _render(note: NoteBubble, at: str, place: Place, csrf_token=None) -> SafeString:
    context = {"note": note, "at": at, "csrf_token": csrf_token}
    with timezone.override(place.zone):
        return render_to_string("inbox/notes/_note.html", context)


_kept = lru_cache(KEPT)(_render)
