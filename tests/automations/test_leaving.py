"""What ends a session besides its own conversation (H9, E3, K3), and what of it still leaves."""

import pytest
from django.utils import timezone

from automations.models import Automation, Ended, Session
from inbox import blocking, doubts, sending
from inbox.models import Delivery, Message
from sms.channel import NO_NUMBER
from sms.models import CouponPool, SendingOptions
from tests.automations.talking import PETS, changed


def waiting(person) -> Delivery:
    """The text of an automation that was queued last."""
    return Delivery.objects.filter(message__profile=person, message__origin="automation").latest("pk")


def refusal(person) -> str:
    """Why the text that was queued last does not leave; blank when it does."""
    delivery = waiting(person)
    claimed = sending.claim(delivery.pk)
    delivery.refresh_from_db()
    return "" if claimed else delivery.error_code


def how(talk, person) -> str:
    return talk.session_of(person).ended


@pytest.mark.parametrize("said", ["STOP", "please stop texting me", "arrêt"])
def test_e3_an_opt_out_ends_it_at_once_and_nothing_more_leaves(talk, acme, said):
    talk.make()
    talk.text(acme.paula, "PETS")
    talk.text(acme.paula, said)
    assert how(talk, acme.paula) == Ended.OPTED_OUT
    assert refusal(acme.paula) == "opted_out"
    assert len(talk.said_to(acme.paula)) == 1


@pytest.mark.parametrize("said", ["not interested", "stop, or rather: a cat", "wrong number"])
def test_e3_what_may_be_an_opt_out_is_for_the_team_and_ends_it(talk, acme, said):
    """Without a reprompt or a fallback: whoever may want no texts gets none by a machine."""
    talk.make()
    talk.text(acme.paula, "PETS")
    text = talk.text(acme.paula, said)
    assert how(talk, acme.paula) == Ended.DOUBTED
    assert len(talk.said_to(acme.paula)) == 1
    assert text.ticket == acme.broken_zip
    acme.paula.refresh_from_db()
    assert acme.paula.is_doubted
    assert refusal(acme.paula) == "left_automation"


def test_e3_a_clear_answer_is_one_whatever_else_it_could_mean(talk, acme):
    question = changed(
        PETS.questions[0],
        choices=(changed(PETS.questions[0].choices[0], text="Wrong number"), PETS.questions[0].choices[1]),
    )
    talk.make(changed(PETS, questions=(question, PETS.questions[1])))
    talk.text(acme.paula, "PETS")
    talk.text(acme.paula, "wrong number")
    assert talk.session_of(acme.paula).answers == {"pet": "cat"}
    acme.paula.refresh_from_db()
    assert not acme.paula.is_doubted


def test_e3_a_denied_doubt_brings_nobody_back_in(talk, acme):
    talk.make()
    talk.text(acme.paula, "PETS")
    talk.text(acme.paula, "wrong number")
    acme.paula.refresh_from_db()
    doubts.deny(acme.paula, acme.bob)
    assert talk.text(acme.paula, "Cat").ticket_id
    talk.text(acme.paula, "PETS")
    assert talk.session_of(acme.paula).is_running


def test_k3_a_block_ends_it_and_unblocking_restores_nothing(talk, acme):
    talk.make()
    talk.text(acme.paula, "PETS")
    blocking.block(acme.paula, acme.bob)
    assert how(talk, acme.paula) == Ended.BLOCKED
    assert refusal(acme.paula) == "blocked"
    talk.text(acme.paula, "PETS")
    blocking.unblock(acme.paula, acme.bob)
    assert talk.text(acme.paula, "Cat").ticket_id
    assert Session.objects.filter(profile=acme.paula).count() == 1


@pytest.mark.parametrize("source", ["An agent", "The API"])
def test_e3_consent_that_is_withdrawn_by_whomever_ends_it(talk, acme, source):
    talk.make()
    talk.text(acme.paula, "PETS")
    acme.paula.withdraw_consent(source)
    assert how(talk, acme.paula) == Ended.OPTED_OUT


def test_h4_consent_that_lapsed_ends_it_with_the_next_text_or_answer(talk, acme):
    talk.make()
    for person in (acme.paula, acme.sue):
        talk.text(person, "PETS")
        person.lapse_consent("The number does not exist any more")
    assert refusal(acme.paula) == "no_consent"
    assert how(talk, acme.paula) == Ended.NO_CONSENT
    assert talk.text(acme.sue, "Cat").ticket_id
    assert how(talk, acme.sue) == Ended.NO_CONSENT
    assert len(talk.said_to(acme.sue)) == 1


@pytest.mark.parametrize(
    ("code", "ended"),
    [
        ("21610", Ended.OPTED_OUT),
        ("30005", Ended.NO_CONSENT),
        ("30006", Ended.FAILED),
        ("30007", Ended.FAILED),
    ],
)
def test_e9_what_the_provider_says_of_a_text_ends_it(talk, acme, code, ended):
    talk.make()
    talk.text(acme.paula, "PETS")
    delivery = sending.claim(waiting(acme.paula).pk)
    acme.number.channel.backend.rejected(delivery, code, "The provider's words")
    session = talk.session_of(acme.paula)
    assert session.ended == ended
    assert session.trouble == ("The provider's words" if ended == Ended.FAILED else "")
    assert talk.text(acme.paula, "Cat").ticket_id


def test_e9_a_text_that_fails_once_the_conversation_went_on_changes_nothing(talk, acme):
    """A callback may come late: the answer shows that the question arrived."""
    talk.make()
    talk.text(acme.paula, "PETS")
    first = sending.claim(waiting(acme.paula).pk)
    talk.text(acme.paula, "Cat")
    first.failed("30003", "Unreachable")
    assert talk.session_of(acme.paula).is_running


