"""The table of error codes and what follows from each (E9, facts: error codes), whether the provider says so at once or
by a later callback."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from accounts import tenancy
from inbox import sending
from inbox.channels import Accepted, Rejected
from inbox.models import Delivery
from profiles.models import Profile
from sms import errors
from sms.models import Number, UsageMonth
from sms.providers.twilio import Twilio
from tests.sms.payloads import captured, post
from tests.world import text_from

HOUR = timedelta(hours=1)
AGAIN = {  # code: the pauses after which it is sent again by itself
    "30001": [timedelta(minutes=5), timedelta(minutes=15), HOUR],
    "30003": [HOUR, 4 * HOUR],
    "30008": [HOUR],
    "30022": [timedelta(minutes=5), timedelta(minutes=15), HOUR],
}
NEVER_AGAIN = [
    "21211",
    "21408",
    "21610",
    "21614",
    "30004",
    "30005",
    "30006",
    "30007",
    "30010",
    "30019",
    "30034",
    "99999",
]


@pytest.fixture
def sent(acme, monkeypatch):
    """A text of Bob's that the provider has."""
    monkeypatch.setattr(
        Twilio, "send", lambda self, number, delivery: Accepted(f"SM{delivery.pk:030}{delivery.attempt:02}")
    )
    return lambda: leave(acme.broken_zip.reply("On its way", by=acme.bob).delivery)


def leave(delivery):
    Delivery.objects.filter(pk=delivery.pk).update(due_at=timezone.now())
    sending.send(delivery.account_id, delivery.pk)
    return again(delivery)


def again(delivery):
    return Delivery.objects.select_related("message__channel", "message__profile").get(pk=delivery.pk)


def report(client, acme, delivery, code):
    """The provider's callback that the text did not arrive."""
    path = f"/hooks/twilio/{acme.number.route}/status/?d={delivery.callback_token}"
    form = captured("status_undelivered", ErrorCode=code, MessageSid=delivery.provider_id)
    assert post(client, acme.number, form, path=path).status_code == 200
    return again(delivery)


def paula(acme):
    return Profile.objects.get(pk=acme.paula.pk)


@pytest.mark.parametrize(("code", "pauses"), AGAIN.items())
def test_a_soft_failure_is_sent_again_after_its_pauses_and_then_no_more(acme, client, sent, code, pauses):
    delivery = sent()
    for attempt, pause in enumerate(pauses, 1):
        waiting = report(client, acme, delivery, code)
        assert (waiting.state, waiting.attempt, waiting.retries) == ("queued", attempt + 1, attempt)
        assert abs(waiting.due_at - timezone.now() - pause) < timedelta(seconds=20)
        assert "It is sent again by itself in" in waiting.reason
        assert waiting.daytime
        delivery = leave(waiting)
        assert delivery.state == "sent"
    ended = report(client, acme, delivery, code)
    assert (ended.state, ended.error_code, ended.can_retry) == ("failed", code, True)
    assert UsageMonth.objects.get().texts == len(pauses) + 1


@pytest.mark.parametrize("code", AGAIN)
def test_each_attempt_fails_once_however_often_it_is_reported(acme, client, sent, code):
    delivery = sent()
    for _ in range(3):
        waiting = report(client, acme, delivery, code)
    assert (waiting.attempt, waiting.retries) == (2, 1)
    assert leave(waiting).attempt == 2
    assert report(client, acme, delivery, "30007").state == "sent"  # a late word about the first attempt


@pytest.mark.parametrize("code", NEVER_AGAIN)
def test_other_failures_are_never_sent_again_by_themselves(acme, client, sent, code):
    assert report(client, acme, sent(), code).state == "failed"


def test_30023_waits_for_the_next_day_of_the_carriers(acme, client, sent):
    waiting = report(client, acme, sent(), "30023")
    assert waiting.state == "queued"
    assert timedelta(0) < waiting.due_at - timezone.now() <= timedelta(hours=25)


@pytest.mark.parametrize("code", ["21211", "21614", "21635", "30005", "30006"])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_phone_that_never_gets_a_text_is_marked_and_the_composer_says_why(
    acme, client, sent, monkeypatch, code, at_once
):
    if at_once:
        delivery = acme.broken_zip.reply("On its way", by=acme.bob).delivery
        monkeypatch.setattr(Twilio, "send", refusing(code))
        assert leave(delivery).error_code == code
    else:
        report(client, acme, sent(), code)
    assert paula(acme).unreachable_code == code
    ticket = acme.acme.tickets.by_number(1)
    if code != "30005":  # whose consent has lapsed, which is said first
        assert ticket.refusal.code == "unreachable"
        assert ticket.refusal.text.startswith(errors.CODES[code].words)


