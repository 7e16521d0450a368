"""H12: words that were not understood, grouped by likeness, become synonyms; what that would have changed is said first."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts import tenancy
from automations.models import Answer, Automation
from automations.outcomes import replaying
from automations.outcomes.not_understood import not_understood
from automations.script import Choice
from profiles.models import Profile
from tests.automations.talking import PETS
from tests.pages import words

HTMX = {"HX-Request": "true"}
PET = PETS.questions[0]


@pytest.fixture
def say(talk, acme):
    """`say("kitty", "Kitty")`: each by a new person who was asked what pet they have."""
    numbers = iter(range(1000))

    def texts(*said: str) -> None:
        for text in said:
            person = Profile.objects.create(account=acme.acme, phone=f"+1503558{next(numbers):04}")
            person.give_consent("marketing", "Sign-up form")
            talk.text(person, "PETS")
            talk.text(person, text)

    return texts


@pytest.fixture
def pets(talk, say) -> Automation:
    automation = talk.make()
    say("kitty", "Kitty!", "kitty", "wolfhound", "cat", "xyzzy")
    return automation


def fresh(automation) -> Automation:
    return Automation.objects.by_id(automation.pk)


def test_h12_words_are_grouped_by_likeness_the_most_frequent_first(pets):
    [block] = not_understood(fresh(pets))
    assert block.question.id == "pet"
    assert [(each.wording, each.times) for each in block.groups][0] == ("kitty", 3)
    assert {each.wording for each in block.groups} == {"kitty", "wolfhound", "xyzzy"}
    assert (block.times, block.settled) == (5, 0)


def test_h12_what_the_draft_understands_by_now_is_settled(pets):
    pets.understand("kitty", "pet", "cat")
    [block] = not_understood(fresh(pets))
    assert {each.wording for each in block.groups} == {"wolfhound", "xyzzy"}
    assert block.settled == 3


def test_h12_old_ones_pictures_and_the_words_of_the_blocked_are_left_out(talk, acme, pets, say):
    Answer.objects.filter(message__body="xyzzy").update(at=timezone.now() - timedelta(days=91))
    say("")
    blocked = Answer.objects.filter(message__body="wolfhound").get().session.profile
    blocked.block(by=acme.bob)
    [block] = not_understood(fresh(pets))
    assert [each.wording for each in block.groups] == ["kitty"]


def test_h12_nobody_was_misunderstood(talk, say):
    automation = talk.make()
    say("cat", "2")
    assert not_understood(fresh(automation)) == []


def test_h12_it_is_said_what_a_synonym_would_have_changed(pets):
    effect = replaying.effect(fresh(pets), PET, PET.choices[0], "kitty")
    assert {(each.text, each.times, each.before, each.after) for each in effect.found} == {
        ("kitty", 2, "", "Cat"), ("Kitty!", 1, "", "Cat"),
    }  # fmt: skip
    assert (effect.found_times, effect.changed) == (3, [])


def test_h12_also_what_it_would_have_spoilt(talk, say):
    automation = talk.make()
    say("a dog", "my dog", "kitty")
    effect = replaying.effect(fresh(automation), PET, PET.choices[0], "my dog")
    assert [(each.text, each.before, each.after) for each in effect.changed] == [("my dog", "Dog", "Cat")]
    tie = replaying.effect(fresh(automation), PET, PET.choices[0], "dog")
    assert {(each.text, each.before, each.after) for each in tie.changed} >= {("a dog", "Dog", "")}


def test_h12_a_synonym_is_added_to_the_draft_alone(pets, talk, acme):
    choice = pets.understand("  kitty  cat ", "pet", "cat")
    assert choice.synonyms == ("kitty cat",)
    automation = fresh(pets)
    assert automation.draft.read_script().questions[0].choices[0] == Choice("cat", "Cat", ("kitty cat",))
    assert automation.version.read_script() == PETS
    automation.understand("puss", "pet", "cat")
    assert fresh(pets).draft.read_script().questions[0].choices[0].synonyms == ("kitty cat", "puss")


def test_h6_once_it_is_on_it_is_understood(pets, talk, say):
    pets.understand("wolfhound", "pet", "dog")
    fresh(pets).switch_on()
    say("Wolfhound")
    assert list(Answer.objects.values_list("choice", flat=True))[-1] == "dog"


@pytest.mark.parametrize(
    ("said", "question", "choice", "why"),
    [
        ("Cat", "pet", "cat", "understood already"),
        ("dOG", "pet", "cat", "understood as “Dog”"),
        ("kitty", "pet", "lion", "not in the automation any more"),
        ("kitty", "house", "cat", "not in the automation any more"),
        (" \n", "pet", "cat", "Write the words"),
        ("k" * 101, "pet", "cat", "at most 100"),
    ],
)
def test_h12_what_can_be_no_synonym_is_refused(pets, said, question, choice, why):
    with pytest.raises(ValidationError, match=why):
        pets.understand(said, question, choice)
    assert fresh(pets).draft is None


# The pages


@pytest.fixture
def dora(cast, sign_in, pets):
    tenancy.settle_in(None)
    return sign_in(cast.dora)


def test_h12_the_words_stand_on_a_page_with_a_form_to_make_them_a_synonym(dora, pets):
    page = dora.get(f"/automations/{pets.pk}/not-understood/").content.decode()
    assert "kitty 3 × times Add as a synonym" in words(page)
    assert 'value="kitty"' in page
    fragment = dora.get(f"/automations/{pets.pk}/not-understood/", headers=HTMX).content.decode()
    assert fragment.startswith('<section class="card misheard" id="not-understood"')


def test_h12_one_sees_what_it_would_change_before_one_adds_it(cast, dora, pets):
    asked = {"question": "pet", "choice": "cat", "synonym": "kitty"}
    for headers in ({}, HTMX):
        answer = dora.get(f"/automations/{pets.pk}/synonyms/", asked, headers=headers)
        assert "3 more answers of the last 90 days would have been understood" in words(answer.content)
        assert "Nothing that was understood would have been read otherwise." in words(answer.content)
    with tenancy.enter(cast.acme.pk):
        assert fresh(pets).draft is None, "nothing is changed by looking"
    tenancy.settle_in(None)
    added = dora.post(f"/automations/{pets.pk}/synonyms/", asked, headers=HTMX)
    assert "“kitty” means “Cat” in the draft." in words(added.content)
    assert "kitty 3" not in words(added.content)
    page = dora.post(f"/automations/{pets.pk}/synonyms/", asked | {"synonym": "puss"}, follow=True)
    assert "“puss” means “Cat” in the draft." in words(page.content)


@pytest.mark.parametrize(
    "change",
    [
        {"synonym": "dog"},
        {"synonym": ""},
        {"choice": "x\0"},
        {"question": "z" * 50},
        {"choice": ""},
        {"synonym": "x" * 2000},
    ],
)
def test_h12_what_is_refused_says_why(cast, dora, pets, change):
    asked = {"question": "pet", "choice": "cat", "synonym": "kitty"} | change
    for method in (dora.get, dora.post):
        answer = method(f"/automations/{pets.pk}/synonyms/", asked)
        assert answer.status_code == 422
        assert "field__error" in answer.content.decode()
    with tenancy.enter(cast.acme.pk):
        assert fresh(pets).draft is None


def test_h12_a_message_without_a_word_of_it_left(cast, dora, pets):
    with tenancy.enter(cast.acme.pk):
        for said in ("kitty", "wolfhound", "xyzzy"):
            fresh(pets).understand(said, "pet", "cat")
    tenancy.settle_in(None)
    assert "the draft understands all of it" in words(
        dora.get(f"/automations/{pets.pk}/not-understood/").content
    )
    with tenancy.enter(cast.acme.pk):
        fresh(pets).edit(script=replace(PETS, questions=PETS.questions[1:]).as_json())
    tenancy.settle_in(None)
    assert "Everything was understood" in words(dora.get(f"/automations/{pets.pk}/not-understood/").content)


def test_h12_the_words_ask_little(dora, pets, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        dora.get(f"/automations/{pets.pk}/not-understood/")


def test_h12_two_admins_who_add_words_at_once_lose_neither(brand):
    with brand.inside():
        automation = Automation.objects.make(brand.account, "Pets", keywords=["PETS"], script=PETS.as_json())
    start = Barrier(2)

    def add(words: str) -> None:
        with brand.inside():
            mine = Automation.objects.by_id(automation.pk)
            start.wait(10)
            mine.understand(words, "pet", "cat")
        connection.close()

    threads = [Thread(target=add, args=(words,)) for words in ("kitty", "puss")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    with brand.inside():
        synonyms = (
            Automation.objects.by_id(automation.pk).draft.read_script().questions[0].choices[0].synonyms
        )
    assert set(synonyms) == {"kitty", "puss"}
