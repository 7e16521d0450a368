"""Who is at work (D1): online, away by choice, or away because nothing was heard of them for a while."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from accounts.models import AccountOwned
from helpdesk import live
from helpdesk.celery import later


class Clock(Func):
    """The time at this very moment. Now() is when the transaction began, maybe before it waited for a lock."""

    function = "clock_timestamp"
    output_field = models.DateTimeField()


class DutyQuerySet(models.QuerySet["Duty"]):
    def of(self, member) -> "Duty":
        """Made when it is first asked for; two who ask at once make one."""
        duty, _ = self.get_or_create(member=member, defaults={"account_id": member.account_id})
        return duty

    def seen(self, member) -> None:
        """A sign of life: one cheap UPDATE. It brings back whoever was only silent, never who chose to be away."""
        if not self.filter(member=member).exclude(state=Duty.State.INACTIVE).update(last_active_at=Clock()):
            self.of(member).come_back()

    def online(self):
        return self.filter(state=Duty.State.ONLINE)

    def rest_silent(self) -> int:
        """Away by inactivity: those online of whom nothing was heard for the account's time."""
        patience = F("account__away_after_minutes") * timedelta(minutes=1)
        silent = (
            self.online()
            .filter(last_active_at__lte=Clock() - patience)
            .select_for_update(skip_locked=True, of=("self",))
        )
        found = list(silent.only("account_id", "member_id"))
        Duty.objects.filter(pk__in=[duty.pk for duty in found]).update(
            state=Duty.State.INACTIVE, since=Clock()
        )
        for duty in found:
            duty.ping()
        return len(found)


class Duty(AccountOwned):
    """A member's place in the rota. Who was never heard of has none yet, and is away."""

    class State(models.TextChoices):
        ONLINE = "online", "Online"
        AWAY = "away", "Away"
        INACTIVE = "inactive", "Away, inactive"

    account_from = "member"

    member = models.OneToOneField("accounts.Membership", on_delete=models.CASCADE, related_name="duty")
    state = models.CharField(max_length=10, choices=State, default=State.INACTIVE)
    since = models.DateTimeField(default=timezone.now, editable=False)
    last_active_at = models.DateTimeField(null=True, editable=False)
    kinds = ArrayField(
        models.CharField(max_length=10),
        verbose_name="channels",
        default=list,
        blank=True,
        help_text="The kinds of channels whose tickets the member may be handed; none: all.",
    )
    turn = models.PositiveBigIntegerField(
        default=0,
        editable=False,
        help_text="In which the member was last handed a ticket. The smallest is next.",
    )

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "duties"
        indexes = [models.Index(fields=["account"], name="duty_online", condition=Q(state="online"))]

    def __str__(self):
        return f"{self.member} is {self.get_state_display()}"

    def go_online(self) -> None:
        self._become(self.State.ONLINE, self.State)

    def go_away(self) -> None:
        """By choice: only the member's own word ends it."""
        self._become(self.State.AWAY, self.State)

    def come_back(self) -> None:
        self._become(self.State.ONLINE, [self.State.INACTIVE])

    def choose_channels(self, kinds: Iterable[str]) -> None:
        """Those whose tickets the member may be handed; none: all."""
        self.kinds = list(kinds)
        self.save(update_fields=["kinds"])

    def ping(self) -> None:
        live.ping(self.account_id, "duty", f"duty-{self.member_id}")

    def _become(self, state: State, before: Iterable[State]) -> None:
        """Each is a sign of life too. Who comes online is handed what waits."""
        mine = Duty.objects.filter(pk=self.pk)
        others = mine.filter(state__in=before).exclude(state=state)
        if not others.update(state=state, since=Clock(), last_active_at=Clock()):
            mine.update(last_active_at=Clock())
            return
        self.refresh_from_db()
        self.ping()
        if state == self.State.ONLINE:
            later("inbox.tasks.hand_out", self.account_id)
