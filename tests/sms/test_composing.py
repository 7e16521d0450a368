"""E7, H10: a text as it leaves: variables, fallbacks, properties, coupon codes, the organization's name in front."""

import re
import uuid

import pytest
from django.core.exceptions import ValidationError

from inbox import macros
from inbox.models import Delivery, Macro
from profiles.models import Profile
from sms import composing
from sms.coupon_codes import Codes
from sms.models import CouponPool

PERSON = Profile(
    first_name="Paula",
    last_name="Fox",
    properties={
        "size": "L", "pet": {"kind": "cat", "age": 3, "tame": True}, "names": ["Minka", "Mo"], "Schuhgröße": 42.5,
        "none": None, "favourite colour": "blue", "sly": "{coupon.spring} {last_name}",
    },
)  # fmt: skip


@pytest.fixture
def pool(acme):
    pool = CouponPool.objects.make(acme.acme, "Spring")
    pool.add(Codes(["SAVE-a1", "SAVE-a2"], []))
    return pool


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Hi {first_name} {last_name}!", "Hi Paula Fox!"),
        ("{ first_name }", "Paula"),
        ("{properties.size}", "L"),
        ("{properties.pet.kind}, {properties.pet.age}", "cat, 3"),
        ("{properties.pet.tame}", "yes"),
        ("{properties.names.1}", "Mo"),
        ("{properties.Schuhgröße}", "42.5"),
        ("{properties.favourite colour}", "blue"),
        ("{properties.unknown}.", "."),
        ("{properties.unknown|medium}", "medium"),
        ("{properties.none| a friend }", "a friend"),
        ("{properties.size|medium}", "L"),
        ("{properties.pet}", ""),
        ("{properties.names.9}{properties.pet.kind.more}", ""),
        ("{organization}: {support_email}", "Acme: help@acme.example"),
    ],
)
def test_h10_variables_are_filled_in(acme, text, filled):
    composing.check(acme.acme, text)
    assert composing.compose(acme.acme, PERSON, text, key="x") == filled


def test_h10_nothing_known_of_somebody(acme):
    text = "Hi {first_name}, or {first_name|friend}, or {first_name|}.{last_name}"
    assert composing.compose(acme.acme, Profile(), text, key="x") == "Hi there, or friend, or ."


def test_h10_what_a_value_says_is_never_looked_at_for_variables(acme, pool):
    assert composing.compose(acme.acme, PERSON, "{properties.sly}", key="x") == "{coupon.spring} {last_name}"
    assert pool.coupons.filter(handed_out_at=None).count() == 2


@pytest.mark.parametrize(
    "text",
    ["{nobody}", "{First name}", "{properties}", "{properties.}", "{coupon}", "{coupon.nope}", "{}", "{first_name.x}",
     "{coupon.Spring}"],
)  # fmt: skip
def test_h10_what_is_no_variable_is_refused_when_the_text_is_saved(acme, pool, text):
    with pytest.raises(ValidationError, match="There is no variable"):
        composing.check(acme.acme, text)


def test_h10_the_refusal_names_what_there_is(acme, pool):
    with pytest.raises(ValidationError, match=r"no variable {frist_name}.*{first_name}.*{properties\.…}"):
        composing.check(acme.acme, "{frist_name}")
    with pytest.raises(ValidationError, match=r"no variable {coupon.sprnig}\. You can use {coupon.spring}"):
        composing.check(acme.acme, "{coupon.sprnig}")


def test_h10_further_variables_such_as_the_answers_given(acme):
    composing.check(acme.acme, "A {pet}, then!", ["pet"])
    assert (
        composing.compose(acme.acme, PERSON, "A {pet}, then!", key="x", more={"pet": "cat"}) == "A cat, then!"
    )


@pytest.mark.parametrize(
    ("text", "sent"),
    [("Sale!", "Acme: Sale!"), ("Sale at ACME", "Sale at ACME"), ("{organization} sale", "Acme sale")],
)
def test_a7_marketing_names_the_organization_once(acme, text, sent):
    assert composing.compose(acme.acme, PERSON, text, key="x", prefixed=True) == sent


def test_e7_a_preview_takes_nothing_and_has_the_true_length(acme, pool):
    shown = composing.preview(acme.acme, "Hi {first_name}: {coupon.spring}", prefixed=True)
    assert shown.body == "Acme: Hi Sam: XXXX-x0"
    assert (shown.measure.segments, shown.measure.left, shown.credits) == (1, 160 - 21, 1)
    assert pool.coupons.filter(handed_out_at=None).count() == 2


