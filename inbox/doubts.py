"""A text that looks like an opt-out (E3): somebody says whether it is one, or its time runs out and it is."""

from django.utils import timezone

from accounts import tenancy
from helpdesk import live
from inbox.models import SYSTEM, EventKind
from profiles.models import Profile


def confirm(profile: Profile, by) -> None:
    """It is one: they get nothing more. Whoever comes second changes nothing."""
    if said := profile.settle_doubt():
        source = f"Wrote “{said}”"
        profile.withdraw_consent(source=source)
        _tell(profile, EventKind.CONSENT_WITHDRAWN, by, source=source)


def deny(profile: Profile, by) -> None:
    """It is none, and they may be texted as before."""
    if profile.settle_doubt():
        _tell(profile, EventKind.OPT_OUT_DENIED, by)


def end(account_id: int, profile_id: int) -> None:
    """Its time has run out and nobody said that it is none."""
    with tenancy.enter(account_id):
        due = Profile.objects.filter(pk=profile_id, doubt_due_at__lte=timezone.now())
        if profile := due.select_for_update(no_key=True).first():
            confirm(profile, by=SYSTEM)


def _tell(profile: Profile, kind: EventKind, by, **data: str) -> None:
    tickets = profile.tickets.filter(channel__kind="sms")
    tickets.record_all(kind, by, **data)
    live.ping(profile.account_id, *(f"ticket-{ticket.number}" for ticket in tickets))
