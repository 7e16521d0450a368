"""Sessions whose time is over (H8, D3)."""

import logging

from django.utils import timezone

from accounts import tenancy
from automations.models import Session
from profiles.models import Profile

logger = logging.getLogger(__name__)

BATCH = 200


def time_out() -> int:
    """Those that are due, longest first. How many."""
    with tenancy.every_account():
        due = list(Session.objects.due(timezone.now()).values_list("account", "pk", "profile")[:BATCH])
    for account_id, pk, profile_id in due:
        try:
            _time_out_one(account_id, pk, profile_id)
        except Exception:
            logger.exception("session %s could not time out", pk)
    return len(due)


def _time_out_one(account_id: int, pk: int, profile_id: int) -> None:
    with tenancy.enter(account_id):
        person = Profile.objects.select_for_update(no_key=True).get(pk=profile_id)
        session = Session.objects.due(timezone.now()).whole().filter(pk=pk).first()
        if session:
            session.profile = person
            session.time_out()