def test_e7_composed_again_with_the_same_key_it_has_the_same_code(acme, pool):
    first = composing.compose(acme.acme, acme.paula, "{coupon.spring}", key="camp:1:1")
    assert first == composing.compose(acme.acme, acme.paula, "{coupon.spring}", key="camp:1:1") == "SAVE-a1"


def test_e7_of_two_pools_with_one_exhausted_nothing_is_taken(acme, pool):
    CouponPool.objects.make(acme.acme, "Empty")
    text = "{coupon.spring} {coupon.empty}"
    with pytest.raises(ValidationError, match="“Empty” has no codes left"):
        composing.compose(acme.acme, acme.paula, text, key="x")
    assert pool.coupons.filter(handed_out_at=None).count() == 2


def test_g1_codes_are_compared_with_the_number_of_people_before_the_start(acme, pool):
    composing.check_stock(acme.acme, "{coupon.spring}", 2)
    composing.check_stock(acme.acme, "No code", 10**6)
    with pytest.raises(ValidationError, match="“Spring” has 2 codes left, and 1,200 people would get one"):
        composing.check_stock(acme.acme, "{coupon.spring}", 1200)


def answered(acme, body, **more):
    return acme.broken_zip.reply(body, by=acme.bob, **more)


def test_e7_an_answer_takes_a_code_as_it_is_sent(acme, pool):
    message = answered(acme, "For you, {first_name}: {coupon.spring}")
    assert message.body == "For you, {first_name}: SAVE-a1", (
        "an answer is what its writer wrote, but for codes"
    )
    assert acme.broken_zip.preview == message.body
    assert pool.coupons.get(code="SAVE-a1").key == message.delivery.dedupe_key


def test_e7_an_answer_that_is_repeated_takes_no_second_code(acme, pool):
    pool.revise(one_per_person=False)
    client_id = uuid.uuid4()
    first = answered(acme, "{coupon.spring}", client_id=client_id)
    assert answered(acme, "{coupon.spring}", client_id=client_id) == first
    assert pool.coupons.filter(handed_out_at=None).count() == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{coupon.nope}", "There is no variable {coupon.nope}. You can use {coupon.spring}"),
        ("{coupon.spring}" + "x" * 1594, "This text has 1,601 characters"),
    ],
)
def test_e7_what_can_not_be_composed_is_refused_before_anything_is_sent(acme, pool, body, words):
    with pytest.raises(ValidationError, match=re.escape(words)):
        answered(acme, body)
    assert not Delivery.objects.filter(message__ticket=acme.broken_zip).exists()
    assert pool.coupons.filter(handed_out_at=None).count() == 2


def test_e7_an_exhausted_pool_stops_the_answer_and_nothing_is_kept(acme, pool):
    pool.coupons.all().delete()
    with pytest.raises(
        ValidationError, match="“Spring” has no codes left. Import more under Settings, Coupons"
    ):
        answered(acme, "{coupon.spring}")
    assert not Delivery.objects.filter(message__ticket=acme.broken_zip).exists()


@pytest.mark.parametrize("body", ["{}", '{"a": 1}', "{1}", "if (x) { return }", "a } b {", "{Not A Name}"])
def test_e7_braces_that_people_write_are_left_alone(acme, body):
    assert answered(acme, body).body == body


def test_c18_a_held_answer_takes_its_code_when_it_leaves(acme, pool):
    held = acme.broken_zip.hold(5, "{coupon.spring}", by=acme.bob)
    assert pool.coupons.filter(handed_out_at=None).count() == 2
    assert held.leave()
    assert acme.broken_zip.messages.order_by("-id")[0].body == "SAVE-a1"


def test_c18_a_pool_that_is_exhausted_meanwhile_stops_it_with_its_reason(acme, pool):
    held = acme.broken_zip.hold(5, "{coupon.spring}", by=acme.bob)
    pool.coupons.all().delete()
    assert not held.leave()
    assert "no codes left" in held.refusal


def test_c13_a_macro_leaves_the_code_to_the_sending(acme, pool):
    body = "Hi {first_name}, {properties.size}: {coupon.spring}"
    macro = Macro.objects.make(acme.acme, name="Sorry", body=body)
    profile = Profile(first_name="{coupon.spring}", properties={"size": "L"})
    text = macros.filled(macro.body, acme.acme, profile, acme.bob, 1)
    assert text == "Hi (coupon.spring), L: {coupon.spring}"
    assert macros.filled("{properties.size}", acme.acme, Profile(), acme.bob, 1) == "⟨size⟩"
