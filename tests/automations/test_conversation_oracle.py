"""H6-H9: the pure conversation against a small oracle, 500 lives of 50 steps: answers, nonsense, time, other versions."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from automations import conversation
from automations.conversation import State, Turn
from tests.automations.oracle import Inside, said_of, script_of

SEED = st.integers(0, 10**6)


class Conversation(RuleBasedStateMachine):
    """One person's life: the product's state beside the oracle's."""

    def __init__(self):
        super().__init__()
        self.now = datetime(2030, 1, 1, 12, tzinfo=UTC)
        self.published = script_of(0)
        self.oracle: Inside | None = None
        self.state: State | None = None
        self.said: list[str] = []

    @property
    def inside(self) -> bool:
        return self.oracle is not None and not self.oracle.over

    def take(self, turn: Turn) -> None:
        self.state = turn.state
        bodies = [say.text for say in turn.says]
        self.said += bodies
        assert len(bodies) == 1  # each step says one thing

    @rule(seed=SEED)
    def publish(self, seed):
        """People inside keep theirs."""
        self.published = script_of(seed)

    @precondition(lambda self: not self.inside)
    @rule()
    def begin(self):
        self.oracle, self.said = Inside(self.published, self.now), []
        self.take(conversation.begin(self.published, self.now))

    @precondition(lambda self: self.inside)
    @rule(seed=SEED)
    def hear(self, seed):
        text = said_of(random.Random(seed), self.oracle.script, self.oracle.place)
        if self.now > self.oracle.until:
            self.expire()
            return
        self.oracle.hear(text)
        self.take(conversation.hear(self.oracle.script, self.state, text))

    @precondition(lambda self: self.inside)
    @rule(minutes=st.sampled_from([0, 1, 29, 30, 12 * 60, 24 * 60, 24 * 60 + 1]))
    def wait(self, minutes):
        self.now += timedelta(minutes=minutes)

    @precondition(lambda self: self.inside and self.now > self.oracle.until)
    @rule()
    def expire(self):
        self.oracle.give_up("timeout")
        self.take(conversation.expire(self.oracle.script, self.state))

    @precondition(lambda self: self.inside)
    @rule()
    def leave(self):
        """An opt-out, a takeover, a block: without a word."""
        self.oracle = self.state = None

    @invariant()
    def it_is_as_the_oracle_says(self):
        if self.oracle is None:
            return
        state, script = self.state, self.oracle.script
        assert self.said == self.oracle.said
        assert (state.ended, state.answers, state.reprompts) == (
            self.oracle.over, self.oracle.answers, self.oracle.reprompts,
        )  # fmt: skip
        assert conversation.expires_at(script, state) == self.oracle.until
        assert len(self.said) <= len(script.questions) + script.max_reprompts + 1


TestConversation = Conversation.TestCase
TestConversation.settings = settings(
    max_examples=500, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
)
