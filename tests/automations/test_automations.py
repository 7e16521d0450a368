"""H1, H2, H14: the list, what a new one begins from, copies, and words that mean one thing only."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from accounts import tenancy
from automations import script_templates
from automations.models import Automation, Session, TriggerKeyword
from automations.models.revising import Seen
from inbox.channels import Refusal
from sms.models import SubscribeKeyword
from tests.automations.talking import PETS, Talk
from tests.pages import words
from tests.sms.test_concurrency import at_once

CODES = [code for code, _ in script_templates.choices()]


@pytest.fixture
def dora(cast, sign_in):
    return sign_in(cast.dora)


@pytest.fixture
def on(cast) -> Automation:
    with tenancy.enter(cast.acme.pk):
        return Talk(cast).make()


def only(cast) -> Automation:
    with tenancy.enter(cast.acme.pk):
        return Automation.objects.for_display().get()


def test_h14_the_empty_list_offers_templates(dora):
    page = words(dora.get("/automations/").content)
    assert "No automations yet" in page
    assert all(name in page for name in ("Survey", "Shopping guide", "Quiz", "From nothing"))


def test_h14_templates_come_in_three_languages(dora):
    assert "Umfrage" in words(dora.get("/automations/templates/?language=de").content)
    assert "Enquête" in words(dora.get("/automations/templates/?language=fr").content)
    assert "Survey" in words(dora.get("/automations/templates/?language=xx").content)


@pytest.mark.parametrize("code", CODES)
def test_h14_a_template_can_be_switched_on_once_it_has_a_keyword(talk, acme, code):
    template = script_templates.find(code)
    automation = talk.make(template.script(), keywords=[template.keyword])
    assert automation.is_on
    assert [each.text for each in automation.problems(automation.version)] == []


def test_h14_one_is_made_from_a_template(cast, dora):
    answer = dora.post("/automations/", {"template": "quiz.en"})
    made = only(cast)
    assert (answer.url, made.name) == (f"/a/acme/automations/{made.pk}/draft/", "Quiz")
    with tenancy.enter(cast.acme.pk):
        assert made.draft.read_script() == script_templates.find("quiz.en").script()


def test_h1_one_is_made_from_nothing_with_its_first_message_to_be_written(cast, dora):
    dora.post("/automations/", {"template": "", "name": "  My   survey "})
    made = only(cast)
    assert made.name == "My survey"
    with tenancy.enter(cast.acme.pk):
        assert len(made.draft.read_script().questions) == 1


@pytest.mark.parametrize("wrong", [{"template": "nonsense.en"}, {"name": "x" * 121}])
def test_h14_what_there_is_not_is_refused(dora, wrong):
    assert dora.post("/automations/", wrong).status_code == 422


def test_the_list_shows_how_each_one_stands(cast, dora, on):
    with tenancy.enter(cast.acme.pk):
        Talk(cast).text(cast.paula, "PETS")
    page = words(dora.get("/automations/").content)
    assert "Pets On PETS 1 entered in 30 days 1 inside now" in page


def test_the_list_asks_as_much_for_ten_as_for_one(cast, dora, django_assert_max_num_queries):
    with tenancy.enter(cast.acme.pk):
        for number in range(10):
            Talk(cast).make(keywords=[f"PETS{number}"], name=f"Pets {number}")
    with django_assert_max_num_queries(12):
        dora.get("/automations/")


@pytest.mark.parametrize("who", ["bob", "anna"])
def test_a2_automations_are_for_those_who_manage_them(cast, sign_in, on, who):
    client = sign_in(getattr(cast, who))
    for path in (
        "/automations/",
        "/automations/templates/",
        f"/automations/{on.pk}/",
        f"/automations/{on.pk}/draft/",
    ):
        assert client.get(path).status_code == 403


def test_a1_an_automation_of_another_account_is_not_found(cast, sign_in, on):
    charlie, path = sign_in(cast.charlie), f"/automations/{on.pk}/"
    for method, below in (
        ("get", ""), ("delete", ""), ("get", "draft/"), ("post", "draft/"), ("delete", "draft/"), ("post", "switch/"),
        ("delete", "switch/"), ("post", "copies/"), ("post", "stand-ins/"), ("post", "versions/1/restoration/"),
    ):  # fmt: skip
        assert getattr(charlie, method)(path + below).status_code == 404
    assert only(cast).is_on


def test_a_copy_says_the_same_and_has_no_keyword(cast, dora, on):
    answer = dora.post(f"/automations/{on.pk}/copies/")
    with tenancy.enter(cast.acme.pk):
        copy = Automation.objects.for_display().first()
        assert answer.url == f"/a/acme/automations/{copy.pk}/draft/"
        assert (copy.name, copy.state, copy.draft.keywords) == ("Pets (copy)", "draft", [])
        assert copy.draft.read_script() == PETS


def test_a_draft_is_deleted_for_good(cast, dora):
    dora.post("/automations/", {"template": "quiz.en"})
    assert dora.delete(f"/automations/{only(cast).pk}/").url == "/a/acme/automations/"
    with tenancy.enter(cast.acme.pk):
        assert not Automation.objects.exists()


def test_what_is_or_was_on_has_a_page_of_its_own(dora, on):
    page = words(dora.get(f"/automations/{on.pk}/").content)
    assert "Pets On PETS for every subscriber" in page
    assert "Version 1 In use" in page


# Words that mean one thing only


@pytest.mark.parametrize("word", ["PETS", "pets", " Pets! ", "péts"])
def test_h2_a_keyword_of_an_automation_can_not_subscribe_people(cast, dora, on, word):
    answer = dora.post("/settings/sms/keywords/", {"word": word})
    assert answer.status_code == 422
    assert "begins the automation “Pets” already" in words(answer.content)
    with tenancy.enter(cast.acme.pk):
        assert not SubscribeKeyword.objects.filter(account=cast.acme, normal="pets").exists()


def test_h2_two_who_save_the_same_keyword_at_once_one_has_it_and_the_other_is_told(brand):
    with brand.inside():
        drafts = [Automation.objects.make(brand.account, f"Pets {n}").pk for n in range(6)]

    def take(pk) -> str:
        try:
            with brand.inside():
                Automation.objects.by_id(pk).revise("Pets", keywords=["Pets", f"mine{pk}"])
        except ValidationError as error:
            return error.messages[0]
        return ""

    said = at_once(take, drafts)
    assert sorted(map(bool, said)) == [False] + [True] * 5
    assert all("begins “Pets” already" in each for each in said if each)
    with brand.inside():
        assert TriggerKeyword.objects.filter(normal="pets").count() == 1
        assert TriggerKeyword.objects.count() == 2


def test_h12_the_same_revision_at_once_one_is_kept_and_the_others_are_told(brand):
    with brand.inside():
        automation = Automation.objects.make(brand.account, "Pets")

    def write(number) -> bool:
        try:
            with brand.inside():
                found = Automation.objects.by_id(automation.pk)
                found.revise(f"Pets {number}", Seen(0, f"page{number}"), script=PETS.as_json())
        except Refusal:
            return False
        return True

    assert sum(at_once(write, range(6))) == 1
    with brand.inside():
        assert Automation.objects.get(pk=automation.pk).revision == 1
        assert Session.objects.count() == 0


def test_h12_programs_that_change_different_parts_of_the_script_at_once_lose_none(brand):
    with brand.inside():
        automation = Automation.objects.make(brand.account, "Pets", script=PETS.as_json())
    parts = {"recommendation": "One", "reprompt": "Two", "fallback": "Three", "max_reprompts": 4}

    def write(name):
        with brand.inside():
            Automation.objects.by_id(automation.pk).rewrite({name: parts[name]})

    at_once(write, parts)
    with brand.inside():
        script = Automation.objects.by_id(automation.pk).edited.read_script()
    assert script == replace(PETS, **parts)
