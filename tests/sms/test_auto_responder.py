"""E5: the answer to texts without a recognised keyword: off by default, to whom it should, never in a loop."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import tenancy
from inbox import sending
from inbox.models import Message, Ticket
from profiles.models import Profile
from sms.models import Number, Texts
from tests.pages import field_error, words
from tests.world import text_from

ANSWER = "Acme: Thanks for your text! We can't reply here. Write to help@acme.example and we will help."
FORM = {
    "responder-auto_respond": "on",
    "responder-auto_response": "{organization}: Hello {first_name}",
    "responder-audience": "without_consent",
    "responder-pause_hours": "24",
}


@pytest.fixture
def texts(acme):
    return Texts.objects.get()


def switch(texts, **columns):
    for name, value in ({"auto_respond": True} | columns).items():
        setattr(texts, name, value)
    texts.save()


def text(acme, person, body="Where is my parcel?", **more):
    return text_from(Number.objects.by_route(acme.number.route), person.phone, body, **more)


def answers(person) -> list[str]:
    return list(
        Message.objects.filter(profile=person, origin="auto_responder").values_list("body", flat=True)
    )


def test_e5_off_by_default_to_everyone_each_time(texts):
    assert (texts.auto_respond, texts.audience, texts.pause_hours) == (False, "everyone", 0)


def test_e5_off_means_silent(acme):
    text(acme, acme.quinn)
    assert answers(acme.quinn) == []


@pytest.mark.parametrize(
    ("audience", "name", "answered"),
    [
        ("everyone", "paula", True),  # a subscriber
        ("everyone", "quinn", True),  # no consent
        ("everyone", "sam", False),  # opted out
        ("without_consent", "paula", False),
        ("without_consent", "quinn", True),
        ("without_consent", "sam", False),
    ],
)
def test_e5_the_audience(acme, texts, audience, name, answered):
    switch(texts, audience=audience)
    person = getattr(acme, name)
    text(acme, person)
    assert answers(person) == ([ANSWER] if answered else [])


def test_e5_transactional_consent_is_consent_too(acme, texts):
    switch(texts, audience="without_consent")
    acme.quinn.give_consent("transactional", "Checkout")
    text(acme, acme.quinn)
    assert answers(acme.quinn) == []


def test_e5_the_text_still_becomes_a_ticket_and_the_answer_stands_in_its_thread(acme, texts):
    switch(texts)
    message = text(acme, acme.sue)
    ticket = Ticket.objects.get(number=4)
    assert message.ticket_id == ticket.pk
    assert (ticket.status, ticket.is_unread, ticket.waiting_since is not None) == ("open", True, True)
    assert ticket.preview == "Where is my parcel?"
    assert [each.origin for each in ticket.thread()][-2:] == ["customer", "auto_responder"]


def test_e5_a_newcomer_is_answered_and_gets_a_ticket(acme, texts):
    switch(texts)
    message = text_from(Number.objects.by_route(acme.number.route), "+15035550171", "Hello")
    assert message.ticket_id is not None
    assert answers(message.profile) == [ANSWER]


@pytest.mark.parametrize("body", ["STOP", "HELP", "START"])
def test_e5_a_keyword_is_not_answered_twice(acme, texts, body):
    switch(texts)
    text(acme, acme.quinn, body)
    assert answers(acme.quinn) == []


def test_e5_variables_are_filled_in(acme, texts):
    switch(texts, auto_response="{organization}, {first_name}, {support_email}")
    acme.acme.organization_prefix = "ACME"
    acme.acme.save()
    text(acme, acme.quinn)
    assert answers(acme.quinn) == ["ACME, Quinn, help@acme.example"]


def test_e5_each_time_by_default(acme, texts):
    switch(texts)
    for n in range(3):
        text(acme, acme.quinn, f"text {n}")
    assert len(answers(acme.quinn)) == 3


def test_e5_not_again_within_the_pause_and_again_after_it(acme, texts):
    switch(texts, pause_hours=24)
    text(acme, acme.quinn)
    text(acme, acme.quinn)
    assert len(answers(acme.quinn)) == 1
    Message.objects.filter(origin="auto_responder").update(
        created_at=timezone.now() - timedelta(hours=24, seconds=1)
    )
    text(acme, acme.quinn)
    assert len(answers(acme.quinn)) == 2


def test_e5_one_persons_pause_is_not_anothers(acme, texts):
    switch(texts, pause_hours=24)
    text(acme, acme.quinn)
    text(acme, acme.paula)
    assert len(answers(acme.paula)) == 1


def test_e5_a_text_delivered_twice_is_answered_once(acme, texts):
    switch(texts)
    for _ in range(2):
        text(acme, acme.quinn, external_id="SM" + "8" * 32)
    assert len(answers(acme.quinn)) == 1


def test_loops_four_a_minute(acme, texts):
    switch(texts)
    for n in range(8):
        text(acme, acme.quinn, f"loop {n}")
    assert len(answers(acme.quinn)) == 4
    assert Ticket.objects.get(number=2).events.filter(kind="muted").exists()
    assert Ticket.objects.get(number=2).thread().filter(origin="customer").count() == 9, (
        "what they say still comes in"
    )


def test_loops_twenty_a_day(acme, texts):
    switch(texts)
    ago = timezone.now() - timedelta(hours=2)
    for n in range(23):
        text(acme, acme.quinn, f"loop {n}")
        Message.objects.filter(origin="auto_responder").update(created_at=ago)
    assert len(answers(acme.quinn)) == 20
    Message.objects.filter(origin="auto_responder").update(created_at=timezone.now() - timedelta(hours=25))
    text(acme, acme.quinn, "a day later")
    assert len(answers(acme.quinn)) == 21


def test_loops_one_persons_loop_silences_nobody_else(acme, texts):
    switch(texts)
    for n in range(6):
        text(acme, acme.quinn, f"loop {n}")
    text(acme, acme.paula)
    assert len(answers(acme.paula)) == 1


def test_e4_the_answer_is_not_sent_to_somebody_who_opts_out_meanwhile(acme, texts):
    switch(texts)
    text(acme, acme.quinn)
    delivery = Message.objects.get(origin="auto_responder").delivery
    Profile.objects.get(pk=acme.quinn.pk).withdraw_consent("Texted STOP")
    assert sending.claim(delivery.pk) is None


class TestThePage:
    @pytest.fixture
    def save(self, cast, sign_in):
        bob = sign_in(cast.bob)
        return lambda **changes: bob.post(
            "/settings/sms/auto-responder/",
            FORM | {f"responder-{name}": value for name, value in changes.items()},
        )

    def kept(self, cast) -> Texts:
        with tenancy.enter(cast.acme.pk):
            return Texts.objects.get()

    def test_e5_it_is_saved(self, cast, save):
        assert save().status_code == 302
        kept = self.kept(cast)
        assert (kept.auto_respond, kept.audience, kept.pause_hours) == (True, "without_consent", 24)
        assert kept.auto_response == "{organization}: Hello {first_name}"

    @pytest.mark.parametrize(
        ("field", "value", "reason"),
        [
            ("auto_response", "", "required"),
            ("auto_response", "x" * 481, "at most 480"),
            (
                "auto_response",
                "Hello {name}",
                "There is no variable {name}. You can use {organization}, {support_email}, {first_name}.",
            ),
            ("auto_response", "Hello { coupon }", "There is no variable {coupon}"),
            ("auto_response", "Hello {First_Name}", "There is no variable"),
            ("auto_response", "Hello {first name}", "There is no variable"),
            ("audience", "nobody", "valid choice"),
            ("pause_hours", "-1", "greater than or equal to 0"),
            ("pause_hours", "99999", "less than or equal to 32767"),
            ("pause_hours", "soon", "whole number"),
        ],
    )
    def test_e5_a_wrong_value_is_refused_beside_its_field_and_nothing_changes(
        self, cast, save, field, value, reason
    ):
        answer = save(**{field: value})
        assert answer.status_code == 422
        assert reason in field_error(answer, f"responder-{field}")
        assert not self.kept(cast).auto_respond

    def test_e5_the_page_suggests_the_other_audience_with_a_ready_text(self, cast, sign_in):
        page = words(sign_in(cast.bob).get("/settings/sms/").content)
        assert "Does your team answer texts? Then send it only to people without consent" in page
        assert "Reply START to subscribe, then we can answer you here." in page

    def test_e3_the_answers_are_saved_and_an_unknown_variable_refused(self, cast, sign_in):
        form = {"texts-stop": "Bye {first_name}", "texts-help": "{support_email}", "texts-start": "Hi"}
        bob = sign_in(cast.bob)
        assert bob.post("/settings/sms/texts/", form).status_code == 302
        kept = self.kept(cast)
        assert (kept.stop, kept.help, kept.start) == ("Bye {first_name}", "{support_email}", "Hi")
        answer = bob.post("/settings/sms/texts/", form | {"texts-help": "{nobody}"})
        assert answer.status_code == 422
        assert "There is no variable {nobody}" in field_error(answer, "texts-help")
        assert self.kept(cast).help == "{support_email}"
