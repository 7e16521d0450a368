"""H1-H3, H7, H8, H12: the builder keeps what is typed, says what is missing, and tells who comes too late."""

from dataclasses import replace

import pytest

from accounts import tenancy
from automations.models import Automation, Session, TriggerKeyword
from automations.script import Script
from inbox.models import Source, Tag
from tests.automations.talking import PETS, Talk
from tests.automations.writing import HTMX, PLAIN, form
from tests.pages import field_error, part, words


@pytest.fixture
def dora(cast, sign_in):
    return sign_in(cast.dora)


@pytest.fixture
def pets(cast) -> Automation:
    """A draft that says nothing yet."""
    with tenancy.enter(cast.acme.pk):
        return Automation.objects.make(cast.acme, "Pets")


@pytest.fixture
def on(cast) -> Automation:
    with tenancy.enter(cast.acme.pk):
        return Talk(cast).make()


def now(cast, automation) -> Automation:
    with tenancy.enter(cast.acme.pk):
        return Automation.objects.for_display().prefetch_related("versions").get(pk=automation.pk)


def draft(cast, automation):
    with tenancy.enter(cast.acme.pk):
        return Automation.objects.get(pk=automation.pk).draft


def seen(answer) -> dict[str, str]:
    """What a page that was opened sends along."""
    shown = answer.context["form"].seen
    return {"revision": str(shown.revision), "page": shown.page}


def test_h1_what_is_typed_is_kept_and_what_is_missing_is_said(cast, dora, pets):
    typed = form(
        replace(PETS, questions=(replace(PETS.questions[0], choices=PETS.questions[0].choices[:1]),))
    )
    answer = dora.post(
        f"/automations/{pets.pk}/draft/",
        typed | seen(dora.get(f"/automations/{pets.pk}/draft/")),
        headers=HTMX,
    )
    assert answer.status_code == 200
    assert "To do" in words(part(answer, "automation-said"))
    kept = draft(cast, pets)
    assert kept.keywords == ["PETS"]
    assert kept.read_script().questions[0].choices == PETS.questions[0].choices[:1]
    assert "What pet do you have?" in dora.get(f"/automations/{pets.pk}/draft/").content.decode()


def test_h1_it_is_switched_on_once_it_is_complete(cast, dora, pets):
    """What stands on the page is saved first."""
    page = seen(dora.get(f"/automations/{pets.pk}/draft/"))
    refused = dora.post(f"/automations/{pets.pk}/switch/", PLAIN | page)
    assert (refused.status_code, now(cast, pets).state) == (422, "draft")
    answer = dora.post(f"/automations/{pets.pk}/switch/", form(PETS, **page))
    assert answer.url == f"/a/acme/automations/{pets.pk}/"
    automation = now(cast, pets)
    assert (automation.state, automation.version.keywords) == ("on", ["PETS"])
    assert automation.version.read_script() == PETS


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_h1_a_button_adds_a_choice_for_each_pasted_line(cast, dora, pets, headers):
    typed = form(PETS, do="add choice pet cat", line=["Bird", "", "Fish"])
    answer = dora.post(f"/automations/{pets.pk}/draft/", typed, headers=headers)
    assert answer.status_code == (200 if headers else 302)
    texts = [choice.text for choice in draft(cast, pets).read_script().questions[0].choices]
    assert texts == ["Cat", "Bird", "Fish", "Dog"]


