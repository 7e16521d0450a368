"""Who enters by a keyword, and who doesn't (H2-H5); two machines don't talk for ever."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from automations.models import Ended, Session
from inbox.models import EventKind, Message
from sms.models import CouponPool
from tests.automations.talking import PETS


def begun(person) -> int:
    return Session.objects.filter(profile=person).count()


def test_h4_consent_of_either_kind_lets_in(talk, acme):
    talk.make()
    acme.quinn.give_consent("transactional", "Order form")
    talk.text(acme.quinn, "pets")
    assert talk.session_of(acme.quinn).is_running


@pytest.mark.parametrize("speaks", [True, False])
def test_h4_who_is_no_subscriber_gets_the_auto_responders_message_and_else_is_for_the_team(
    talk, acme, speaks
):
    talk.make()
    acme.number.channel.sms_texts.auto_respond = speaks
    text = talk.text(acme.quinn, "PETS")
    assert begun(acme.quinn) == 0
    assert (text.ticket_id is None) == speaks


def test_h4_who_has_opted_out_does_not_enter_and_hears_nothing(talk, acme):
    talk.make()
    acme.number.channel.sms_texts.auto_respond = True
    talk.text(acme.sam, "PETS")
    assert begun(acme.sam) == 0
    assert not Message.objects.filter(profile=acme.sam).exclude(origin="customer").exists()


def test_e3_nobody_enters_while_it_is_open_whether_they_opted_out(talk, acme):
    talk.make()
    acme.paula.doubt_consent("enough of this")
    assert talk.text(acme.paula, "PETS").ticket_id
    assert begun(acme.paula) == 0


def test_h5_the_keyword_of_another_automation_is_no_answer_and_begins_nothing(talk, acme):
    talk.make()
    talk.make(keywords=["QUIZ"], name="Quiz")
    talk.text(acme.paula, "PETS")
    talk.text(acme.paula, "QUIZ")
    assert begun(acme.paula) == 1
    assert talk.said_to(acme.paula)[-1] == "Please answer with a number:\n1. Cat\n2. Dog"
    talk.text(acme.paula, "QUIZ")
    assert talk.session_of(acme.paula).ended == Ended.REPROMPTS
    talk.text(acme.paula, "QUIZ")
    assert talk.session_of(acme.paula).automation.name == "Quiz"


def test_h5_nobody_is_put_in_who_is_in_one(talk, acme):
    pets = talk.make()
    talk.text(acme.paula, "PETS")
    with pytest.raises(ValidationError, match="in an automation already"):
        Session.objects.start(pets, acme.paula, acme.number.channel, by=acme.bob)


def test_h13_somebody_is_put_in_by_an_agent(talk, acme):
    session = Session.objects.start(talk.make(), acme.paula, acme.number.channel, by=acme.bob)
    assert (session.is_running, session.started_by) == (True, acme.bob)
    assert talk.said_to(acme.paula) == ["What pet do you have?\n1. Cat\n2. Dog"]


def test_h3_a_campaign_reply_enters_only_within_its_time_and_exactly_then(talk, acme):
    from campaigns.models import Campaign

    sale = Campaign.objects.make(acme.acme, "Sale", text="Text PETS").source
    talk.make(trigger="reply", trigger_source=sale, trigger_hours=2)
    talk.text(acme.paula, "PETS")
    assert begun(acme.paula) == 0  # was sent nothing
    now = timezone.now()
    sent = Message.objects.create(
        channel=acme.number.channel, profile=acme.paula, origin="campaign", source=sale, sent_at=now,
        replies_until=now + timedelta(hours=24),
    )  # fmt: skip
    talk.text(acme.paula, "PETS", sent_at=sent.sent_at + timedelta(hours=2, microseconds=1))
    assert begun(acme.paula) == 0
    talk.text(acme.paula, "PETS", sent_at=sent.sent_at + timedelta(hours=2))
    assert begun(acme.paula) == 1


def test_h10_where_the_first_message_cannot_be_composed_nobody_is_inside_and_it_says_why(talk, acme):
    """The coupon pool is used up: the text is for the team."""
    pool = CouponPool.objects.make(acme.acme, "Pets")
    first = PETS.questions[0]
    talk.make(
        PETS.__class__(
            **{
                **vars(PETS),
                "questions": (first.__class__(**{**vars(first), "text": f"{{{pool.variable}}}"}),),
            }
        ),
        checked=False,
    )
    assert talk.text(acme.paula, "PETS").ticket_id
    session = talk.session_of(acme.paula)
    assert (session.ended, session.texts) == (Ended.FAILED, 0)
    assert "code" in session.trouble
    with pytest.raises(ValidationError):
        Session.objects.start(session.automation, acme.paula, acme.number.channel, by=acme.bob)
    assert begun(acme.paula) == 1


def test_loops_a_machine_that_answers_with_the_keyword_is_stopped_after_twenty_texts(talk, acme):
    """reliability.md: at most 4 a minute and 20 a day, then muted and flagged."""
    talk.make()
    for _ in range(8):
        talk.text(acme.paula, "PETS")
    assert (
        len(talk.said_to(acme.paula)) == 6
    )  # two conversations; the next would be the seventh within a minute
    assert acme.broken_zip.events.filter(kind=EventKind.MUTED).count() == 1
    for _ in range(60):
        talk.pass_by(minutes=5)
        talk.text(acme.paula, "PETS")
    assert len(talk.said_to(acme.paula)) in range(20, 23)
    talk.pass_by(hours=24)
    talk.text(acme.paula, "PETS")
    assert talk.session_of(acme.paula).is_running


def test_loops_whoever_answers_may_begin_as_often_as_they_like(talk, acme):
    talk.make()
    for _ in range(15):
        for said in ("PETS", "1", "2"):
            talk.text(acme.paula, said)
        talk.pass_by(minutes=5)
    assert len(talk.said_to(acme.paula)) == 45
