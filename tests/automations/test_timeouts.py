"""H8, D3: a session's time counts from its first message and is over by reading and by the sweep, whichever comes first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from automations import expiring, sweeps
from automations.models import Ended, Session
from inbox.models import Delivery, EventKind, Message
from sms.models import CouponPool
from tests.automations.talking import PETS, changed

FALLBACK = "We gave up. Text PETS to begin again."


@pytest.fixture
def asked(talk, acme):
    """Paula was asked by PETS a moment ago."""
    talk.make()
    talk.text(acme.paula, "PETS")
    return talk.session_of(acme.paula)


def test_h8_exactly_24_hours_are_in_time_and_more_is_not(talk, acme, asked):
    assert asked.expires_at - asked.started_at == timedelta(hours=24)
    assert talk.text(acme.paula, "Cat", sent_at=asked.expires_at).ticket_id is None
    late = talk.text(acme.paula, "Large", sent_at=asked.expires_at + timedelta(microseconds=1))
    assert late.ticket == acme.broken_zip
    session = talk.session_of(acme.paula)
    assert (session.ended, session.answers) == (Ended.TIMEOUT, {"pet": "cat"})
    assert talk.said_to(acme.paula)[-1] == FALLBACK


@pytest.mark.parametrize(("after", "due"), [(timedelta(0), False), (timedelta(microseconds=1), True)])
def test_h8_the_sweep_takes_nobody_who_could_still_answer(acme, asked, after, due):
    assert Session.objects.due(asked.expires_at + after).exists() == due


def test_h8_answers_do_not_give_more_time(talk, acme, asked):
    talk.pass_by(hours=23)
    talk.text(acme.paula, "Cat")
    session = talk.session_of(acme.paula)
    assert session.expires_at == asked.expires_at - timedelta(hours=23)
    talk.pass_by(hours=2)
    assert talk.time_out() == 1


def test_h8_the_fallback_leaves_once_whoever_notices_first(talk, acme, asked):
    talk.pass_by(hours=25)
    assert (talk.time_out(), talk.time_out()) == (1, 0)
    assert talk.text(acme.paula, "Cat").ticket_id
    assert talk.said_to(acme.paula)[1:] == [FALLBACK]
    session = talk.session_of(acme.paula)
    assert (session.texts, session.ended) == (2, Ended.TIMEOUT)
    delivery = Delivery.objects.get(message__body=FALLBACK)
    assert (delivery.daytime, delivery.gate) == (True, "consent")
    assert delivery.dedupe_key == f"step:{session.pk}:fallback:2"


@pytest.mark.parametrize("by", ["sweep", "reading"])
def test_c15_the_tickets_history_tells_that_the_time_was_over(talk, acme, asked, by):
    talk.pass_by(hours=25)
    talk.time_out() if by == "sweep" else talk.text(acme.paula, "Cat")
    event = acme.broken_zip.events.get(kind=EventKind.AUTOMATION_ENDED)
    assert event.data == {"automation": "Pets", "how": "timeout"}


def test_h8_a_late_keyword_gets_the_fallback_and_begins_anew(talk, acme, asked):
    talk.pass_by(hours=25)
    assert talk.text(acme.paula, "PETS").ticket_id is None
    assert talk.said_to(acme.paula)[1:] == [FALLBACK, "What pet do you have?\n1. Cat\n2. Dog"]
    assert talk.session_of(acme.paula).is_running


def test_h8_what_was_written_in_time_is_an_answer_however_late_it_comes_in(talk, acme, asked):
    """By the provider's clock, as long as the sweep has not ended it."""
    talk.pass_by(hours=25)
    talk.text(acme.paula, "Cat", sent_at=timezone.now() - timedelta(hours=2))
    assert talk.session_of(acme.paula).answers == {"pet": "cat"}


def test_what_was_written_before_it_was_asked_answers_nothing(talk, acme, asked):
    assert talk.text(acme.paula, "Cat", sent_at=asked.asked_at - timedelta(seconds=1)).ticket_id
    assert talk.session_of(acme.paula).answers == {}


def test_the_keyword_once_more_before_the_first_message_was_out_is_heard_already(talk, acme, asked):
    """E2: keywords make no ticket."""
    again = talk.text(acme.paula, " pets!", sent_at=asked.asked_at - timedelta(milliseconds=5))
    assert again.ticket_id is None
    assert len(talk.said_to(acme.paula)) == 1


def test_a_keyword_that_comes_in_late_is_given_its_whole_time(talk, acme):
    """After an outage: the time counts from the first message, not from the text."""
    talk.make()
    talk.text(acme.paula, "PETS", sent_at=timezone.now() - timedelta(hours=30))
    assert talk.session_of(acme.paula).expires_at > timezone.now() + timedelta(hours=23)


def test_d3_one_that_cannot_be_timed_out_is_pushed_back_and_the_others_go_on(talk, acme, monkeypatch):
    talk.make()
    for person in (acme.paula, acme.sue):
        talk.text(person, "PETS")
    talk.pass_by(hours=25)
    whole = expiring.Batch._how

    def how(batch, session):
        if session.profile_id == acme.paula.pk:
            raise RuntimeError("something odd")
        return whole(batch, session)

    with monkeypatch.context() as patched:
        patched.setattr(expiring.Batch, "_how", how)
        talk.time_out()
        assert talk.time_out() == 0
    assert talk.session_of(acme.sue).ended == Ended.TIMEOUT
    held = talk.session_of(acme.paula)
    assert held.is_running
    assert held.held_until > timezone.now()
    Session.objects.update(held_until=timezone.now())
    assert talk.time_out() == 1
    assert talk.said_to(acme.paula)[1:] == [FALLBACK]


def test_d3_what_was_due_during_an_outage_is_caught_up_with_in_its_order(talk, acme, monkeypatch):
    monkeypatch.setattr(sweeps, "BATCH", 1)
    talk.make()
    for hours, person in enumerate([acme.sue, acme.paula]):
        talk.text(person, "PETS")
        talk.pass_by(hours=30 - hours)
    assert talk.time_out() == 2
    told = Message.objects.filter(body=FALLBACK).order_by("pk")
    assert list(told.values_list("profile", flat=True)) == [acme.sue.pk, acme.paula.pk]


def test_h10_a_fallback_that_cannot_be_composed_ends_it_in_silence_and_says_why(talk, acme):
    pool = CouponPool.objects.make(acme.acme, "Consolation")
    talk.make(changed(PETS, fallback=f"{{{pool.variable}}}"), checked=False)
    for person in (acme.paula, acme.sue):
        talk.text(person, "PETS")
    talk.pass_by(hours=25)
    talk.time_out()
    talk.text(acme.sue, "Cat")
    for person in (acme.paula, acme.sue):
        session = talk.session_of(person)
        assert (session.ended, session.texts) == (Ended.TIMEOUT, 1)
        assert "Consolation" in session.trouble


def test_h4_the_fallback_reaches_nobody_whose_consent_has_lapsed(talk, acme, asked):
    acme.paula.lapse_consent("The number does not exist any more")
    talk.pass_by(hours=25)
    talk.time_out()
    assert talk.session_of(acme.paula).ended == Ended.NO_CONSENT
    assert len(talk.said_to(acme.paula)) == 1


def test_a1_the_sweep_takes_everybodys_and_each_in_their_own_account(cast, talk):
    """Charlie's account has its own."""
    talk.make()
    talk.text(cast.paula, "PETS")
    talk.pass_by(hours=25)
    assert talk.time_out() == 1
    fallback = Message.objects.get(body=FALLBACK)
    assert fallback.account_id == cast.acme.pk
