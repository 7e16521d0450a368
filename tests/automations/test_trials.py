"""H10: an automation is tried on one's own phone: really sent, by what is being written, and counted nowhere."""

from dataclasses import replace

import pytest
from django.core.management import call_command

from accounts import tenancy
from automations.models import Automation, Ended, Session
from automations.standing import standing_of
from inbox.models import Delivery, Message, Ticket
from profiles.models import ProfileEvent
from tests.automations.talking import PETS, Talk
from tests.pages import words

HTMX = {"HX-Request": "true"}


@pytest.fixture
def pets(cast) -> Automation:
    with tenancy.enter(cast.acme.pk):
        return Talk(cast).make(on=False)


@pytest.fixture
def try_on(cast, sign_in, pets):
    dora = sign_in(cast.dora)

    def tried(number, headers=HTMX):
        return dora.post(f"/automations/{pets.pk}/trial/", {"number": number}, headers=headers)

    return tried


def test_h10_the_draft_runs_for_real_on_the_phone(cast, pets, try_on):
    answer = try_on("+1 (503) 555-0101")
    assert "On its way to (503) 555-0101" in words(answer.content)
    with tenancy.enter(cast.acme.pk):
        talk = Talk(cast)
        assert Delivery.objects.filter(message__profile=cast.paula, message__origin="automation").count() == 1
        pets.edit(script=replace(PETS, recommendation="Changed meanwhile").as_json())
        talk.text(cast.paula, "Cat")
        talk.text(cast.paula, "Large")
        assert talk.said_to(cast.paula)[-1] == "Thank you, Paula! Cat food is on us."
        assert cast.acme.profiles.get(pk=cast.paula.pk).properties == {"pet": "Cat"}


def test_h10_it_counts_nowhere(cast, pets, try_on):
    try_on(cast.paula.phone)
    with tenancy.enter(cast.acme.pk):
        for said in ("Cat", "Large"):
            Talk(cast).text(cast.paula, said)
        assert (Session.objects.count(), Session.objects.counted().count()) == (1, 0)
        assert not Message.objects.filter(source=pets.source_id).exists()
        assert not ProfileEvent.objects.filter(metric="Finished automation").exists()
    call_command("check_invariants")


def test_h10_it_goes_on_when_the_changes_are_discarded(cast, pets, try_on):
    with tenancy.enter(cast.acme.pk):
        pets.switch_on()
        pets = Automation.objects.by_id(pets.pk)
        pets.edit(script=replace(PETS, recommendation="By the draft").as_json())
    try_on(cast.paula.phone)
    with tenancy.enter(cast.acme.pk):
        Automation.objects.by_id(pets.pk).discard_draft()
        for said in ("Cat", "Large"):
            Talk(cast).text(cast.paula, said)
        assert Talk(cast).said_to(cast.paula)[-1] == "By the draft"


def test_h13_the_thread_shows_where_in_the_trial_they_stand(cast, pets, try_on):
    """By what is tried, which has a message less than what is on."""
    with tenancy.enter(cast.acme.pk):
        pets.switch_on()
        pets = Automation.objects.by_id(pets.pk)
        pets.edit(script=replace(PETS, questions=PETS.questions[:1]).as_json())
    try_on(cast.paula.phone)
    with tenancy.enter(cast.acme.pk):
        standing = standing_of(Ticket.objects.by_number(cast.broken_zip.number))
        assert (standing.place, standing.places) == (1, 1)


def test_e9_a_trial_whose_text_fails_is_over(cast, pets, try_on):
    try_on(cast.paula.phone)
    with tenancy.enter(cast.acme.pk):
        delivery = Delivery.objects.get(message__profile=cast.paula, message__origin="automation")
        delivery.message.channel.backend.rejected(delivery, "30007", "Filtered by the carrier")
        session = Talk(cast).session_of(cast.paula)
        assert (session.ended, session.trouble) == (Ended.FAILED, "Filtered by the carrier")


@pytest.mark.parametrize("by", ["sweep", "reading"])
def test_h8_the_fallback_of_a_trial_is_what_is_being_written_and_counts_nowhere(cast, pets, try_on, by):
    with tenancy.enter(cast.acme.pk):
        pets.switch_on()
        pets = Automation.objects.by_id(pets.pk)
        pets.edit(script=replace(PETS, fallback="By the draft").as_json())
    try_on(cast.paula.phone)
    with tenancy.enter(cast.acme.pk):
        talk = Talk(cast)
        talk.pass_by(hours=25)
        talk.time_out() if by == "sweep" else talk.text(cast.paula, "Cat")
        assert talk.said_to(cast.paula)[-1] == "By the draft"
        assert talk.session_of(cast.paula).ended == Ended.TIMEOUT
        assert not Message.objects.filter(source=pets.source_id).exists()


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("", "This field is required"),
        ("me", "Write the number with its country code"),
        ("+15035559999", "Text START to your number"),
        ("+15035550102", "has given no consent"),
        ("+14155550199", "Text START to your number"),
    ],
)
def test_h10_only_on_the_phone_of_a_subscriber_of_the_account(cast, try_on, number, why):
    """E4, A1: the last one is somebody of another account."""
    answer = try_on(number)
    assert answer.status_code == 422
    assert why in words(answer.content)
    with tenancy.enter(cast.acme.pk):
        assert not Session.objects.exists()


def test_h5_not_while_inside_one(cast, try_on):
    try_on(cast.paula.phone)
    assert "Paula is inside “Pets”" in words(try_on(cast.paula.phone).content)


def test_h1_what_is_missing_is_said(cast, pets, try_on):
    with tenancy.enter(cast.acme.pk):
        pets.edit(keywords=[])
    answer = try_on(cast.paula.phone)
    assert answer.status_code == 422
    assert "eyword" in words(answer.content)


def test_h10_without_scripts_it_is_said_on_a_page(cast, try_on):
    assert "On your own phone" in words(try_on("me", headers={}).content)
    assert try_on(cast.paula.phone, headers={}).status_code == 302


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("charlie", 404)])
def test_a2_it_is_for_those_who_manage_automations(cast, sign_in, pets, who, status):
    answer = sign_in(getattr(cast, who)).post(f"/automations/{pets.pk}/trial/", {"number": cast.paula.phone})
    assert answer.status_code == status
