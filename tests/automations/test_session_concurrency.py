"""H5, H8, D3, E3: real threads, each on a connection of its own: one step per text, one session per person, one fallback."""

from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from automations import sweeps
from automations.models import Answer, Automation, Ended, Session
from inbox import sending
from inbox.channels import Rejected
from inbox.models import Delivery, InboundEvent, Message
from profiles.models import Profile
from sms.parsing import StatusUpdate
from sms.webhooks import apply_status
from tests.automations.talking import PETS, Talk
from tests.carrier import new_number
from tests.sms.payloads import post
from tests.sms.test_concurrency import AT_ONCE, at_once, form
from tests.world import text_from


@pytest.fixture
def pets(brand):
    return BrandTalk(brand)


class BrandTalk(Talk):
    """The automation PETS of an account whose rows are committed, and people who may enter it."""

    def __init__(self, brand):
        self.brand = brand
        with self.inside():
            self.automation = Automation.objects.make(
                brand.account, "Pets", keywords=["PETS"], script=PETS.as_json()
            )
            self.automation.switch_on()

    def inside(self):
        return self.brand.inside()

    def people(self, count: int = 1) -> list[Profile]:
        with self.inside():
            return Profile.objects.bulk_create(
                Profile(
                    account=self.brand.account,
                    phone=new_number(),
                    first_name="Pat",
                    marketing_since=timezone.now(),
                )
                for _ in range(count)
            )

    def text(self, person, body: str, **more) -> Message:
        with self.inside():
            return text_from(self.brand.number, person.phone, body, **more)

    def said_to(self, person) -> list[str]:
        with self.inside():
            return super().said_to(person)

    def sessions(self, person=None) -> list[Session]:
        with self.inside():
            found = Session.objects.whole()
            return list(found.filter(profile=person) if person else found.all())

    def refused(self, delivery: Delivery, told: str) -> None:
        """By the provider, when it is asked to send it or in a callback: the person has opted out."""
        if told == "at once":
            sending.send(self.brand.account.pk, delivery.pk)
        else:
            with self.inside():
                apply_status(StatusUpdate("SM1", "failed", "21610", "", delivery.pk, delivery.attempt))

    def pass_by(self, **span) -> None:
        with self.inside():
            super().pass_by(**span)


def test_h5_sixteen_keywords_at_once_begin_one_session(pets):
    (pat,) = pets.people()
    at_once(lambda _: pets.text(pat, "PETS"), range(AT_ONCE))
    assert len(pets.sessions(pat)) == 1
    # Written before the question was out they are heard; what came in after it is asked about again, and gives up.
    assert pets.said_to(pat)[0] == "What pet do you have?\n1. Cat\n2. Dog"
    assert len(pets.said_to(pat)) <= 3


def test_h5_the_keywords_of_two_automations_at_once_begin_one_of_them(pets):
    with pets.inside():
        Automation.objects.make(
            pets.brand.account, "Quiz", keywords=["QUIZ"], script=PETS.as_json()
        ).switch_on()
    for pat in pets.people(5):
        at_once(lambda word, pat=pat: pets.text(pat, word), ["PETS", "QUIZ"])
        assert len(pets.sessions(pat)) == 1


def test_e2_the_same_webhook_sixteen_times_at_once_is_one_answer(pets):
    (pat,) = pets.people()
    pets.text(pat, "PETS")
    answer = form(pets.brand, pat.phone, 7_000_001, "Cat")
    answers = at_once(lambda _: post(Client(), pets.brand.number, answer).status_code, range(AT_ONCE))
    assert answers == [200] * AT_ONCE
    assert len(pets.said_to(pat)) == 2
    with pets.inside():
        assert Answer.objects.count() == 1
        assert not InboundEvent.objects.exclude(state="done").exists()


def test_h6_two_answers_at_once_the_second_answers_nothing_that_it_could_not_know(pets):
    """“Cat” and “Dog”: the size was not asked when the second was written, so it is for the team."""
    for pat in pets.people(5):
        pets.text(pat, "PETS")
        texts = at_once(lambda said, pat=pat: pets.text(pat, said), ["Cat", "Dog"])
        (session,) = pets.sessions(pat)
        assert session.question == "size"
        assert session.answers["pet"] in ("cat", "dog")
        assert session.reprompts == sum(text.ticket_id is None for text in texts) - 1


def test_e3_an_answer_and_a_stop_at_once_nothing_leaves_after_the_stop(pets):
    for pat in pets.people(6):
        pets.text(pat, "PETS")
        at_once(lambda said, pat=pat: pets.text(pat, said), ["Cat", "STOP"])
        (session,) = pets.sessions(pat)
        assert session.ended == Ended.OPTED_OUT
        with pets.inside():
            waiting = Delivery.objects.filter(message__profile=pat, message__origin="automation")
            assert [sending.claim(delivery.pk) for delivery in waiting] == [None] * len(waiting)


