"""Who is in an automation (H5-H9): where they stand, what they answered, and how it ended.

One runs per person, which is a constraint. Everything that moves one happens with the person's row locked: a text on
its way in holds it, and whatever else comes takes it first.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import AccountOwned
from automations import conversation, saving, telling, texting
from automations.conversation import Ended, State, Turn
from automations.models.answer import Answer
from helpdesk import live
from inbox.models import Message
from profiles.models import Profile
from sms import daytime

RUNNING = Q(ended_at=None)


class SessionQuerySet(models.QuerySet["Session"]):
    def running(self):
        return self.filter(RUNNING)

    def due(self, now: datetime):
        """Whose time is over."""
        return self.filter(RUNNING, expires_at__lt=now).order_by("expires_at", "id")

    def whole(self):
        return self.select_related(
            "version__automation__source", "version__automation__account", "profile", "channel__account"
        )

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
    ) -> "Session":
        """Somebody enters, by the text of a keyword or put in by a member or a program; their row is locked. Raises
        ValidationError when the first text can't be composed; nothing is written then."""
        version, now = automation.version, message.sent_at if message else timezone.now()
        # What waits for the morning (E10) is the first message all the same: the time counts from then.
        out_at = daytime.opens_at(profile, timezone.now()) or now
        turn = conversation.begin(version.read_script(), out_at)
        session = self.create(
            account_id=automation.account_id, automation=automation, version=version, profile=profile,
            channel=channel, keyword=keyword, started_by=by if by and by.actor_kind == "agent" else None,
            started_at=out_at, asked_at=out_at, expires_at=conversation.expires_at(version.read_script(), turn.state),
        )  # fmt: skip
        telling.begun(session, by)
        session.follow(turn, message)
        return session

    def end_all(self, how: str) -> int:
        """At once and without a word. How many were running."""
        sessions = list(self.running().whole().order_by("profile"))
        people = Profile.objects.filter(pk__in=[session.profile_id for session in sessions])
        list(people.order_by("pk").select_for_update(no_key=True).values_list("pk"))
        return sum(session.end(how) for session in sessions)


class Session(AccountOwned):
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
    question = models.CharField(max_length=12, blank=True)
    answers = models.JSONField(default=dict)
    reprompts = models.PositiveSmallIntegerField(default=0)
    texts = models.PositiveSmallIntegerField(default=0, help_text="How many were sent to the person.")
    recommendation = models.CharField(max_length=12, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=12, choices=Ended, blank=True)
    trouble = models.CharField(max_length=300, blank=True, help_text="Why it could not go on.")

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

    @property
    def is_running(self) -> bool:
        return self.ended_at is None

    @property
    def state(self) -> State:
        return State(
            self.started_at, self.question, self.answers, self.reprompts, self.ended, self.recommendation
        )

    def is_over(self, at: datetime) -> bool:
        return at > self.expires_at

    def hear(self, message: Message) -> bool:
        """An answer. False when the conversation can't go on: then the text is for the team."""
        turn = conversation.hear(self.version.read_script(), self.state, message.body)
        try:
            self.follow(turn, message)
        except ValidationError as error:
            self.end(Ended.FAILED, trouble=" ".join(error.messages)[:300])
            return False
        return True

    def time_out(self) -> None:
        """The time is over: the fallback leaves (H8)."""
        try:
            self.follow(conversation.expire(self.version.read_script(), self.state))
        except ValidationError as error:
            self.end(Ended.TIMEOUT, trouble=" ".join(error.messages)[:300])

    def take_over(self, by) -> bool:
        """By the team (H13); False when it was over before."""
        return self.end(Ended.TAKEN_OVER, by)

    def end(self, how: str, by=None, **more: Any) -> bool:
        """Without a word. False when it was over before."""
        values = {"ended_at": timezone.now(), "ended": how, **more}
        if not Session.objects.filter(RUNNING, pk=self.pk).update(**values):
            return False
        for name, value in values.items():
            setattr(self, name, value)
        telling.ended(self, by)
        self.ping()
        return True

    def follow(self, turn: Turn, message: Message | None = None) -> None:
        """Say what the turn says and stand where it leads, all of it or nothing. Raises ValidationError."""
        bodies = [texting.compose(self, turn, say, number) for number, say in enumerate(turn.says, 1)]
        if turn.reading and message:
            self._remember(turn, message)
        self._stand(turn, message)
        for number, (say, body) in enumerate(zip(turn.says, bodies, strict=True), 1):
            texting.send(self, say, body, number, message)
        if self.ended:
            telling.ended(self)
        self.ping()

    def _stand(self, turn: Turn, message: Message | None) -> None:
        state = turn.state
        self.question, self.answers, self.reprompts = state.question, state.answers, state.reprompts
        self.ended, self.recommendation = state.ended, state.recommendation
        self.ended_at = timezone.now() if state.ended else None
        self.asked_at = daytime.opens_at(self.profile, timezone.now()) or (
            message.sent_at if message else self.asked_at
        )
        self.save(
            update_fields=[
                "question",
                "answers",
                "reprompts",
                "ended",
                "recommendation",
                "ended_at",
                "asked_at",
            ]
        )

    def _remember(self, turn: Turn, message: Message) -> None:
        assert turn.reading and turn.question
        Answer.objects.create(
            account_id=self.account_id, session=self, message=message, question=turn.question.id,
            choice=turn.choice.id if turn.choice else "", rule=turn.reading.rule, score=turn.reading.score,
            at=message.sent_at,
        )  # fmt: skip
        message.understood_as(turn.choice.text if turn.choice else "")
        if turn.choice:
            saving.save(self.profile, turn.question, turn.choice)

    def ping(self) -> None:
        """Whoever looks at the person's thread, and at the automation's results."""
        tickets = self.channel.tickets.filter(profile=self.profile_id).values_list("number", flat=True)
        live.ping(
            self.account_id, f"automation-{self.automation_id}", *(f"ticket-{each}" for each in tickets)
        )
