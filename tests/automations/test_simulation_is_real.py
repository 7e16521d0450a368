"""H10: the simulator can't drift: whatever people write, it says what the way in says, and nothing it shows is written."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from automations.models import Automation
from automations.script import Choice, Question, Script
from automations.simulating import acts
from automations.simulating.simulation import Simulation
from inbox import automatic
from inbox.models import Message
from profiles.models import Profile
from sms.models import Number, Texts

TEXTS = ["What?", "Hello {first_name}", "{answers.q0|None} and {properties.pet|no pet}", "{keyword}, really?"]
SAID = ["PETS", " “pets”! ", "1", "2", "3", "Cat", "the dog", "Brid", "parrot", "no", "STOP", "start", "help", "join",
        "please stop texting me", "cancel it all", "stop it Cat", "who are you"]  # fmt: skip
WORDS = ["Cat", "Dog", "Bird", "Catfish"]


class GoBack(Exception):
    """Takes back what a conversation has written."""


@st.composite
def scripts(draw) -> Script:
    questions = draw(st.integers(1, 3))
    return Script(
        questions=tuple(draw(question(place, questions)) for place in range(questions)),
        recommendation=draw(st.sampled_from(TEXTS)),
        reprompt=draw(st.sampled_from(["Again:\n{choices}", "Again?"])),
        max_reprompts=draw(st.integers(0, 2)),
        timeout_minutes=draw(st.sampled_from([60, 1440])),
    )


@st.composite
def question(draw, place: int, questions: int) -> Question:
    later = [f"q{each}" for each in range(place + 1, questions)]
    choices = tuple(
        Choice(
            f"c{place}{n}", word, leads_to=draw(st.sampled_from(["next", "end", *later])),
            recommendation=draw(st.sampled_from(["", *TEXTS])), tag=draw(st.sampled_from(["", "vip"])),
        )
        for n, word in enumerate(draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=4, unique=True)))
    )  # fmt: skip
    saved = draw(st.sampled_from(["", "pet", "pet.kind", "size"]))
    return Question(f"q{place}", f"q{place}", draw(st.sampled_from(TEXTS)), choices, saved)


@pytest.fixture
def world(talk, acme, monkeypatch):
    monkeypatch.setattr(automatic, "PER_MINUTE", 1000)
    monkeypatch.setattr(automatic, "PER_DAY", 1000)
    acme.acme.subscribe_keywords.create(word="JOIN", normal="join")
    texts: Texts = acme.number.channel.sms_texts
    texts.auto_respond = True
    texts.save()
    acme.number = Number.objects.by_route(acme.number.route)
    return talk


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    script=scripts(),
    who=st.sampled_from(["paula", "quinn", "sam"]),
    done=st.lists(st.sampled_from(SAID) | st.sampled_from([30, 90, 1500]), max_size=5),
)
def test_h10_the_simulator_says_what_would_be_said(world, acme, script, who, done):
    try:
        with transaction.atomic():
            check(world, acme, script, who, ["PETS", *done])
            raise GoBack
    except GoBack:
        pass


def check(world, acme, script: Script, who: str, done: list) -> None:
    automation, person = world.make(script, checked=False), getattr(acme, who)
    person = Profile.objects.get(pk=person.pk)
    simulated = simulate(automation, person, done)
    Message.objects.filter(profile=person).exclude(origin="customer").delete()
    for act in done:
        if isinstance(act, str):
            world.text(person, act)
        else:
            world.pass_by(minutes=act, seconds=1)
            world.time_out()
    after = Profile.objects.get(pk=person.pk)
    assert [sent.body for sent in sent_by(simulated)] == said_to(person)
    assert simulated.person.properties == after.properties
    assert set(simulated.tags) == set(after.profile_tags.values_list("tag__name", flat=True))
    assert simulated.person.is_subscriber == after.is_subscriber
    session = world.session_of(person)
    assert (simulated.state and (simulated.state.ended, simulated.state.answers)) == (
        session and (session.ended, session.answers)
    )


def simulate(automation: Automation, person: Profile, done: list) -> Simulation:
    made = Simulation(automation, automation.version, person, invited=False)
    return made.replay([acts.Text(act) if isinstance(act, str) else acts.Wait(act) for act in done])


def sent_by(simulated: Simulation) -> list:
    return [entry for entry in simulated.entries if entry.kind == "sent"]


def said_to(person) -> list[str]:
    sent = Message.objects.filter(profile=person).exclude(origin="customer")
    return list(sent.order_by("pk").values_list("body", flat=True))
