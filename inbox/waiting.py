"""The answers of a thread that have not left (C18), as they are shown: plain values, as notes.py has notes."""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from inbox.models import ScheduledReply


class WaitingReply(NamedTuple):
    """All that is shown of a scheduled reply."""

    id: int
    send_at: datetime
    author: str
    author_id: int | None
    kind: str
    body: str
    then: dict[str, Any]
    client_id: str
    refusal: str
    pictures: list[int]

    @property
    def is_held(self) -> bool:
        return self.kind == ScheduledReply.Kind.HOLD

    @property
    def seconds(self) -> float:
        """Until it is sent, by our clock: the browser's may be wrong."""
        return max(0.0, round((self.send_at - timezone.now()).total_seconds(), 1))
