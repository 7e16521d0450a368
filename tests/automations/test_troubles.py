"""What keeps an automation from going on is told to those who can mend it, and only as long as it is so."""

from dataclasses import replace

import pytest
from django.utils.html import escape

from automations import sweeps, troubles
from automations.models import Automation, Ended
from sms.coupon_codes import pasted
from sms.models import CouponPool
from tests.automations.talking import PETS
from tests.pages import words

WHY = "The coupon pool “Beds” has no codes left."


@pytest.fixture
def pool(acme):
    return CouponPool.objects.make(acme.acme, name="Beds")


@pytest.fixture
def beds(talk, pool) -> Automation:
    """Its last text needs a code of the pool, which is empty."""
    return talk.make(replace(PETS, recommendation="Yours: {coupon.beds}"), name="Pets survey", checked=False)


def go_through(talk, person) -> None:
    for said in ("PETS", "Cat", "Large"):
        talk.text(person, said)


def told(acme) -> list[str]:
    acme.acme.refresh_from_db()
    return [alert.text for alert in acme.acme.standing_alerts]


def test_a_conversation_that_can_not_go_on_goes_to_the_team_and_managers_are_told(talk, acme, beds, sign_in):
    go_through(talk, acme.paula)
    session = talk.session_of(acme.paula)
    assert session.ended == Ended.FAILED and session.trouble.startswith(WHY)
    assert acme.broken_zip.events.get(kind="automation_ended").data["how"] == "failed"
    (alert,) = told(acme)
    assert alert.startswith(f"“Pets survey” can’t go on. {WHY}")
    shown = words(sign_in(acme.dora).get("/automations/").content)
    assert alert in shown
    assert "can’t go on" not in words(sign_in(acme.bob).get("/inbox/all/").content)


def test_its_own_page_says_so_before_anybody_comes_to_it(talk, acme, beds, pool, sign_in):
    dora = sign_in(acme.dora)
    page = words(dora.get(f"/automations/{beds.pk}/").content)
    assert f"It can’t go on for whoever comes to this: {WHY}" in page
    pool.add(pasted("BED-1"))
    assert "can’t go on" not in words(dora.get(f"/automations/{beds.pk}/").content)


def test_it_is_gone_when_it_is_mended(talk, acme, beds, pool):
    go_through(talk, acme.paula)
    assert sweeps.settle_troubles() == 1 and len(told(acme)) == 1
    assert troubles.of(beds).startswith(WHY)
    pool.add(pasted("BED-1"))
    assert troubles.of(beds) == ""
    sweeps.settle_troubles()
    assert told(acme) == [] and sweeps.settle_troubles() == 0


def test_it_stays_while_people_inside_an_older_version_would_meet_it(talk, acme, beds):
    """H12"""
    talk.text(acme.sue, "PETS")
    go_through(talk, acme.paula)
    beds.edit(script=PETS.as_json())
    beds.switch_on()
    sweeps.settle_troubles()
    assert len(told(acme)) == 1
    go_through(talk, acme.sue)
    sweeps.settle_troubles()
    assert told(acme) == []


def test_it_is_gone_with_the_automation_that_is_off(talk, acme, beds):
    go_through(talk, acme.paula)
    beds.switch_off()
    sweeps.settle_troubles()
    assert told(acme) == []


def test_a_keyword_that_can_begin_nothing_is_told_too(talk, acme, pool):
    first = replace(PETS.questions[0], text="Yours: {coupon.beds}. What pet?")
    talk.make(replace(PETS, questions=(first, PETS.questions[1])), checked=False)
    assert talk.text(acme.paula, "PETS").ticket_id
    assert talk.session_of(acme.paula).ended == Ended.FAILED
    assert len(told(acme)) == 1


def test_managers_put_away_what_is_theirs_and_nothing_else(talk, acme, beds, sign_in):
    acme.acme.raise_alert("number-1", "The number is not registered.", "settings/sms/")
    go_through(talk, acme.paula)
    dora = sign_in(acme.dora)
    assert "not registered" not in dora.get("/alerts/").content.decode()
    assert escape("can’t go on") in dora.get("/alerts/").content.decode()
    for key in ("number-1", f"automation-{beds.pk}"):
        dora.delete(f"/alerts/{key}/")
    assert told(acme) == ["The number is not registered."]


def test_a1_another_accounts_trouble_is_none_of_charlies(talk, acme, beds, sign_in):
    go_through(talk, acme.paula)
    assert "can’t go on" not in words(sign_in(acme.charlie).get("/automations/").content)
