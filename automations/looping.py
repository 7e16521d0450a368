"""Two machines must not talk for ever: another brand's number that answers with the keyword, over and over.

What counts are the texts that no understood answer led to: a session's first message, its reprompts, its fallback. So
a person who answers may begin many conversations a day, and a machine that does not is stopped by the same caps as
everything automatic. Inside a session its own bounds hold.
"""

import logging
from datetime import timedelta

from django.utils import timezone

from automations.models import Session
from inbox import automatic
from inbox.models import Message

logger = logging.getLogger(__name__)


def stopped(message: Message) -> bool:
    """Whether this person is let in nowhere for now, which their ticket's history tells."""
    now = timezone.now()
    lately = Session.objects.filter(profile=message.profile_id, started_at__gt=now - timedelta(days=1))
    rows = lately.order_by("-id").values_list("started_at", "texts", "answers")[: automatic.PER_DAY]
    said = [(at, texts - len(answers)) for at, texts, answers in rows]
    last_minute = sum(texts for at, texts in said if at > now - timedelta(minutes=1))
    if sum(texts for _, texts in said) < automatic.PER_DAY and last_minute < automatic.PER_MINUTE:
        return False
    logger.warning("profile %s is muted: too many conversations", message.profile_id)
    automatic.tell_once(message)
    return True
