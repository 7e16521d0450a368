"""G2, D3: the engine against a small oracle, over random histories of events, delays, opt-outs, new versions, switches,
and sweeps that die between two statements: each text at most once, never early, never after its person has left."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns import advancing
from campaigns.models import Flow
from inbox.models import Message
from tests.campaigns.flowing import Flows

NOON = datetime(2035, 3, 4, 12, tzinfo=UTC)  # after all that the cast has done
PEOPLE = ["paula", "sue"]
WAITS = [1, 7, 60]  # minutes


class Died(BaseException):
    """As kill -9: nobody catches it."""


@dataclass
class Inside:
    who: str
    steps: list  # a str is a text, an int a wait in minutes
    at: int = 0  # place
    since: datetime = NOON
    out: bool = False


@dataclass
class Oracle:
    """What should be, told the simplest way: everybody's own list of steps, looked at at every sweep."""

    steps: list
    on: bool = True
    consents: dict = field(default_factory=lambda: dict.fromkeys(PEOPLE, True))
    inside: list[Inside] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)

    def event(self, who, now):
        if self.on and self.consents[who]:
            self.inside.append(Inside(who, self.steps, since=now))

    def leave(self, who):
        for one in self.inside:
            one.out = one.out or one.who == who

    def sweep(self, now):
        for one in self.inside:
            while not one.out and one.at < len(one.steps):
                step = one.steps[one.at]
                if isinstance(step, int):
                    if one.since + timedelta(minutes=step) > now:
                        break
                    one.since += timedelta(minutes=step)
                else:
                    self.sent.append((one.who, step))
                    one.since = now
                one.at += 1


FLOW = st.lists(st.sampled_from(["one", "two", "three", *WAITS]), min_size=1, max_size=5).filter(
    lambda steps: any(isinstance(step, str) for step in steps)
)
ACTION = st.one_of(
    st.tuples(st.just("event"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("event"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("stop"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("start"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("goal"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("publish"), FLOW),
    st.tuples(st.just("off"), st.booleans()),
    st.tuples(st.just("on"), st.none()),
    st.tuples(st.just("pass"), st.sampled_from([1, 6, 60])),
    st.tuples(st.just("sweep"), st.one_of(st.none(), st.none(), st.integers(1, 25))),
)


def rows(steps) -> list[dict]:
    return [
        {"kind": "wait", "id": f"s{place}", "number": step, "unit": "minutes"}
        if isinstance(step, int)
        else {"kind": "text", "id": f"s{place}", "text": step}
        for place, step in enumerate(steps)
    ]


class Game:
    """The same history, played by the product and by the oracle."""

    def __init__(self, cast, clock, steps):
        self.cast, self.clock, self.flows = cast, clock, Flows(cast.acme)
        self.flow = self.flows.make(
            rows(steps), metric="Ordered", goal="Reached", reentry="every", kind="transactional"
        )
        self.oracle = Oracle(steps)

    def play(self, what, detail):
        self.clock.now += timedelta(seconds=1)
        with self.flows.inside():
            self.flow = Flow.objects.for_display().get(pk=self.flow.pk)
        getattr(self, what)(detail)

    def event(self, who):
        self.flows.happen(getattr(self.cast, who), "Ordered")
        self.oracle.event(who, self.clock.now)

    def goal(self, who):
        self.flows.happen(getattr(self.cast, who), "Reached")
        self.oracle.leave(who)

    def stop(self, who):
        with self.flows.inside():
            getattr(self.cast, who).withdraw_consent("STOP")
        self.oracle.consents[who] = False
        self.oracle.leave(who)

    def start(self, who):
        with self.flows.inside():
            getattr(self.cast, who).give_consent("marketing", "START")
        self.oracle.consents[who] = True

    def publish(self, steps):
        with self.flows.inside():
            self.flow.edit(steps=rows(steps))
            self.flow.switch_on()
        self.oracle.steps, self.oracle.on = steps, True

    def off(self, stop):
        with self.flows.inside():
            self.flow.switch_off(stop=stop)
        self.oracle.on = False
        if stop:
            for who in PEOPLE:
                self.oracle.leave(who)

    def on(self, _):
        with self.flows.inside():
            self.flow.switch_on()
        self.oracle.on = True

    def sweep(self, dies_at):
        left = [dies_at]

        def dying(execute, sql, params, many, context):
            if left[0] is not None:
                left[0] -= 1
                if left[0] == 0:
                    raise Died
            return execute(sql, params, many, context)

        # As a process of its own would: what the dead one had open is rolled back.
        try:
            with transaction.atomic(), connection.execute_wrapper(dying):
                advancing.advance_due()
        except Died:
            return
        self.oracle.sweep(self.clock.now)

    def check(self):
        with self.flows.inside():
            sent = Message.objects.filter(origin="flow").order_by("id")
            texts = list(sent.values_list("profile__first_name", "body"))
        assert sorted(texts) == sorted((who.title(), body) for who, body in self.oracle.sent)


@dataclass
class Clock:
    now: datetime

    def __call__(self):
        return self.now


def check_history(cast, clock, steps, history):
    with transaction.atomic():
        clock.now = NOON
        game = Game(cast, clock, steps)
        for what, detail in history:
            if what == "pass":
                clock.now += timedelta(minutes=detail)
            else:
                game.play(what, detail)
                game.check()
        clock.now += timedelta(days=1)
        for _ in range(6):  # each may begin a wait
            game.play("sweep", None)
            game.check()
            clock.now += timedelta(days=1)
        transaction.set_rollback(True)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(FLOW, st.lists(ACTION, min_size=5, max_size=20))
def test_g2_the_engine_does_what_the_oracle_says(cast, by_day, monkeypatch, steps, history):
    clock = Clock(NOON)
    with monkeypatch.context() as patched:
        patched.setattr(timezone, "now", clock)
        check_history(cast, clock, steps, history)


def test_g2_whoever_dies_between_two_statements_nobody_gets_a_text_twice_or_never(cast, by_day, monkeypatch):
    clock = Clock(NOON)
    entered = [("event", "paula"), ("event", "sue")]
    with monkeypatch.context() as patched:
        patched.setattr(timezone, "now", clock)
        for dies_at in range(1, 20):
            crashes = [("sweep", dies_at), ("pass", 1), ("sweep", dies_at), ("sweep", None)]
            check_history(cast, clock, ["one", 1, "two"], entered + crashes)
