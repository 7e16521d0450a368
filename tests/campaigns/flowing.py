"""Flows of an account, for tests: made in one line, with time going by for the people inside."""

from datetime import timedelta

from accounts import tenancy
from campaigns import advancing
from campaigns.models import Enrolment, Flow
from inbox.models import Message

WELCOME = [
    {"kind": "text", "id": "hello", "text": "Hi {first_name}, welcome to Acme!"},
    {"kind": "wait", "id": "later", "number": 1, "unit": "days"},
    {"kind": "text", "id": "offer", "text": "10 % off at Acme today"},
]


class Flows:
    """Flows of an account, and time going by for the people inside. `sent` are the flows' texts, oldest first."""

    def __init__(self, account):
        self.account = account

    def inside(self):
        return tenancy.enter(self.account.pk)

    def make(self, steps=WELCOME, metric="Subscribed", on=True, name="Welcome", **more) -> Flow:
        with self.inside():
            flow = Flow.objects.make(self.account, name, metric=metric, steps=steps, **more)
            if on:
                flow.switch_on()
            return Flow.objects.for_display().get(pk=flow.pk)

    def happen(self, profile, metric: str, **more):
        with self.inside():
            return profile.record_event(metric, **more)

    def pass_by(self, **span) -> int:
        """So much time goes by for everybody inside, and the sweep comes."""
        with self.inside():
            for enrolment in Enrolment.objects.running():
                Enrolment.objects.filter(pk=enrolment.pk).update(due_at=enrolment.due_at - timedelta(**span))
        return advancing.advance_due()

    @property
    def sent(self) -> list[str]:
        with self.inside():
            texts = Message.objects.filter(origin=Message.Origin.FLOW).order_by("id")
            return list(texts.values_list("body", flat=True))

    @property
    def inside_now(self) -> list[Enrolment]:
        with self.inside():
            return list(Enrolment.objects.running().select_related("profile").order_by("id"))

    def left(self) -> list[str]:
        with self.inside():
            gone = Enrolment.objects.filter(left_at__isnull=False).order_by("id")
            return list(gone.values_list("left_reason", flat=True))
