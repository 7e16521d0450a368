"""What the builder offers to fill in, and whose texts it shows (H10)."""

import pytest

from accounts import tenancy
from automations.models import Automation
from tests.automations.talking import PETS, Talk
from tests.automations.writing import HTMX, form
from tests.pages import part, words


@pytest.fixture
def dora(cast, sign_in):
    return sign_in(cast.dora)


@pytest.fixture
def pets(cast) -> Automation:
    with tenancy.enter(cast.acme.pk):
        cast.acme.coupon_pools.make(cast.acme, "Spring")
        cast.paula.set_properties(home={"city": "Boston"})
        return Talk(cast).make(on=False)


def test_names_answers_coupons_and_properties_are_offered(dora, pets):
    """H10: what is used most comes first"""
    page = dora.get(f"/automations/{pets.pk}/variables/").text
    offered = [line.split('"')[0] for line in page.split('data-insert="')[1:]]
    plain = [each.replace("&#123;", "{").replace("&#125;", "}") for each in offered]
    assert plain[:3] == ["{first_name}", "{answers.pet}", "{answers.size}"]
    assert {"{coupon.spring}", "{properties.home.city}", "{keyword}", "{choices}", "{last_name}"} < set(plain)


def test_what_a_menu_offers_can_be_written(dora, pets, cast):
    """None of it is refused in the recommendation, where all has been answered."""
    page = dora.get(f"/automations/{pets.pk}/variables/").text
    names = [line.split("&#125;")[0] for line in page.split('data-insert="&#123;')[1:]]
    with tenancy.enter(cast.acme.pk):
        cast.acme.coupon_pools.get().coupons.create(code="AB12")
        text = " ".join(f"{{{name}}}" for name in names)
        pets.edit(script={**PETS.as_json(), "recommendation": text})
        wrong = [each for each in pets.problems(pets.draft) if not each.advice]
    assert wrong == []


def test_texts_are_shown_as_somebody_gets_them(dora, pets):
    """H10: with and without a chosen profile"""
    url = f"/automations/{pets.pk}/draft/"
    page = dora.post(url, form(PETS), headers=HTMX)
    shown = words(part(page, "preview-size"))
    assert (
        "How big is your {answers.pet} ? 1. Small 2. Large As it is sent. Variables are not filled" in shown
    )
    page = dora.post(url, form(PETS, person="paula"), headers=HTMX)
    assert "How big is your Cat? 1. Small 2. Large As Paula would get it" in words(part(page, "preview-size"))
    assert "filled in for Paula" in words(part(page, "previewed"))
    page = dora.post(url, form(PETS, person="+1 415 555 0199"), headers=HTMX)
    assert "Nobody here is “+1 415 555 0199”." in words(part(page, "previewed"))


def test_what_is_missing_leads_to_its_field_and_advice_stands_apart(dora, pets):
    """H1, H12"""
    wrong = form(PETS, keywords="PET") | {"pet-cat-text": "No"}
    page = dora.post(f"/automations/{pets.pk}/draft/", wrong, headers=HTMX)
    assert 'href="#said-keywords"' in part(page, "automation-said")
    assert "“PET” has 3 characters" in words(part(page, "said-keywords")).partition("Who can begin")[0]
    assert "“No” is inside words such as" in words(part(page, "said-cat")).partition("Choice 2")[0]
    assert "Something is missing here" in words(part(page, "automation-tree"))


@pytest.mark.parametrize("member", ["bob", "anna"])
def test_who_sets_up_no_automations_is_offered_nothing(cast, sign_in, pets, member):
    """A2"""
    assert sign_in(getattr(cast, member)).get(f"/automations/{pets.pk}/variables/").status_code == 403


def test_a_stranger_finds_nothing(cast, sign_in, pets):
    """A1"""
    assert sign_in(cast.charlie).get(f"/automations/{pets.pk}/variables/").status_code == 404
