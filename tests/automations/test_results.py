"""H12: what came of an automation, counted by hand in the tests and by the database in the product."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from accounts import tenancy
from automations.models import Answer, Automation, Ended, Session
from automations.outcomes.results import results_of
from automations.script import Choice, Question, Script
from inbox.models import Message
from profiles.models import Profile
from sms.link_results import LinkResults
from tests.automations.talking import PETS
from tests.pages import part, words


@pytest.fixture
def people(acme) -> list[Profile]:
    """Eight subscribers."""
    made = Profile.objects.bulk_create(
        Profile(account=acme.acme, phone=f"+1503556{n:04}", first_name=f"P{n}") for n in range(8)
    )
    for person in made:
        person.give_consent("marketing", "Sign-up form")
    return made


@pytest.fixture
def story(talk, acme, people) -> Automation:
    """Eight enter: three are recommended something, one of them after a reprompt; one is not understood twice, one opts
    out after the first answer, one is taken over, one times out, one is inside."""
    automation = talk.make()
    for person in people:
        talk.text(person, "PETS")
    a, b, c, d, e, f, g, _ = people
    for person, *said in (
        (a, "Cat", "1"),
        (b, "2", "Large"),
        (c, "xyzzy", "cat", "2"),
        (d, "xyzzy", "plugh"),
    ):
        for text in said:
            talk.text(person, text)
    talk.text(e, "Dog")
    talk.text(e, "STOP")
    talk.session_of(f).take_over()
    session = talk.session_of(g)
    session.time_out()
    return automation


def test_h12_a_story_told_in_numbers(story):
    found = results_of(story)
    assert (found.entered, found.inside, found.answered, found.recommended, found.opted_out) == (
        8,
        1,
        4,
        3,
        1,
    )
    assert found.ended == {"recommended": 3, "reprompts": 1, "opted_out": 1, "taken_over": 1, "timeout": 1}
    pet, size = found.questions
    assert (pet.asked, pet.answered, pet.waiting, pet.dropped) == (8, 4, 1, 3)
    assert pet.left == {"reprompts": 1, "taken_over": 1, "timeout": 1}
    assert [(each.text, each.people) for each in pet.choices] == [("Cat", 2), ("Dog", 2)]
    assert (pet.misses, pet.puzzled, pet.save_as) == (3, 2, "pet")
    assert (size.asked, size.answered, size.waiting, size.left) == (4, 3, 0, {"opted_out": 1})
    assert [(each.text, each.people) for each in size.choices] == [("Small", 1), ("Large", 2)]
    assert (size.misses, size.puzzled) == (0, 0)
    assert [(each.id, each.of, each.people) for each in found.recommendations] == [
        ("small", "Small", 1),
        ("default", "", 2),
    ]
    assert found.misses == 3
    assert found.links == LinkResults(clicks=0, clickers=0, orders=0, revenue={})


def test_h12_nobody_has_entered(talk, acme):
    found = results_of(talk.make(on=False))
    assert (found.entered, found.inside, found.ended, found.misses) == (0, 0, {}, 0)
    assert [each.asked for each in found.questions] == [0, 0]


def test_h12_of_one_version_or_of_a_time(talk, acme, people):
    automation = talk.make()
    talk.text(people[0], "PETS")
    Session.objects.update(started_at=timezone.now() - timedelta(days=40))
    automation.edit(script=replace(PETS, fallback="Bye").as_json())
    automation.switch_on()
    for person in people[1:4]:
        talk.text(person, "PETS")
    automation = Automation.objects.by_id(automation.pk)
    month_ago = timezone.now() - timedelta(days=30)
    assert results_of(automation).entered == 4
    assert [results_of(automation, version).entered for version in (1, 2)] == [1, 3]
    assert results_of(automation, since=month_ago).entered == 3
    assert results_of(automation, until=month_ago).entered == 1
    assert results_of(automation, 2, until=month_ago).entered == results_of(automation, 9).entered == 0
    assert results_of(automation, 2).links is None, "clicks are not known by version"


def test_h12_what_is_no_longer_asked_keeps_its_results(talk, acme, people):
    automation = talk.make()
    for said in ("PETS", "Dog", "Small"):
        talk.text(people[0], said)
    cats = Question("pet", "pet", "Which cat?", (Choice("cat", "Tom"), Choice("lion", "Lion")))
    automation.edit(script=replace(PETS, questions=(cats,)).as_json())
    automation.switch_on()
    talk.text(people[1], "PETS")
    talk.text(people[1], "Tom")
    pet, size = results_of(Automation.objects.by_id(automation.pk)).questions
    assert (pet.text, pet.gone, pet.asked) == ("Which cat?", False, 2)
    assert [(each.text, each.people, each.gone) for each in pet.choices] == [
        ("Tom", 1, False), ("Lion", 0, False), ("Dog", 1, True),
    ]  # fmt: skip
    assert (size.text, size.gone, size.asked) == ("How big is your {answers.pet}?", True, 1)
    ends = results_of(Automation.objects.by_id(automation.pk)).recommendations
    assert [(each.id, each.text, each.people, each.gone) for each in ends] == [
        ("default", PETS.recommendation, 1, False), ("small", "The small bed!", 1, True),
    ]  # fmt: skip


def test_h12_the_median_counts_from_when_a_message_was_out_or_asked_again(talk, acme, people):
    automation = talk.make()
    for person in people[:3]:
        talk.text(person, "PETS")
    talk.text(people[0], "xyzzy")
    for person in people[:3]:
        talk.text(person, "Cat")
    start = timezone.now() - timedelta(hours=5)
    Session.objects.update(started_at=start)
    heard = Answer.objects.order_by("pk")
    for answer, minutes in zip(heard, (60, 70, 30, 40), strict=True):
        Answer.objects.filter(pk=answer.pk).update(at=start + timedelta(minutes=minutes))
    pet, size = results_of(automation).questions
    assert (pet.median, pet.usually) == (timedelta(minutes=30), "30 min"), "of 10, 30 and 40"
    assert (size.median, size.usually) == (None, "")


def test_h12_six_statements_whatever_the_size(story, django_assert_num_queries):
    automation = Automation.objects.by_id(story.pk)
    with django_assert_num_queries(6):
        results_of(automation)


def random_history(talk, acme, random: Random) -> Automation:
    """Sessions as the engine would have left them, at random."""
    script = Script(
        tuple(
            Question(f"q{n}", f"n{n}", "?", tuple(Choice(f"{n}{m}", f"c{m}") for m in range(3)))
            for n in range(3)
        ),
        recommendation="Thanks",
    )
    automation = talk.make(script)
    version = automation.live_version
    channel = acme.number.channel
    for number in range(40):
        person = Profile.objects.create(account=acme.acme, phone=f"+15035577{number:03}")
        passed = random.randrange(4)
        answers = {f"q{n}": f"{n}{random.randrange(3)}" for n in range(passed)}
        ended = "recommended" if passed == 3 else random.choice(["", "timeout", "reprompts", "opted_out"])
        session = Session.objects.create(
            account=acme.acme, automation=automation, version=version, profile=person, channel=channel,
            started_at=timezone.now(), asked_at=timezone.now(), expires_at=timezone.now(),
            question=f"q{min(passed, 2)}", answers=answers, ended=ended,
            recommendation="default" if passed == 3 else "", ended_at=timezone.now() if ended else None,
        )  # fmt: skip
        heard = [*answers.items(), *((session.question, "") for _ in range(random.randrange(3)))]
        for question, choice in heard:
            said = Message.objects.create(channel=channel, profile=person, origin="customer", body="x")
            Answer.objects.create(session=session, message=said, question=question, choice=choice, rule="x")
    return automation


@pytest.mark.parametrize("seed", range(6))
def test_h12_the_numbers_are_those_of_a_naive_count(talk, acme, seed):
    automation = random_history(talk, acme, Random(seed))  # noqa: S311
    sessions = list(automation.sessions.prefetch_related("heard"))
    found = results_of(automation)
    assert found.entered == len(sessions) == found.inside + found.ended.total()
    assert found.ended == Counter(each.ended for each in sessions if each.ended)
    for question in found.questions:
        here = [each for each in sessions if question.id in each.answers or each.question == question.id]
        said = [answer for each in sessions for answer in each.heard.all() if answer.question == question.id]
        assert question.asked == len(here) == question.answered + question.dropped + question.waiting
        assert question.answered == len([answer for answer in said if answer.choice])
        assert question.misses == len([answer for answer in said if not answer.choice])
        assert question.puzzled == len({answer.session_id for answer in said if not answer.choice})
        for choice in question.choices:
            assert choice.people == len([answer for answer in said if answer.choice == choice.id])
    assert sum(each.people for each in found.recommendations) == found.ended[Ended.RECOMMENDED]


# The page


@pytest.fixture
def dora(cast, sign_in):
    return sign_in(cast.dora)


def asked(client, automation, part="results/", **query):
    tenancy.settle_in(None)
    return client.get(f"/automations/{automation.pk}/{part}", query)


def test_h12_the_page_tells_the_story(cast, sign_in, story):
    answer = asked(sign_in(cast.dora), story)
    told = words(part(answer, "outcome"))
    for said in (
        "Entered 8 100 %", "Answered at least once 4 50 %", "Got a recommendation 3 38 %", "Inside now 1", "Opted out 1",
        "Did not answer in time", "1. Cat 2 50 %", "3 answers of 2 people were not understood.",
        "The default one", "kept on the profile as pet",
    ):  # fmt: skip
        assert said in told
    fragment = sign_in(cast.dora, **{"HX-Request": "true"}).get(f"/automations/{story.pk}/results/")
    assert fragment.content.decode().startswith('<div class="outcome" id="outcome"')


def test_h12_nobody_yet_says_what_to_do(cast, sign_in, talk):
    automation = talk.make()
    assert "Tell your subscribers the keyword: “PETS”" in words(asked(sign_in(cast.dora), automation).content)
    empty = asked(sign_in(cast.dora), automation, version="1", days="7")
    assert "Nobody entered in this part" in words(empty.content)


@pytest.mark.parametrize("query", [{"version": "99"}, {"days": "-1"}, {"version": "x\0", "days": "ever"}])
def test_h12_a_part_that_makes_no_sense_is_the_whole(cast, sign_in, story, query):
    assert "Entered 8" in words(asked(sign_in(cast.dora), story, **query).content)


@pytest.mark.parametrize(
    ("who", "numbers", "names"), [("anna", 200, 403), ("bob", 200, 403), ("dora", 200, 200)]
)
def test_a2_numbers_are_for_reports_names_and_words_for_who_runs_automations(
    cast, sign_in, story, who, numbers, names
):
    client = sign_in(getattr(cast, who))
    answer = asked(client, story)
    assert answer.status_code == numbers
    for page in ("people/", "draft/"):
        assert (f"/automations/{story.pk}/{page}" in answer.content.decode()) == (names == 200)
    for path in ("people/", "people.csv", "not-understood/", "synonyms/?question=pet&choice=cat&synonym=x"):
        assert client.get(f"/automations/{story.pk}/{path}").status_code == names


def test_a1_a_stranger_finds_nothing_of_it(cast, sign_in, story):
    charlie = sign_in(cast.charlie)
    tenancy.settle_in(None)
    for path in ("results/", "people/", "people.csv", "not-understood/", "synonyms/"):
        assert charlie.get(f"/automations/{story.pk}/{path}").status_code == 404
    assert charlie.post(f"/automations/{story.pk}/synonyms/", {"synonym": "x"}).status_code == 404


def test_h12_the_page_asks_little(cast, sign_in, story, django_assert_max_num_queries):
    client = sign_in(cast.dora)
    tenancy.settle_in(None)
    with django_assert_max_num_queries(16):
        client.get(f"/automations/{story.pk}/results/")