def test_e12_without_credits_it_is_over_and_the_next_text_is_for_the_team(talk, acme):
    talk.make()
    SendingOptions.objects.filter(account=acme.acme).update(monthly_limit=0)
    talk.text(acme.paula, "PETS")
    assert refusal(acme.paula) == "credits_used_up"
    session = talk.session_of(acme.paula)
    assert session.ended == Ended.FAILED
    assert "credits" in session.trouble
    assert talk.text(acme.paula, "Cat").ticket_id


def test_e1_a_number_that_is_disconnected_meanwhile_ends_it(talk, acme):
    talk.make()
    talk.text(acme.paula, "PETS")
    talk.text(acme.sue, "PETS")
    acme.number.disconnect()
    delivery = sending.claim(waiting(acme.paula).pk)
    sending.hand_over(delivery.line, delivery)()
    assert how(talk, acme.paula) == Ended.FAILED
    assert talk.session_of(acme.paula).trouble == NO_NUMBER.text
    talk.pass_by(hours=25)
    assert talk.time_out() == 1
    assert (how(talk, acme.sue), len(talk.said_to(acme.sue))) == (Ended.TIMEOUT, 1)


def test_h10_a_pool_that_is_used_up_in_the_middle_ends_it_and_the_text_is_for_the_team(talk, acme):
    pool = CouponPool.objects.make(acme.acme, "Pets")
    talk.make(changed(PETS, recommendation=f"Your code: {{{pool.variable}}}"), checked=False)
    for said in ("PETS", "Cat"):
        talk.text(acme.paula, said)
    assert talk.text(acme.paula, "Large").ticket == acme.broken_zip
    session = talk.session_of(acme.paula)
    assert session.ended == Ended.FAILED
    assert "Pets" in session.trouble
    assert session.answers == {"pet": "cat"}
    pool.delete()
    for said in ("PETS", "Cat", "Large"):
        talk.text(acme.paula, said)
    assert how(talk, acme.paula) == Ended.FAILED


def test_h13_taken_over_it_is_over_and_the_next_text_is_for_the_team(talk, acme):
    talk.make()
    talk.text(acme.paula, "PETS")
    session = talk.session_of(acme.paula)
    assert session.take_over()
    assert not session.take_over()
    assert session.ended == Ended.TAKEN_OVER
    assert refusal(acme.paula) == "left_automation"
    assert talk.text(acme.paula, "Cat").ticket_id


def test_h9_switched_off_people_finish_or_leave_as_was_said(talk, acme):
    pets = talk.make()
    talk.text(acme.paula, "PETS")
    assert pets.switch_off() == 0
    assert talk.text(acme.sue, "PETS").ticket_id  # nobody enters any more
    talk.text(acme.paula, "Cat")
    assert talk.session_of(acme.paula).answers == {"pet": "cat"}
    pets.switch_on()
    talk.text(acme.sue, "PETS")
    assert pets.switch_off(stop=True) == 2
    assert {how(talk, acme.paula), how(talk, acme.sue)} == {Ended.SWITCHED_OFF}
    assert refusal(acme.sue) == "left_automation"


def test_deleted_while_people_are_inside_they_leave_and_what_was_said_stays(talk, acme):
    """The issue's bad input: its keywords are free, its name is gone, results and labels stay."""
    pets = talk.make()
    for said in ("PETS", "Cat", "Large", "PETS"):
        talk.text(acme.paula, said)
    pets.edit(keywords=["PETS", "ANIMALS"])
    pets.remove()
    assert how(talk, acme.paula) == Ended.REMOVED
    assert refusal(acme.paula) == "left_automation"
    assert talk.text(acme.paula, "Cat").ticket_id
    assert talk.text(acme.paula, "PETS").ticket_id
    assert not acme.acme.automations.for_display().exists()
    assert Session.objects.filter(ended=Ended.RECOMMENDED).exists()
    assert Message.objects.filter(origin="automation").first().source.name == "Pets"
    talk.make(keywords=["PETS", "ANIMALS"], name="Pets")
    talk.text(acme.paula, "ANIMALS")
    assert talk.session_of(acme.paula).is_running


def test_whoever_enters_in_the_moment_of_a_deletion_hears_nothing(talk, acme):
    """Their session stands there when nobody expects it: it says nothing, and ends by itself."""
    pets = talk.make()
    for person in (acme.paula, acme.sue):
        talk.text(person, "PETS")
    Automation.objects.filter(pk=pets.pk).update(removed_at=timezone.now())
    assert talk.text(acme.paula, "Cat").ticket_id
    assert how(talk, acme.paula) == Ended.REMOVED
    assert refusal(acme.sue) == "left_automation"
    talk.pass_by(hours=25)
    talk.time_out()
    assert len(talk.said_to(acme.sue)) == 1


def test_what_was_never_on_is_gone_for_good(talk, acme):
    talk.make(on=False).remove()
    assert not Automation.objects.exists()


def test_what_a_finished_conversation_said_last_still_leaves(talk, acme):
    talk.make()
    for said in ("PETS", "Cat", "Large"):
        talk.text(acme.paula, said)
    assert how(talk, acme.paula) == Ended.RECOMMENDED
    assert refusal(acme.paula) == ""


def test_h8_a_question_that_waited_until_the_time_was_over_is_not_asked_any_more(talk, acme):
    talk.make()
    talk.text(acme.paula, "PETS")
    asked = waiting(acme.paula)
    talk.pass_by(hours=25)
    talk.time_out()
    assert sending.claim(asked.pk) is None
    assert refusal(acme.paula) == ""  # the fallback
