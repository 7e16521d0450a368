"""Bad input from a phone within a session, as the provider posts it: signed, kept whole, answered once."""

import pytest

from automations.script import Choice, Question, Script
from inbox.models import Ticket
from tests.automations.talking import Talk
from tests.sms.payloads import captured, inbound, post

RTL = Script(
    (Question("pet", "pet", "Which?", (Choice("cat", "חתול"), Choice("dog", "قطة"), Choice("bird", "🐦"))),),
    recommendation="Thanks for {answers.pet}",
)


@pytest.fixture
def texts(acme, client):
    """`texts(Body="1")`: Paula does, through the webhook; more fields of the provider's form."""

    def send(**fields: str) -> None:
        assert post(client, acme.number, inbound(From=acme.paula.phone, **fields)).status_code == 200

    return send


@pytest.mark.parametrize(
    "said",
    ["x" * 1600, "lorem ipsum cat " * 100, "👍🏽", "🐈‍⬛🐈", "‮תודה רבה", "\u200b\u200f", "", "{answers.pet}"],
    ids=["letters", "essay", "emoji", "joined", "rtl", "invisible", "nothing", "variable"],
)
def test_g7_what_is_no_answer_is_asked_again_once_and_makes_no_ticket(talk, acme, texts, said):
    talk.make()
    before = Ticket.objects.count()
    talk.text(acme.paula, "PETS")
    texts(Body=said)
    session = talk.session_of(acme.paula)
    assert (session.is_running, session.reprompts, session.answers) == (True, 1, {})
    (heard,) = session.heard.all()
    assert (heard.choice, heard.message.body) == ("", said)
    assert talk.said_to(acme.paula)[1:] == ["Please answer with a number:\n1. Cat\n2. Dog"]
    assert Ticket.objects.count() == before


def test_g7_a_picture_without_words_is_no_answer_and_stays_in_the_thread(talk, acme, texts):
    talk.make()
    talk.text(acme.paula, "PETS")
    mms = captured("inbound_mms")
    texts(**{name: mms[name] for name in mms if "Media" in name}, Body="")
    (heard,) = talk.session_of(acme.paula).heard.all()
    assert (heard.choice, heard.message.media.count()) == ("", int(mms["NumMedia"]))
    assert talk.session_of(acme.paula).reprompts == 1


@pytest.mark.parametrize(
    ("said", "choice"),
    [
        ("חתול", "cat"),
        ("‫חתול‬", "cat"),
        ("قطة", "dog"),
        ("2", "dog"),
        ("٢", "dog"),
        ("🐦", "bird"),
        ("🐦!", "bird"),
    ],
)
def test_h6_answers_from_right_to_left_and_emoji(acme, texts, said, choice):
    talk = Talk(acme)
    talk.make(RTL)
    talk.text(acme.paula, "PETS")
    texts(Body=said)
    assert talk.session_of(acme.paula).answers == {"pet": choice}
