"""Who is in an automation (H5-H9): where they stand, what they answered, and how it ended.

One runs per person, which is a constraint. Everything that moves one happens with the person's row locked: a text on
its way in holds it, and whatever else comes takes it first.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import AccountOwned
from automations import conversation, telling, troubles
from automations.conversation import Ended
from automations.models.conversing import Conversing, said_in
from automations.models.ending import RUNNING, Ending, EndingQuerySet
from inbox.models import Message
from profiles.models import Profile
from sms import daytime

WHOLE = (
    "version__automation__source",
    "automation__account",
    "automation__source",
    "profile",
    "channel__account",
)


class SessionQuerySet(EndingQuerySet):
    def due(self, now: datetime):
        """Whose time is over, longest first."""
        waits = Q(held_until__gt=now)
        return self.filter(RUNNING, ~waits, expires_at__lt=now).order_by("expires_at", "id")

    def counted(self):
        """Those of which results tell: no trials."""
        return self.filter(tried__isnull=True)

    def whole(self):
        return self.select_related(*WHOLE)

    def take(self, pk: int, message: Message) -> "Session | None":
        """The session of whoever wrote this, their row being locked; locked too. None when it ended meanwhile."""
        running = self.running().select_related("version", "automation__source").filter(pk=pk)
        session = running.select_for_update(of=("self",), no_key=True).first()
        if session:
            session.profile, session.channel = message.profile, message.channel
        return session

    def of_key(self, key: str) -> "Session | None":
        """Whose text has this delivery key."""
        return self.filter(pk=key.split(":")[1]).first()

    def start(
        self,
        automation,
        profile: Profile,
        channel,
        message: Message | None = None,
        keyword: str = "",
        by=None,
        tried=None,
    ) -> "Session":
        """Somebody enters: by the text of a keyword, whose way in holds their row, or put in by a member or a program;
        `tried` is the version of a trial (H10). Raises ValidationError when they are in an automation already (H5), or
        the first text can't be composed; then nothing is written."""
        if message is None:
            profile = (
                Profile.objects.select_for_update(no_key=True).select_related("account").get(pk=profile.pk)
            )
            if self.running().filter(profile=profile).exists():
                raise ValidationError("This person is in an automation already.", code="inside")
        now = timezone.now()
        # What waits for the morning (E10) is the first message all the same: the time counts from then.
        opens_at = daytime.opens_at(profile, now) or now
        session = self._make(automation, profile, channel, opens_at, keyword, by, tried)
        try:
            session.follow(conversation.begin(session.script, session.started_at), message)
        except ValidationError:
            session.delete()
            raise
        telling.begun(session, by, at=now)
        return session

    def fail(self, automation, message: Message, keyword: str, error: ValidationError) -> "Session":
        """Somebody wanted to enter and could not: whoever set it up sees why."""
        session = self._make(automation, message.profile, message.channel, timezone.now(), keyword)
        troubles.tell(automation, error)
        session.end(Ended.FAILED, trouble=said_in(error))
        return session

    def _make(
        self, automation, profile, channel, at: datetime, keyword: str, by=None, tried=None
    ) -> "Session":
        version = automation.live_version or tried
        span = conversation.span((tried or version).read_script())
        return self.create(
            account_id=automation.account_id, automation=automation, version=version, profile=profile,
            channel=channel, keyword=keyword, started_at=at, asked_at=at, expires_at=at + span,
            tried=tried and tried.script,
            started_by=by if by and by.actor_kind == "agent" else None,
        )  # fmt: skip


class Session(Conversing, Ending, AccountOwned):
    """One way through an automation, by the version that was on when it began. `asked_at`: from when the last message
    is out; nothing that was written before answers it."""

    account_from = "automation"

    automation = models.ForeignKey(
        "automations.Automation", on_delete=models.CASCADE, related_name="sessions", db_index=False
    )
    version = models.ForeignKey(
        "automations.AutomationVersion", on_delete=models.CASCADE, related_name="sessions"
    )
    profile = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="sessions", db_index=False
    )
    channel = models.ForeignKey("inbox.Channel", on_delete=models.CASCADE, related_name="+")
    keyword = models.CharField(max_length=40, blank=True, help_text="By which the person entered.")
    started_by = models.ForeignKey(
        "accounts.Membership", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(
        help_text="When the first message was out: the time counts from here (H8)."
    )
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    held_until = models.DateTimeField(
        null=True, help_text="It could not be timed out, and is tried again from then on."
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["profile"], condition=RUNNING, name="one_running_session"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended="") | (Q(ended_at__isnull=False) & ~Q(ended="")),
                name="session_ended_somehow",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at", "id"], name="session_due", condition=RUNNING),
            models.Index(fields=["automation", "-id"], name="session_newest"),
            models.Index(fields=["profile", "-id"], name="session_of_person"),
        ]

    def __str__(self):
        return f"{self.profile} in {self.automation_id}"