def test_h1_a_sixth_message_is_not_offered(cast, dora, pets):
    typed = form(
        replace(
            PETS,
            questions=tuple(replace(PETS.questions[0], id=f"q{n}", name="", choices=()) for n in range(5)),
        )
    )
    answer = dora.post(f"/automations/{pets.pk}/draft/", typed, headers=HTMX)
    assert "5 messages are the most" in words(answer.content)
    assert 'value="add question"' not in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"keywords": "K" * 41}, "A keyword has at most 40 characters"),
        ({"keywords": "\ufdfa" * 10}, "A keyword has at most 40 characters"),
        ({"keywords": ",".join(f"KEY{n}" for n in range(21))}, "at most 20 keywords"),
        ({"trigger": "never"}, "not one of the available choices"),
        ({"trigger_source": "999999"}, "not one of the available choices"),
        ({"trigger_source": "x"}, "not one of the available choices"),
        ({"trigger_hours": "0"}, "greater than or equal to 1"),
        ({"timeout_hours": "-3"}, "greater than or equal to 1"),
        ({"timeout_hours": ""}, "required"),
        ({"max_reprompts": "6"}, "less than or equal to 5"),
        ({"max_reprompts": "many"}, "Enter a whole number"),
        ({"recommendation": "x" * 1601}, "at most 1,600 characters; this one has 1,601"),
    ],
)
def test_h1_what_can_not_be_kept_is_refused_with_what_was_typed(cast, dora, pets, wrong, said):
    answer = dora.post(f"/automations/{pets.pk}/draft/", form(PETS) | wrong, headers=HTMX)
    assert answer.status_code == 422
    assert said in words(answer.content)
    assert "What pet do you have?" in answer.content.decode()
    assert draft(cast, pets).read_script() == Script()


def test_h3_a_campaign_reply_names_a_campaign_or_flow_of_the_account(cast, dora, pets):
    with tenancy.enter(cast.acme.pk):
        sources = [
            Source.objects.create(account=cast.acme, kind="campaign", name=f"Sale {n}") for n in range(60)
        ]
    chosen = {"trigger": "reply", "trigger_source": str(sources[0].pk), "trigger_hours": "48"}
    answer = dora.post(f"/automations/{pets.pk}/draft/", form(PETS) | chosen, headers=HTMX)
    assert answer.status_code == 200
    kept = draft(cast, pets)
    assert (kept.trigger, kept.trigger_source_id, kept.trigger_hours) == ("reply", sources[0].pk, 48)
    page = dora.get(f"/automations/{pets.pk}/draft/").content.decode()
    assert "Sale 0 (campaign)" in page and "Sale 1 (campaign)" not in page and "Find by name" in page
    found = dora.post(f"/automations/{pets.pk}/draft/", form(PETS) | chosen | {"find": "ale 1"}, headers=HTMX)
    assert "Sale 1 (campaign)" in found.content.decode()


def test_a1_a_campaign_of_another_account_can_not_be_chosen(cast, dora, pets):
    with tenancy.enter(cast.globex.pk):
        theirs = Source.objects.create(account=cast.globex, kind="campaign", name="Theirs")
    chosen = {"trigger": "reply", "trigger_source": str(theirs.pk)}
    answer = dora.post(f"/automations/{pets.pk}/draft/", form(PETS) | chosen, headers=HTMX)
    assert answer.status_code == 422 and "Theirs" not in answer.content.decode()


def test_h2_a_keyword_of_another_automation_is_refused_and_said_whose_it_is(cast, dora, pets, on):
    answer = dora.post(f"/automations/{pets.pk}/draft/", form(PETS, name="Other"), headers=HTMX)
    assert answer.status_code == 422
    assert "“PETS” begins “Pets” already" in field_error(answer, "keywords")
    assert now(cast, pets).name == "Pets" and draft(cast, pets).keywords == []
    with tenancy.enter(cast.acme.pk):
        assert TriggerKeyword.objects.get().automation_id == on.pk


def test_h12_who_comes_too_late_is_told_and_may_save_over_it(cast, sign_in, pets):
    """Nothing is lost in silence."""
    dora, adam = sign_in(cast.dora), sign_in(cast.adam)
    path = f"/automations/{pets.pk}/draft/"
    of_dora, of_adam = seen(dora.get(path)), seen(adam.get(path))
    for text in ("Do", "Dogs"):  # she goes on writing before the first answer came
        assert dora.post(path, form(PETS, recommendation=text, **of_dora), headers=HTMX).status_code == 200
    late = adam.post(path, form(PETS, recommendation="Cats", **of_adam), headers=HTMX)
    assert late.status_code == 422
    assert "Dora has changed this automation since you opened it here" in words(late.content)
    assert "Cats" in late.content.decode() and draft(cast, pets).read_script().recommendation == "Dogs"
    over = adam.post(path, form(PETS, recommendation="Cats", do="keep", **of_adam), headers=HTMX)
    assert over.status_code == 200 and draft(cast, pets).read_script().recommendation == "Cats"
    assert dora.post(path, form(PETS, **of_dora), headers=HTMX).status_code == 422
    assert adam.post(path, form(PETS, **of_adam), headers=HTMX).status_code == 200


