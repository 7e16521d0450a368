"""A conversation that nobody has (H10): the very engine on a made-up phone, each time from its beginning. Nothing is
written, nothing is sent, no coupon code is taken.

What a text brings about is asked in automations/simulating/steps.py, as the steps of the way in ask it.
tests/automations/test_simulation.py holds both ways against each other.
"""

from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from automations import conversation, saving, wording
from automations.conversation import Ended, Kind, Say, State, Turn
from automations.models import Automation, AutomationVersion
from automations.script import Question
from automations.simulating import steps as simulated_steps
from automations.simulating.acts import Act, Night, Text, Wait
from automations.simulating.phone import Entry, Noted, Sent
from helpdesk import spans
from profiles import local_time
from profiles.models import Profile, describing
from sms import composing, daytime

NOON, NIGHT = 12, 21  # hours of the day
MOMENT = timedelta(seconds=1)


@dataclass
class Simulation:
    """`person` is somebody of the account's or made up; `invited`: they count as sent what a campaign reply asks for.
    It begins at noon, their time."""

    automation: Automation
    version: AutomationVersion
    person: Profile
    invited: bool = True
    entries: list[Entry] = field(default_factory=list)
    state: State | None = None
    keyword: str = ""
    kept: dict[str, str] = field(default_factory=dict)  # what would stand on the profile (H11)
    tags: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.account, self.script = self.automation.account, self.version.read_script()
        self.person = copy(self.person)
        self.person.account, self.person.properties = self.account, dict(self.person.properties)
        self.channel = simulated_steps.channel_of(self.account)
        self.clock = local_time.assumed(self.person).clocks()[0].tzinfo
        noon = timezone.now().astimezone(self.clock).replace(hour=NOON, minute=0, second=0, microsecond=0)
        self.began = self.at = self.asked_at = noon.astimezone(UTC)
        self.auto_responded_at: datetime | None = None

    def replay(self, acts: list[Act]) -> "Simulation":
        for act in acts:
            match act:
                case Text(body):
                    simulated_steps.hear(self, body)
                case Wait(minutes):
                    self.wait(timedelta(minutes=minutes), f"{spans.told(minutes)} later")
                case Night():
                    self.wait(self._until_night(), "Later, in the evening")
        return self

    @property
    def is_running(self) -> bool:
        return self.state is not None and not self.state.ended

    @property
    def question(self) -> Question | None:
        """What is asked at the end."""
        return self.script.question(self.state.question) if self.state and self.is_running else None

    @property
    def expires_at(self) -> datetime:
        assert self.state is not None
        return conversation.expires_at(self.script, self.state)

    def wait(self, span: timedelta, words: str) -> None:
        """So much time goes by; what is due meanwhile happens at its moment."""
        then = self.at + span + MOMENT
        self.note(words, is_time=True)
        if self.is_running and self.expires_at < then:
            self.at = self.expires_at
            self._expire()
        self.at = then

    def _expire(self) -> None:
        """As Conversing.time_out (H8): what waits for the morning asks nothing more."""
        assert self.state is not None
        self.withhold()
        try:
            self.follow(conversation.expire(self.script, self.state))
        except ValidationError as error:
            self.end(Ended.TIMEOUT, " ".join(error.messages))

    def _until_night(self) -> timedelta:
        here = self.at.astimezone(self.clock)
        night = here.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
        if night <= here:
            night += timedelta(days=1)
        return night.astimezone(UTC) - self.at

    def begin(self, keyword: str) -> None:
        """As SessionQuerySet.start; raises ValidationError, and nothing has happened."""
        self.keyword, before = keyword, self.keyword
        try:
            self.follow(conversation.begin(self.script, self.opens_at))
        except ValidationError:
            self.keyword = before
            raise

    @property
    def opens_at(self) -> datetime:
        """When a text that leaves now arrives: at once, or in the morning (E10)."""
        return daytime.opens_at(self.person, self.at) or self.at

    def follow(self, turn: Turn) -> None:
        """As Conversing.follow: all of it or, with ValidationError, nothing."""
        texts = [self._compose(turn.state, say) for say in turn.says]
        if turn.choice and turn.question:
            self._keep(turn)
        self.state, self.asked_at = turn.state, self.opens_at
        for say, text in zip(turn.says, texts, strict=True):
            self.entries.append(Sent(self.at, text.body, self._label(say), text.measure, self.asked_at))
        if turn.state.ended:
            self.note(f"The conversation is over: {Ended(turn.state.ended).label.lower()}.")

    def _compose(self, state: State, say: Say) -> composing.Preview:
        composing.check_stock(self.account, say.text, 1)
        more = self.values(state)
        return composing.preview(self.account, say.text, self.person, shortened=True, more=more)

    def values(self, state: State | None) -> dict[str, str]:
        """Of the automation's own variables."""
        question = self.script.question(state.question) if state else None
        return wording.values(self.script, question, state.answers if state else {}, self.keyword)

    def _keep(self, turn: Turn) -> None:
        """As automations.saving.save (H11)."""
        assert turn.choice and turn.question
        if path := turn.question.save_as:
            text = turn.choice.text
            if trouble := saving.tried(f"property “{path}”", lambda: self._set(path, text)):
                self.note(trouble)
        if turn.choice.tag and turn.choice.tag not in self.tags:
            self.tags.append(turn.choice.tag)

    def _set(self, path: str, text: str) -> None:
        after = self.person.properties | saving.placed(self.person.properties, path, text)
        describing.check(after)
        self.person.properties, self.kept[path] = after, text

    def _label(self, say: Say) -> str:
        place = self.script.place(say.of)
        return f"Message {place + 1}" if say.kind == Kind.QUESTION and place is not None else say.kind.label

    def end(self, how: Ended, trouble: str = "") -> None:
        """From outside; nothing where none is running."""
        if self.state and self.is_running:
            self.state = replace(self.state, ended=how)
            self.note(f"The conversation is over: {how.label.lower()}. {trouble}".strip())

    def withhold(self) -> None:
        """What waits for the morning never leaves."""
        self.entries = [
            replace(entry, withheld=True) if isinstance(entry, Sent) and entry.arrives_at > self.at else entry
            for entry in self.entries
        ]

    def note(self, body: str, is_time: bool = False) -> None:
        self.entries.append(Noted(self.at, body, is_time))
