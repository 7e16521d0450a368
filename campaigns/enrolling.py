"""What an event of a person means for the flows (G2): who leaves by it, and who enters."""

from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from campaigns import event_conditions
from campaigns.models import Enrolment, Flow, Left, Reentry
from profiles.models import Metric, Profile, ProfileEvent

# Events are reported late too, and old ones are imported: nobody is texted about what is long past.
FRESH = timedelta(days=1)


def follow(event: ProfileEvent) -> None:
    """In the event's own transaction, so that neither is without the other."""
    _leave_by(event)
    _enter_by(event)


def leave_blocked(person: Profile) -> None:
    """All flows, also where the block is lifted later (K3)."""
    Enrolment.objects.running().filter(profile=person).leave(Left.BLOCKED)


def _leave_by(event: ProfileEvent) -> None:
    inside = Enrolment.objects.running().filter(profile=event.profile_id)
    if event.metric == Metric.UNSUBSCRIBED:
        inside.leave(Left.OPTED_OUT)
        return
    reached = inside.filter(version__goal__iexact=event.metric, entered_at__lte=event.at)
    reached.exclude(event=event.pk).leave(Left.GOAL)


def _enter_by(event: ProfileEvent) -> None:
    """At most once per flow and event. Nobody enters whom the flow could not text."""
    if abs(timezone.now() - event.at) > FRESH:
        return
    flows = [
        flow
        for flow in Flow.objects.started_by(event)
        if event_conditions.hold(flow.version.conditions, event)
    ]
    if not flows:
        return
    # Two events at once: the second sees that the first has entered. And consent is read as it stands then.
    person = Profile.objects.select_for_update(no_key=True).get(pk=event.profile_id)
    entered = _last_entered(person, flows)
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                account_id=event.account_id, flow=flow, version=flow.version, profile=person, event=event,
                entered_at=event.at, due_at=event.at,
            )
            for flow in flows
            if flow.left_reason_of(person) is None and _may_enter(flow, entered.get(flow.pk), event)
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _last_entered(person: Profile, flows: list[Flow]) -> dict:
    entered = Enrolment.objects.filter(profile=person, flow__in=flows).order_by()
    return dict(entered.values("flow").annotate(last=Max("entered_at")).values_list("flow", "last"))


def _may_enter(flow: Flow, last, event: ProfileEvent) -> bool:
    version = flow.version
    if last is None or version.reentry == Reentry.EVERY:
        return True
    return version.reentry == Reentry.DAYS and last + timedelta(days=version.reentry_days) <= event.at
