"""H3-H12, E3, D3: the product against the oracle over random lives: keywords, answers, repeats, crashes between two
statements, opt-outs, doubts, takeovers, blocks, new versions, switches, time, and the sweep."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from automations.models import Automation, Session
from inbox import blocking
from inbox.models import Message
from tests.automations.oracle import Inside, said_of, script_of

NOON = datetime(2035, 3, 4, 12, tzinfo=UTC)  # after all that the cast has done
WHO = st.sampled_from(["paula", "sue"])
WHICH = st.sampled_from(["PETS", "QUIZ"])
SEED = st.integers(0, 10**6)


class Died(BaseException):
    """As kill -9: nobody catches it."""


@dataclass
class Clock:
    now: datetime

    def __call__(self):
        return self.now


@dataclass
class Person:
    """As the oracle sees them."""

    consents: bool = True
    doubted: bool = False
    blocked: bool = False
    lives: list[Inside] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def inside(self) -> Inside | None:
        return self.lives[-1] if self.lives and not self.lives[-1].over else None

    def leave(self, how: str) -> None:
        if self.inside:
            self.inside.over = how

    def muted(self, now: datetime) -> bool:
        """By what led nowhere: 4 texts a minute, 20 a day."""
        told = [(now - life.began, len(life.said) - len(life.answers)) for life in self.lives]
        last = {
            span: sum(n for ago, n in told if ago < span)
            for span in (timedelta(minutes=1), timedelta(days=1))
        }
        return last[timedelta(minutes=1)] >= 4 or last[timedelta(days=1)] >= 20


class Life(RuleBasedStateMachine):
    talk: object
    cast: object
    clock: Clock

    def __init__(self):
        super().__init__()
        self.clock.now = NOON
        self.before = transaction.savepoint()
        self.people = {"paula": Person(), "sue": Person()}
        self.scripts = {"PETS": script_of(1), "QUIZ": script_of(2)}
        self.on = {"PETS": True, "QUIZ": True}
        self.automations = {
            word: self.talk.make(script, [word], word).pk for word, script in self.scripts.items()
        }
        self.texts = 0

    def teardown(self):
        transaction.savepoint_rollback(self.before)

    # What people do

    @rule(who=WHO, which=WHICH)
    def keyword(self, who, which):
        self.text(who, which)

    @rule(who=WHO, seed=SEED)
    def answer(self, who, seed):
        inside = self.people[who].inside
        chance = random.Random(seed)
        self.text(who, said_of(chance, inside.script, inside.place) if inside else "Where is my order?")

    @rule(who=WHO, dies_at=st.integers(1, 25), seed=SEED)
    def answer_to_a_process_that_dies(self, who, dies_at, seed):
        inside = self.people[who].inside
        said = said_of(random.Random(seed), inside.script, inside.place) if inside else "PETS"
        self.text(who, said, dies_at)

    @rule(who=WHO)
    def doubt(self, who):
        self.text(who, "not interested")

    @rule(who=WHO)
    def stop(self, who):
        self.text(who, "STOP")

    @rule(who=WHO)
    def start(self, who):
        self.text(who, "START")

    # What the team does

    @rule(who=WHO)
    def take_over(self, who):
        for session in Session.objects.running().filter(profile=self.person(who)):
            assert session.take_over()
        self.people[who].leave("taken_over")

    @rule(who=WHO)
    def block(self, who):
        person = self.people[who]
        blocking.unblock(self.person(who), self.cast.bob) if person.blocked else blocking.block(
            self.person(who), self.cast.bob
        )
        person.blocked = not person.blocked
        person.leave("blocked")

    @rule(which=WHICH, seed=SEED)
    def publish(self, which, seed):
        automation = self.automation(which)
        automation.edit(script=script_of(seed).as_json())
        automation.switch_on()
        self.scripts[which], self.on[which] = script_of(seed), True

    @rule(which=WHICH, stop=st.booleans())
    def switch_off(self, which, stop):
        self.automation(which).switch_off(stop=stop)
        self.on[which] = False
        for person in self.people.values() if stop else ():
            if person.inside and person.inside.word == which:
                person.leave("switched_off")

    @rule(which=WHICH)
    def switch_on(self, which):
        self.automation(which).switch_on()
        self.on[which] = True

    # Time

    @rule(minutes=st.sampled_from([1, 10, 61, 12 * 60, 25 * 60]))
    def wait(self, minutes):
        self.clock.now += timedelta(minutes=minutes)

    @rule()
    def sweep(self):
        self.talk.time_out()
        for person in self.people.values():
            if person.inside and self.clock.now > person.inside.until:
                self.give_up(person)

    # How the two are told

    def person(self, who):
        found = getattr(self.cast, who)
        found.refresh_from_db()
        return found

    def automation(self, which):
        return Automation.objects.by_id(self.automations[which])

    def text(self, who, said, dies_at=None):
        self.clock.now += timedelta(seconds=1)
        self.texts += 1
        more = {"external_id": f"SMlife{self.texts}", "sent_at": self.clock.now}
        with transaction.atomic():
            if dies_at:
                self.die(who, said, dies_at, more)
            message = self.talk.text(getattr(self.cast, who), said, **more) or self.first
            if self.texts % 5 == 0:
                assert (
                    self.talk.text(getattr(self.cast, who), said, **more) is None
                )  # the provider repeats it
        if not self.people[who].blocked or said in ("STOP", "START"):
            assert (message.ticket_id is not None) == self.is_for_the_team(self.people[who], said)
        elif said == "not interested":
            # Nobody hears of it, but that it may be an opt-out counts all the same.
            self.people[who].doubted = self.people[who].doubted or self.people[who].consents

    def die(self, who, said, after, more):
        def dying(execute, sql, params, many, context):
            nonlocal after
            after -= 1
            if not after:
                raise Died
            return execute(sql, params, many, context)

        self.first = None
        try:
            with transaction.atomic(), connection.execute_wrapper(dying):
                self.first = self.talk.text(getattr(self.cast, who), said, **more)
        except Died:
            return

    def is_for_the_team(self, person: Person, said: str) -> bool:
        """What the oracle makes of a text, and whether a ticket is opened by it."""
        if said in ("STOP", "START"):
            person.consents, person.doubted = said == "START", False
            if said == "STOP":
                person.leave("opted_out")
            return False
        inside = person.inside
        if inside and self.clock.now > inside.until:
            self.give_up(person)
            inside = None
        if said == "not interested":
            person.leave("doubted")
            person.doubted = person.doubted or person.consents
            return True
        if inside:
            before = len(inside.said)
            inside.hear(said)
            person.said += inside.said[before:]
            return False
        return not (self.on.get(said) and self.enters(person, said))

    def enters(self, person: Person, word: str) -> bool:
        if not person.consents or person.doubted or person.muted(self.clock.now):
            return False
        life = Inside(self.scripts[word], self.clock.now, word=word)
        person.lives.append(life)
        person.said += life.said
        return True

    def give_up(self, person: Person) -> None:
        person.inside.said.append(person.inside.script.fallback)
        person.said.append(person.inside.script.fallback)
        person.inside.over = "timeout"

    @invariant()
    def it_is_as_the_oracle_says(self):
        names = {getattr(self.cast, who).pk: who for who in self.people}
        told = Message.objects.filter(origin="automation", profile__in=names).order_by("pk")
        rows = Session.objects.filter(profile__in=names).order_by("pk")
        found = {who: ([], []) for who in self.people}
        for profile, body in told.values_list("profile", "body"):
            found[names[profile]][0].append(body)
        for profile, *row in rows.values_list("profile", "ended", "answers", "texts"):
            found[names[profile]][1].append(tuple(row))
        assert found == {
            who: (person.said, [(life.over, life.answers, len(life.said)) for life in person.lives])
            for who, person in self.people.items()
        }


def test_the_engine_does_what_the_oracle_says(talk, acme, monkeypatch):
    clock = Clock(NOON)
    monkeypatch.setattr(timezone, "now", clock)
    monkeypatch.setattr(Life, "talk", talk, raising=False)
    monkeypatch.setattr(Life, "cast", acme, raising=False)
    monkeypatch.setattr(Life, "clock", clock, raising=False)
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=20,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # a life that goes wrong is told as it is: to shorten it takes minutes
        ),
    )
