"""What moves a session: an answer, or that its time is over. The conversation itself is automations/conversation.py.

The person's row and the session's own are locked by whoever calls one of these.
"""

from datetime import datetime
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from automations import conversation, saving, texting, troubles
from automations.conversation import Ended, State, Turn
from automations.models.answer import Answer
from automations.models.trigger_keyword import normalise, spellings
from automations.script import Script, read
from inbox.models import Message
from profiles.models import Metric
from sms import daytime

MOVED = [
    "question",
    "answers",
    "reprompts",
    "texts",
    "recommendation",
    "asked_at",
    "ended",
    "ended_at",
    "trouble",
]


class Conversing(models.Model):
    question = models.CharField(max_length=12, blank=True)
    answers = models.JSONField(default=dict)
    reprompts = models.PositiveSmallIntegerField(default=0)
    texts = models.PositiveSmallIntegerField(default=0, help_text="How many were sent to the person.")
    recommendation = models.CharField(max_length=12, blank=True)
    trouble = models.CharField(
        max_length=300, blank=True, help_text="Why it could not go on, or an answer could not be saved."
    )
    tried = models.JSONField(
        null=True,
        help_text="The script of a trial (H10): as it stood then, switched on or not. It counts nowhere.",
    )

    class Meta:
        abstract = True

    @cached_property
    def script(self) -> Script:
        """What is said to this person: that of the version by which they entered (H12), or what they try."""
        return read(self.tried) if self.is_trial else self.version.read_script()

    @property
    def is_trial(self) -> bool:
        return self.tried is not None

    @property
    def source_id(self) -> int | None:
        """What its texts are from; a trial's are from nothing, so that they count nowhere (H10)."""
        return None if self.is_trial else self.automation.source_id

    @property
    def state(self) -> State:
        return State(
            self.started_at, self.question, self.answers, self.reprompts, self.ended, self.recommendation
        )

    def is_over(self, at: datetime) -> bool:
        """A window of 24 hours includes exactly 24 hours."""
        return at > self.expires_at

    def began_by(self, text: str) -> bool:
        """Whether it is the keyword by which they entered."""
        return normalise(self.keyword) in spellings(text)

    def understands(self, text: str) -> bool:
        """Whether it is an answer beyond doubt: a choice's number, or all of its text."""
        return conversation.hear(self.script, self.state, text).is_clear

    def hear(self, message: Message) -> bool:
        """An answer. False when the conversation can't go on: then the text is for the team."""
        return self._go_on(conversation.hear(self.script, self.state, message.body), Ended.FAILED, message)

    def time_out(self) -> None:
        """The time is over: the fallback leaves (H8)."""
        self._go_on(conversation.expire(self.script, self.state), Ended.TIMEOUT)

    def _go_on(self, turn: Turn, otherwise: Ended, message: Message | None = None) -> bool:
        try:
            self.follow(turn, message)
        except ValidationError as error:
            troubles.tell(self.automation, error)
            self.end(otherwise, trouble=said_in(error))
            return False
        return True

    def follow(self, turn: Turn, message: Message | None = None) -> None:
        """Say what the turn says and stand where it leads, all of it or nothing. Raises ValidationError."""
        bodies = [texting.compose(self, turn, say, number) for number, say in enumerate(turn.says, 1)]
        if turn.reading and message:
            self._remember(turn, message)
        for number, (say, body) in enumerate(zip(turn.says, bodies, strict=True), 1):
            texting.send(self, say, body, number, message)
        self._stand(turn)
        if self.ended == Ended.RECOMMENDED and not self.is_trial:
            self.profile.record_event(Metric.FINISHED_AUTOMATION, data=self.outcome)
        self.ping()

    def _stand(self, turn: Turn) -> None:
        """Nothing that was written until now answers what is asked now."""
        state, now = turn.state, timezone.now()
        self.question, self.answers, self.reprompts = state.question, state.answers, state.reprompts
        self.ended, self.recommendation = state.ended, state.recommendation
        self.texts += len(turn.says)
        if state.ended:
            self.ended_at = now
        else:
            self.asked_at = daytime.opens_at(self.profile, now) or now
        self.save(update_fields=MOVED)

    def _remember(self, turn: Turn, message: Message) -> None:
        assert turn.reading and turn.question
        if not self.is_trial:
            Answer.objects.create(
                account_id=self.account_id, session=self, message=message, question=turn.question.id,
                choice=turn.choice.id if turn.choice else "", rule=turn.reading.rule, score=turn.reading.score,
                at=message.sent_at,
            )  # fmt: skip
        message.understood_as(turn.choice.text if turn.choice else "")
        if turn.choice:
            self.trouble = saving.save(self.profile, turn.question, turn.choice)[:300] or self.trouble

    @property
    def outcome(self) -> dict:
        """Of one that came to its recommendation, for flows and the person's events."""
        chosen = ((each, each.choice(self.answers.get(each.id, ""))) for each in self.script.questions)
        answers = {question.name or question.id: choice.text for question, choice in chosen if choice}
        return {"automation": self.automation.name, "recommendation": self.recommendation, "answers": answers}


def said_in(error: ValidationError) -> str:
    return " ".join(error.messages)[:300]
