"""Which reply belongs to which campaign or flow message (F1-F3), by time alone: without a database.

A text belongs to the last message that was sent before it; of those texts only the first counts, and only until the
message's window has passed. The moment at which the window ends is still inside it.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import zip_longest
from typing import NamedTuple


class Text(NamedTuple):
    """What a customer wrote. Of two at the same moment the smaller id is the earlier."""

    at: datetime
    id: int


class Send(NamedTuple):
    """A message that was really sent: accepted by the provider, and not reported as failed since."""

    at: datetime
    id: int
    until: datetime


def replies(sends: Iterable[Send], texts: Iterable[Text]) -> dict[int, int | None]:
    """For the id of each of one person's messages the id of the text that is attributed to it, or None."""
    sends, texts = sorted(sends), sorted(texts)
    return {
        send.id: _reply(send, following, texts)
        for send, following in zip_longest(sends, sends[1:])
        if send is not None
    }


def _reply(send: Send, following: Send | None, texts: list[Text]) -> int | None:
    after = (text for text in texts if send.at <= text.at and (following is None or text.at < following.at))
    first = next(after, None)
    return first.id if first and first.at <= send.until else None