def test_a_text_from_there_clears_the_mark(acme, client, sent):
    report(client, acme, sent(), "30006")
    text_from(acme.number, acme.paula.phone, "I am here", sent_at=timezone.now() - HOUR)
    assert paula(acme).unreachable_since, "an older text, which came in late, says nothing"
    text_from(acme.number, acme.paula.phone, "I am here")
    assert paula(acme).unreachable_since is None
    assert acme.acme.tickets.by_number(1).refusal is None


def test_what_waits_for_somebody_who_can_not_be_reached_is_not_sent(acme, client, sent):
    first, second = sent(), acme.broken_zip.reply("And this", by=acme.bob).delivery
    report(client, acme, first, "30006")
    ended = leave(second)
    assert (ended.state, ended.error_code) == ("failed", "unreachable")


def test_30005_lets_consent_lapse_without_calling_it_an_opt_out(acme, client, sent):
    report(client, acme, sent(), "30005")
    profile = paula(acme)
    assert (profile.is_subscriber, profile.opted_out_at, profile.consent.lapsed) == (False, None, True)
    assert acme.acme.tickets.by_number(1).refusal.code == "no_consent"
    profile.give_consent("marketing", "Texted START")
    assert paula(acme).is_subscriber


def test_30004_twice_looks_like_an_opt_out(acme, client, sent):
    report(client, acme, sent(), "30004")
    assert paula(acme).unreachable_since is None
    report(client, acme, sent(), "30004")
    assert acme.acme.tickets.by_number(1).refusal.title == "This phone blocks your texts"


def test_30004_once_before_and_once_after_a_text_from_there_does_not(acme, client, sent):
    report(client, acme, sent(), "30004")
    text_from(acme.number, acme.paula.phone, "Still there?")
    report(client, acme, sent(), "30004")
    assert paula(acme).unreachable_since is None


def test_21610_by_a_callback_opts_out_as_well(acme, client, sent):
    report(client, acme, sent(), "21610")
    assert paula(acme).opted_out_at


@pytest.mark.parametrize("code", errors.codes_that("alert"))
def test_what_only_an_admin_can_settle_stands_above_every_page(acme, client, sent, code):
    report(client, acme, sent(), code)
    acme.acme.refresh_from_db()
    (alert,) = acme.acme.standing_alerts
    assert acme.number.display in alert.text
    assert alert.path.endswith(f"#number-{acme.number.pk}")


def test_the_same_again_raises_no_second_alert_and_an_old_one_is_over(acme, client, sent):
    for _ in range(2):
        report(client, acme, sent(), "30034")
    acme.acme.refresh_from_db()
    assert len(acme.acme.standing_alerts) == 1
    for alert in acme.acme.alerts.values():
        alert["until"] = (timezone.now() - HOUR).isoformat()
    assert acme.acme.standing_alerts == []


@pytest.mark.parametrize("code", ["20003", "30002"])
def test_a_suspended_account_and_a_dead_token_lose_nothing(acme, monkeypatch, sent, code):
    """All texts wait until an admin has settled it, and leave then."""
    monkeypatch.setattr(Twilio, "send", refusing(code))
    first = leave(acme.broken_zip.reply("One", by=acme.bob).delivery)
    second = leave(acme.broken_zip.reply("Two", by=acme.bob).delivery)
    assert (first.state, second.state, second.attempt) == ("queued", "queued", 1)
    assert (first.reason, second.reason) == (
        f"{errors.CODES[code].words} It is sent again by itself in 1 minute.",
        errors.CODES[code].words,
    )
    assert Number.objects.get(pk=acme.number.pk).halted_code == code
    monkeypatch.setattr(Twilio, "send", lambda self, number, delivery: Accepted(f"SM{delivery.pk:032}"))
    assert leave(first).state == "queued"
    Number.objects.get(pk=acme.number.pk).resume()
    acme.acme.refresh_from_db()
    assert acme.acme.standing_alerts == []
    assert [leave(delivery).state for delivery in (first, second)] == ["sent", "sent"]
    assert UsageMonth.objects.get().texts == 2


def test_an_answer_that_waited_for_more_than_a_day_is_for_a_person_to_decide(acme, sent):
    delivery = acme.broken_zip.reply("One", by=acme.bob).delivery
    Number.objects.get(pk=acme.number.pk).halt("30002")
    Delivery.objects.filter(pk=delivery.pk).update(created_at=timezone.now() - timedelta(days=2))
    ended = leave(delivery)
    assert (ended.state, ended.error_code, ended.can_retry) == ("failed", "halted", True)


def test_every_code_of_the_table_has_words_that_end_as_a_sentence():
    assert all(meaning.words.endswith(".") for meaning in errors.CODES.values())
    assert errors.meaning("4711").words == "The provider refused it (error 4711)."


def refusing(code):
    def send(self, number, delivery):
        raise Rejected(code, errors.meaning(code).words)

    return send


def test_a1_nothing_of_it_reaches_another_account(acme, client, sent):
    report(client, acme, sent(), "30034")
    with tenancy.enter(acme.globex.pk), pytest.raises(ObjectDoesNotExist):
        UsageMonth.objects.get()
