"""Each text as it is sent (H10): with and without a chosen person."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from automations.building.previews import previews
from automations.models import AutomationVersion
from tests.automations.talking import PETS


def version_of(script=PETS, keywords=("PETS",)) -> AutomationVersion:
    return AutomationVersion(keywords=list(keywords), script=script.as_json())


def test_without_a_person_variables_stand_as_they_were_written(acme):
    """H10: numbered choices included"""
    shown = previews(acme.acme, version_of())
    assert shown["pet"].pieces == ("What pet do you have?\n1. Cat\n2. Dog",)
    assert shown["size"].pieces == ("How big is your ", "{answers.pet}", "?\n1. Small\n2. Large")
    assert shown["default"].pieces[1::2] == ("{first_name}", "{answers.pet}")
    assert shown["small"].pieces == ("The small bed!",)
    assert shown["reprompt"].pieces == ("Please answer with a number:\n1. Cat\n2. Dog",)
    assert set(shown) == {"pet", "size", "small", "default", "reprompt", "fallback"}


def test_with_a_person_they_are_filled_in_as_if_the_first_choices_were_answered(acme):
    """H10, JSON paths included; a coupon is a sample and stays in its pool."""
    pool = acme.acme.coupon_pools.make(acme.acme, "Spring")
    pool.coupons.create(code="AB12-XYZ9")
    acme.paula.set_properties(home={"city": "Boston"})
    told = replace(
        PETS, recommendation="{first_name} of {properties.home.city}: {answers.size} {coupon.spring}"
    )
    shown = previews(acme.acme, version_of(told), acme.paula)
    assert shown["size"].pieces == ("How big is your Cat?\n1. Small\n2. Large",)
    assert shown["default"].pieces == ("Paula of Boston: Small XX00-XXX0",)
    assert shown["fallback"].pieces == ("We gave up. Text PETS to begin again.",)
    assert shown["default"].measure.segments == 1
    assert not pool.coupons.exclude(handed_out_at=None).exists()


def test_what_cannot_be_filled_in_says_why(acme):
    shown = previews(acme.acme, version_of(replace(PETS, recommendation="{coupon.gone}")), acme.paula)
    assert "coupon.gone" in shown["default"].problem or shown["default"].measure


def test_few_statements_ask_for_all_of_them(acme, django_assert_max_num_queries):
    acme.acme.coupon_pools.make(acme.acme, "Spring")
    told = replace(PETS, recommendation="{coupon.spring}", fallback="{coupon.spring}")
    with django_assert_max_num_queries(4):
        previews(acme.acme, version_of(told), acme.paula)


@pytest.mark.parametrize("person", [False, True], ids=["nobody", "Paula"])
def test_the_bubble_says_whether_variables_are_filled_in(acme, person):
    """H10"""
    chosen = acme.paula if person else None
    context = {"previews": previews(acme.acme, version_of(), chosen), "preview_of": chosen, "place": "size"}
    page = render_to_string("automations/previews/_preview.html", context)
    assert ("Variables are not filled in here." in page) is not person
    assert ("As Paula would get it · 1 segment" in page) is person
