"""H10: the phone beside the builder: what it shows of a conversation, whose phone it is, and time that goes by."""

from dataclasses import replace

import pytest

from accounts import tenancy
from automations.models import Automation, Session
from automations.script import Choice
from inbox.models import Message
from sms.models import Texts
from tests.automations.talking import PETS
from tests.pages import words

HTMX = {"HX-Request": "true"}


@pytest.fixture
def dora(cast, sign_in):
    return sign_in(cast.dora)


@pytest.fixture
def pets(cast) -> Automation:
    from tests.automations.talking import Talk

    with tenancy.enter(cast.acme.pk):
        return Talk(cast).make(on=False)


@pytest.fixture
def say(dora, pets):
    """`say("PETS", "wait 60", "1")`: the page after these acts; what is no wait is texted."""

    def acted(*done, status=200, **more) -> str:
        lines = [each if each.startswith(("wait ", "night")) else f"text {each}" for each in done]
        answer = dora.post(f"/automations/{pets.pk}/simulation/", {"act": lines, **more}, headers=HTMX)
        assert answer.status_code == status
        return words(answer.content)

    return acted


def test_h10_it_talks_by_the_draft_and_shows_how_each_answer_was_understood(say):
    page = say("pets", "Cat", "2")
    assert "What pet do you have? 1. Cat 2. Dog" in page
    assert "Message 1 · 1 segment · GSM-7" in page
    assert "How big is your Cat?" in page
    assert "exact 100" in page
    assert "number 100" in page
    assert "Thank you, Sam! Cat food is on us." in page
    assert "The conversation is over: came to a recommendation." in page


def test_h10_what_is_behind_it_is_shown(say):
    page = say("PETS", "Cat", "parrot")
    assert "Message 2 of 2 · 0 reprompts left · 24 h left" in page
    assert "Answers so far pet: Cat" in page
    assert "Kept on the profile pet Cat" in page
    assert "{first_name} Sam" in page


def test_h10_an_answer_that_is_not_understood_is_asked_again_and_then_ends_it(say):
    page = say("PETS", "parrot", "hamster")
    assert "Not understood" in page
    assert "Please answer with a number: 1. Cat 2. Dog" in page
    assert "We gave up. Text PETS to begin again." in page


def test_h2_what_is_not_the_keyword_does_not_begin_it(say):
    assert "An ordinary text: it goes to your inbox." in say("PET")
    assert "Not begun" in say("my PETS are ill")


def test_h8_time_goes_by_until_the_fallback(say):
    page = say("PETS", "wait 1440")
    assert "1 day later" in page
    assert "We gave up. Text PETS to begin again." in page
    assert "Did not answer in time" in page
    assert "What pet" not in say("PETS", "wait 1440", "Cat").partition("1 day later")[2]


def test_e10_at_night_it_waits_for_the_morning_and_so_does_the_clock(say, real_hours):
    page = say("night", "PETS", "Cat")
    assert "Waits for the morning:" in page
    assert "08:00" in page
    assert "The message before has not arrived yet, so this answers nothing." in page
    assert "Waited for the morning:" in say("night", "PETS", "wait 720", "Cat")
    assert "How big is your Cat?" in say("night", "PETS", "wait 720", "Cat")
    assert "Never arrives" in say("night", "PETS", "STOP")


def test_e3_compliance_words_work_in_every_state(say):
    page = say("PETS", "STOP", "Cat")
    assert "You are unsubscribed" in page
    assert "The conversation is over: opted out." in page
    assert "An ordinary text" in page
    assert "How big" not in page
    assert "Write to help@acme.example for help." in say("PETS", "HELP")
    assert "How big is your Cat?" in say("PETS", "HELP", "Cat")


def test_h4_who_has_not_consented_gets_the_auto_responder(say, cast):
    with tenancy.enter(cast.acme.pk):
        Texts.objects.update(auto_respond=True)
    page = say("PETS", who="stranger")
    assert "Only subscribers enter" in page
    assert "Auto-responder" in page
    assert "What pet" not in page
    assert "What pet" in say("START", "PETS", who="stranger")


def test_h10_it_can_be_a_profile_of_the_accounts(say, cast):
    assert "Thank you, Paula!" in say("PETS", "Cat", "2", who="person", person="Paula")
    assert "Only subscribers enter" in say("PETS", who="person", person=cast.quinn.phone)


def test_h10_whose_phone_it_is_stays_and_is_asked_for_first(dora, pets):
    path, who = f"/automations/{pets.pk}/simulation/", {"who": "person"}
    asked = dora.post(path, {**who, "next": "refresh"}, headers=HTMX)
    assert (asked.status_code, "field__error" in asked.content.decode()) == (200, False)
    said = dora.post(path, {**who, "person": "Paula", "text": "PETS"}, headers=HTMX).content.decode()
    assert 'value="Paula"' in said
    assert 'value="PETS"' not in said.partition('id="phone-text"')[0].rpartition("<input")[2]


@pytest.mark.parametrize(
    ("person", "why"), [("", "Type a person’s"), ("Charlie", "Nobody here is “Charlie”."), ("\0", "")]
)
def test_h10_an_unknown_person_is_told_of_and_nothing_is_lost(say, person, why):
    page = say("PETS", status=422, who="person", person=person, text="Cat")
    assert why.replace("’", "'") in page
    assert "What pet do you have?" in page


