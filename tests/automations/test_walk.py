"""The thinnest path: a keyword begins it, answers lead on, a recommendation ends it (H1, H4, H7, H8, H9)."""

from automations import sweeps
from automations.models import Answer, Ended
from inbox.models import Message
from profiles.models import Profile


def test_a_keyword_begins_it_and_answers_lead_to_the_recommendation(talk, acme):
    """H1, H6, H10, H11, E2"""
    talk.make()
    keyword = talk.text(acme.paula, "pets")
    talk.text(acme.paula, "CAT")
    talk.text(acme.paula, "2")
    assert talk.said_to(acme.paula) == [
        "What pet do you have?\n1. Cat\n2. Dog",
        "How big is your Cat?\n1. Small\n2. Large",
        "Thank you, Paula! Cat food is on us.",
    ]
    session = talk.session_of(acme.paula)
    assert (session.ended, session.recommendation, session.texts) == (Ended.RECOMMENDED, "default", 3)
    assert session.answers == {"pet": "cat", "size": "large"}
    assert Profile.objects.get(pk=acme.paula.pk).properties == {"pet": "Cat"}
    assert [answer.choice for answer in Answer.objects.all()] == ["cat", "large"]
    assert keyword.ticket_id is None


def test_an_answer_that_is_not_understood_is_asked_again_once_and_then_ends_it(talk, acme):
    """H7: 1 by default"""
    talk.make()
    for said in ("PETS", "parrot", "hamster"):
        talk.text(acme.paula, said)
    assert talk.said_to(acme.paula)[1:] == [
        "Please answer with a number:\n1. Cat\n2. Dog",
        "We gave up. Text PETS to begin again.",
    ]
    assert talk.session_of(acme.paula).ended == Ended.REPROMPTS


def test_after_its_time_it_is_over(talk, acme):
    """H8: by the sweep, and by reading"""
    talk.make()
    talk.text(acme.paula, "PETS")
    talk.pass_by(hours=25)
    assert sweeps.time_out() == 1
    assert talk.session_of(acme.paula).ended == Ended.TIMEOUT
    assert talk.text(acme.paula, "Cat").ticket_id


def test_who_is_no_subscriber_gets_the_auto_responder(talk, acme):
    """H4"""
    talk.make()
    acme.number.channel.sms_texts.auto_respond = True
    talk.text(acme.quinn, "PETS")
    assert talk.session_of(acme.quinn) is None
    assert Message.objects.filter(profile=acme.quinn, origin=Message.Origin.AUTO_RESPONDER).exists()


def test_stop_ends_it(talk, acme):
    """E3, H9"""
    talk.make()
    talk.text(acme.paula, "PETS")
    talk.text(acme.paula, "STOP")
    assert talk.session_of(acme.paula).ended == Ended.OPTED_OUT