@pytest.mark.parametrize("is_on", [True, False])
def test_h11_whoever_sees_the_old_name_of_a_tag_does_not_put_it_back(cast, dora, pets, is_on):
    path, tagged = f"/automations/{pets.pk}/draft/", changed_tag("Cats")
    with tenancy.enter(cast.acme.pk):
        tag = Tag.objects.make(cast.acme, "Cats")
        pets.edit(keywords=["PETS"], script=tagged.as_json())
        if is_on:
            pets.switch_on()
    page = seen(dora.get(path))
    with tenancy.enter(cast.acme.pk):
        tag.revise("Cat people", tag.colour)
    assert dora.post(path, form(tagged, **page), headers=HTMX).status_code == 422
    automation = now(cast, pets)
    version = automation.version if is_on else automation.draft
    assert version.read_script() == changed_tag("Cat people")
    assert (automation.draft is None) == is_on


def changed_tag(name: str) -> Script:
    """PETS, whose first choice puts this tag on."""
    pet, size = PETS.questions
    cat, dog = pet.choices
    return replace(PETS, questions=(replace(pet, choices=(replace(cat, tag=name), dog)), size))


def test_h12_changes_are_a_draft_which_is_gone_when_it_says_what_is_on(cast, dora, on):
    path = f"/automations/{on.pk}/draft/"
    dora.post(path, form(PETS, recommendation="New"), headers=HTMX)
    assert draft(cast, on).number == 2
    dora.post(path, form(PETS), headers=HTMX)
    assert draft(cast, on) is None
    dora.post(path, form(PETS, recommendation="New"), headers=HTMX)
    assert dora.delete(path).url == f"/a/acme/automations/{on.pk}/"
    assert draft(cast, on) is None


def test_h12_an_earlier_version_comes_back_as_the_draft(cast, dora, on):
    path = f"/automations/{on.pk}"
    dora.post(f"{path}/switch/", form(PETS, recommendation="New"))
    assert now(cast, on).version.number == 2
    assert dora.post(f"{path}/versions/1/restoration/").url == f"/a/acme{path}/draft/"
    assert draft(cast, on).read_script() == PETS
    assert dora.post(f"{path}/versions/9/restoration/").status_code == 404


@pytest.mark.parametrize(("people", "left"), [("stop", 0), ("finish", 1)])
def test_h12_switched_off_people_inside_finish_or_stop(cast, dora, on, people, left):
    with tenancy.enter(cast.acme.pk):
        Talk(cast).text(cast.paula, "PETS")
    dora.post(f"/automations/{on.pk}/switch/", {"_method": "DELETE", "people": people})
    assert now(cast, on).state == "off"
    with tenancy.enter(cast.acme.pk):
        assert Session.objects.running().count() == left


def test_e7_variables_of_the_automation_are_counted_as_long_as_they_can_become(cast, dora, on):
    tokens = ["{answers.pet}", "{choices}", "{keyword}", "{answers.later}", "{first_name}", "{nonsense}"]
    told = dora.post(f"/automations/{on.pk}/stand-ins/", {"token": tokens}).json()["tokens"]
    assert told["{answers.pet}"]["text"] == "Cat"
    assert told["{choices}"]["text"] == "1. Small\n2. Large"
    assert told["{keyword}"]["text"] == "PETS"
    assert told["{answers.later}"] == {"text": "{answers.later}", "problem": ""}
    # Said beside the message already.
    assert told["{nonsense}"] == {"text": "{nonsense}", "problem": ""}


def test_the_builder_asks_the_database_no_more_for_five_messages(
    cast, dora, pets, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        dora.get(f"/automations/{pets.pk}/draft/")