@pytest.mark.parametrize("told", ["at once", "later"])
def test_e3_a_stop_and_the_providers_word_of_it_at_once_neither_waits_for_ever(pets, monkeypatch, told):
    """Both end the conversation and the consent. Until it gave up, each held what the other one wanted."""
    monkeypatch.setattr("sms.channel.SMS.send", refuse)
    everybody = pets.people(8)
    verbs = []
    for pat in everybody:
        pets.text(pat, "PETS")
        with pets.inside():
            delivery = Delivery.objects.get(message__profile=pat, message__origin="automation")
        verbs += [partial(pets.text, pat, "STOP"), partial(pets.refused, delivery, told)]
    at_once(lambda verb: verb(), verbs)
    with pets.inside():
        assert {session.ended for session in pets.sessions()} == {Ended.OPTED_OUT}
        assert not Profile.objects.filter(pk__in=[pat.pk for pat in everybody], opted_out_at=None).exists()


def refuse(backend, line, delivery):
    raise Rejected("21610", "The person has opted out.")


def test_h13_an_answer_and_a_takeover_at_once_it_is_over(pets):
    for pat in pets.people(6):
        pets.text(pat, "PETS")
        (session,) = pets.sessions(pat)

        def take_over(session=session):
            with pets.inside():
                session.take_over()

        at_once(lambda verb: verb(), [take_over, lambda pat=pat: pets.text(pat, "Cat")])
        (session,) = pets.sessions(pat)
        assert session.ended == Ended.TAKEN_OVER
        assert len(session.answers) == len(pets.said_to(pat)) - 1


def test_h8_a_late_answer_and_two_sweeps_at_once_one_fallback(pets):
    everybody = pets.people(6)
    for pat in everybody:
        pets.text(pat, "PETS")
    pets.pass_by(hours=25)
    late = [lambda pat=pat: pets.text(pat, "Cat") for pat in everybody]
    at_once(lambda verb: verb(), [sweeps.time_out, sweeps.time_out, *late])
    sweeps.time_out()
    for pat in everybody:
        (session,) = pets.sessions(pat)
        assert (session.ended, session.texts, session.answers) == (Ended.TIMEOUT, 2, {})
        assert len(pets.said_to(pat)) == 2


def test_d3_sweeps_at_once_share_the_work(pets, monkeypatch):
    monkeypatch.setattr(sweeps, "BATCH", 7)
    everybody = pets.people(40)
    for pat in everybody:
        pets.text(pat, "PETS")
    pets.pass_by(hours=25)
    at_once(lambda _: sweeps.time_out(), range(4))
    sweeps.time_out()
    assert {session.ended for session in pets.sessions()} == {Ended.TIMEOUT}
    with pets.inside():
        fallbacks = Delivery.objects.filter(dedupe_key__contains=":fallback:")
        assert fallbacks.count() == fallbacks.values("recipient").distinct().count() == len(everybody)


def test_switched_off_while_people_answer_everybody_is_out_and_nobody_waits_for_ever(pets):
    everybody = pets.people(6)
    for pat in everybody:
        pets.text(pat, "PETS")

    def stop():
        with pets.inside():
            Automation.objects.by_id(pets.automation.pk).remove()

    at_once(lambda verb: verb(), [stop, *(lambda pat=pat: pets.text(pat, "Cat") for pat in everybody)])
    assert {session.ended for session in pets.sessions()} == {Ended.REMOVED}


class Died(BaseException):
    """As kill -9: nobody catches it."""


def test_whoever_dies_between_two_statements_each_step_is_taken_once(pets):
    """The provider posts it again: the keyword, an answer, the last one."""
    (pat,) = pets.people()
    for number, said in enumerate(("PETS", "Cat", "Large")):
        webhook = form(pets.brand, pat.phone, 7_100_000 + number, said)
        deaths = 0
        while dies(lambda webhook=webhook: post(Client(), pets.brand.number, webhook), after=deaths):
            deaths += 1
            assert len(pets.said_to(pat)) == number
        assert deaths > 10
        assert len(pets.said_to(pat)) == number + 1
    pets.text(pat, "PETS")
    pets.pass_by(hours=25)
    deaths = 0
    while dies(sweeps.time_out, after=deaths):
        deaths += 1
    assert len(pets.said_to(pat)) == 5
    (newest, _) = pets.sessions(pat)
    assert newest.ended == Ended.TIMEOUT


def dies(verb, after: int) -> bool:
    """Whether whoever does it died after so many statements, and what it had open was rolled back."""
    left = [after]

    def dying(execute, sql, params, many, context):
        if not left[0]:
            raise Died
        left[0] -= 1
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(dying):
            verb()
    except Died:
        return True
    return False