def test_h3_a_campaign_reply_is_tried_as_if_the_campaign_had_come(say, pets, cast):
    with tenancy.enter(cast.acme.pk):
        pets.edit(trigger="reply", trigger_hours=2)
    assert "What pet" in say("wait 60", "PETS")
    assert "within 2 hours enters" in say("wait 180", "PETS")
    assert "within 2 hours enters" in say("PETS", who="person", person="Paula")


def test_h5_the_keyword_of_another_automation_is_named(say, cast, pets):
    with tenancy.enter(cast.acme.pk):
        from tests.automations.talking import Talk

        Talk(cast).make(keywords=["SHOES"], name="Shoes")
    assert "This begins “Shoes”, another automation." in say("SHOES")
    assert "Not understood" in say("PETS", "SHOES")


def test_h10_a_text_that_cannot_be_sent_says_why(say, cast, pets):
    with tenancy.enter(cast.acme.pk):
        pets.edit(script=replace(PETS, recommendation="{cupon}").as_json())
    page = say("PETS", "Cat", "Large")
    assert "There is no variable {cupon}." in page
    assert "The conversation is over: could not go on." in page


def test_h10_nothing_is_written_and_no_coupon_is_taken(say, cast, pets):
    with tenancy.enter(cast.acme.pk):
        pool = cast.acme.coupon_pools.model.objects.make(cast.acme, "Welcome")
        pool.coupons.create(account=cast.acme, code="PET-1234", key="", once=False)
        pets.edit(script=replace(PETS, recommendation="Take {coupon.welcome}").as_json())
        before = Message.objects.count()
    assert "Take XXX-0000" in say("PETS", "Cat", "Large", who="person", person="Paula")
    with tenancy.enter(cast.acme.pk):
        assert pool.coupons.filter(handed_out_at=None).count() == 1
        assert (Message.objects.count(), Session.objects.count()) == (before, 0)
        assert not cast.acme.profiles.get(pk=cast.paula.pk).properties


def test_h10_a_used_up_pool_is_met_here_first(say, cast, pets):
    with tenancy.enter(cast.acme.pk):
        cast.acme.coupon_pools.model.objects.make(cast.acme, "Welcome")
        pets.edit(script=replace(PETS, recommendation="Take {coupon.welcome}").as_json())
    assert "has no codes left" in say("PETS", "Cat", "Large")


def test_h10_a_draft_that_is_hardly_begun_can_be_tried(dora, cast):
    with tenancy.enter(cast.acme.pk):
        empty = Automation.objects.make(cast.acme, "Empty")
        half = Automation.objects.make(cast.acme, "Half", keywords=["HALF"])
    path = f"/automations/{empty.pk}/simulation/"
    assert "Write a keyword first" in words(dora.get(path).content)
    answer = dora.post(f"/automations/{half.pk}/simulation/", {"text": "half"}, headers=HTMX)
    assert "It has no message yet" in words(answer.content)


def test_h10_what_is_typed_is_said_and_buttons_do_not_say_it(say):
    assert "What pet do you have?" in say(text="PETS")
    assert "What pet do you have?" not in say(text="PETS", next="refresh")
    assert "How big" in say("PETS", text="half typ", next="text Cat")
    assert "Text PETS to begin." in say("PETS", next="restart")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "dance",
        "wait",
        "wait -1",
        "wait 99999999999999999999",
        "wait ²",
        "text",
        "text \0",
        "text " + "x" * 5000,
    ],
)
def test_h10_wild_acts_do_no_harm(dora, pets, line):
    answer = dora.post(f"/automations/{pets.pk}/simulation/", {"act": line, "who": "x", "version": "²"})
    assert answer.status_code in (200, 422)


def test_h10_a_text_is_at_most_as_long_as_a_text_can_be(say):
    assert "at most 1600 characters" in say("PETS", text="x" * 1601, status=422)
    assert "Not understood" in say("PETS", "nonsense " * 170)


def test_h10_it_goes_on_for_so_long_only(say):
    assert "Begin again to try more." in say(*["hello"] * 80)


def test_h12_a_version_can_be_tried_by_its_number(say, cast, pets):
    with tenancy.enter(cast.acme.pk):
        pets.switch_on()
        dog = replace(PETS.questions[0], text="Which?", choices=(Choice("dog", "Dog"), Choice("fox", "Fox")))
        Automation.objects.by_id(pets.pk).edit(script=replace(PETS, questions=(dog,)).as_json())
    assert "Which? 1. Dog 2. Fox" in say("PETS")
    assert "What pet do you have?" in say("PETS", version="1")


def test_h10_without_scripts_it_is_a_page_of_its_own(dora, pets):
    answer = dora.post(f"/automations/{pets.pk}/simulation/", {"text": "PETS"})
    assert "What pet do you have?" in words(answer.content)
    assert "<title>Try Pets" in answer.content.decode()


@pytest.mark.parametrize("who", ["bob", "anna"])
def test_a2_it_is_for_those_who_manage_automations(cast, sign_in, pets, who):
    assert sign_in(getattr(cast, who)).get(f"/automations/{pets.pk}/simulation/").status_code == 403


def test_a1_an_automation_of_another_account_is_not_found(cast, sign_in, pets):
    charlie = sign_in(cast.charlie)
    assert charlie.post(f"/automations/{pets.pk}/simulation/", {"text": "PETS"}).status_code == 404


def test_h10_a_long_conversation_asks_little(dora, pets, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        dora.post(
            f"/automations/{pets.pk}/simulation/",
            {"act": ["text PETS", "text x", "text Cat", "text 2"]},
            headers=HTMX,
        )
