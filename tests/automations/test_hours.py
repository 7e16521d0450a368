"""E10: automations never send at night but wait, and what waits is not asked yet."""

from datetime import timedelta

import pytest
from django.utils import timezone

from automations.models import Session
from inbox import sending
from inbox.models import Delivery, Message
from profiles.models import Profile
from tests.daytime import zone_at

pytestmark = pytest.mark.usefixtures("real_hours")


def it_is(hour: int, person) -> None:
    """By the person's clock."""
    person.time_zone = zone_at(hour)
    Profile.objects.filter(pk=person.pk).update(time_zone=person.time_zone)


def queued(person) -> Delivery:
    return Delivery.objects.filter(message__profile=person, message__origin="automation").latest("pk")


def test_the_first_message_waits_for_the_morning_and_the_time_counts_from_then(talk, acme):
    talk.make()
    it_is(21, acme.paula)
    talk.text(acme.paula, "PETS")
    session, delivery = talk.session_of(acme.paula), queued(acme.paula)
    assert sending.claim(delivery.pk) is None
    delivery.refresh_from_db()
    assert (delivery.state, delivery.due_at) == ("queued", session.started_at)
    assert session.started_at > timezone.now() + timedelta(hours=9)
    assert session.expires_at == session.started_at + timedelta(hours=24)
    it_is(12, acme.paula)
    Delivery.objects.update(due_at=timezone.now())
    assert sending.claim(delivery.pk) is not None


def test_what_is_written_meanwhile_is_for_the_team_and_no_auto_responder_speaks(talk, acme):
    """E5, E2: but the keyword once more, which makes no ticket."""
    talk.make()
    acme.number.channel.sms_texts.auto_respond = True
    it_is(21, acme.paula)
    talk.text(acme.paula, "PETS")
    assert talk.text(acme.paula, "Cat").ticket == acme.broken_zip
    assert talk.text(acme.paula, "Pets").ticket_id is None
    session = talk.session_of(acme.paula)
    assert (session.answers, session.reprompts, session.texts) == ({}, 0, 1)
    assert not Message.objects.filter(profile=acme.paula, origin="auto_responder").exists()


def test_an_answer_in_the_evening_is_taken_and_the_next_question_waits(talk, acme):
    """To what was asked at 19:55."""
    talk.make()
    it_is(19, acme.paula)
    talk.text(acme.paula, "PETS")
    begun = talk.session_of(acme.paula)
    assert sending.claim(queued(acme.paula).pk) is not None
    it_is(20, acme.paula)
    assert talk.text(acme.paula, "Cat").ticket_id is None
    session = talk.session_of(acme.paula)
    assert session.answers == {"pet": "cat"}
    assert session.expires_at == begun.expires_at
    assert session.asked_at > timezone.now() + timedelta(hours=10)
    assert sending.claim(queued(acme.paula).pk) is None
    assert talk.text(acme.paula, "Large").ticket_id


def test_who_opts_out_at_night_is_not_asked_in_the_morning(talk, acme):
    talk.make()
    it_is(21, acme.paula)
    talk.text(acme.paula, "PETS")
    talk.text(acme.paula, "STOP")
    Delivery.objects.update(due_at=timezone.now())
    assert sending.claim(queued(acme.paula).pk) is None
    assert queued(acme.paula).error_code == "opted_out"


def test_an_agent_starts_it_at_night_for_the_morning(talk, acme):
    """H13"""
    it_is(22, acme.paula)
    session = Session.objects.start(talk.make(), acme.paula, acme.number.channel, by=acme.bob)
    assert session.started_at == session.asked_at > timezone.now() + timedelta(hours=8)
