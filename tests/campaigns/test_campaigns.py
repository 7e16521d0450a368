"""G1: from a draft to everybody's phone: who is meant, when it begins, how it is held and ended."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns import audience, sweeps, working
from campaigns.models import Campaign, Recipient
from inbox import sending
from inbox.channels import Refusal
from inbox.models import Delivery, Message
from profiles.models import Profile
from tests.world import line


def work(campaign) -> Campaign:
    """Prepared, and as much handed over as may be at once."""
    working.prepare(campaign.account_id, campaign.pk)
    working.dispatch(campaign.account_id, campaign.pk)
    return fresh(campaign)


def fresh(campaign) -> Campaign:
    return Campaign.objects.for_display().get(pk=campaign.pk)


def test_g1_a_campaign_is_one_text_to_all_subscribers(acme, write):
    campaign = write()
    campaign.send(by=acme.dora)
    assert campaign.state == "preparing"
    campaign = work(campaign)
    assert (campaign.state, campaign.total, campaign.queued) == ("sending", 2, 2)
    sent = {message.profile.first_name: message for message in Message.objects.filter(source=campaign.source)}
    assert sent.keys() == {"Paula", "Sue"}
    message = sent["Paula"]
    assert message.body == "Acme: 20 % off, Paula!"
    assert (message.origin, message.ticket, message.our_address) == ("campaign", None, acme.number.number)
    delivery = message.delivery
    assert delivery.dedupe_key == f"camp:{campaign.pk}:{acme.paula.pk}"
    assert (delivery.gate, delivery.daytime, delivery.recipient) == ("marketing", True, acme.paula.phone)


def test_g1_it_opens_no_ticket_and_changes_none(acme, write):
    before = list(acme.acme.tickets.order_by("id").values())
    campaign = write()
    campaign.send(by=acme.dora)
    work(campaign)
    assert list(acme.acme.tickets.order_by("id").values()) == before
    assert acme.broken_zip.thread().filter(source=campaign.source).exists()


def test_g1_a_draft_can_be_changed_and_what_has_begun_can_not(acme, write):
    campaign = write()
    campaign.write(name="Summer sale", text="30 % off", kind="transactional")
    campaign = fresh(campaign)
    assert (campaign.name, campaign.text, campaign.kind) == ("Summer sale", "30 % off", "transactional")
    campaign.send(by=acme.dora)
    with pytest.raises(Refusal, match="no draft any more"):
        campaign.write(text="40 % off")
    campaign.rename("Sale")
    assert fresh(campaign).name == "Sale"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": "Hi {first_nam}"}, "text"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
    ],
)
def test_g1_what_makes_no_sense_is_refused_when_it_is_saved(acme, write, values, field):
    with pytest.raises(ValidationError) as refused:
        write().write(**values)
    assert field in refused.value.message_dict


def test_g1_an_editor_that_was_left_open_changes_nothing_that_has_begun(acme, write):
    left_open = write()
    fresh(left_open).send(by=acme.dora)
    with pytest.raises(Refusal, match="no draft any more"):
        left_open.write(text="40 % off")
    assert fresh(left_open).text == "20 % off, {first_name}!"


def test_g1_the_same_client_id_makes_one_draft(acme):
    client_id = "6f0b8a52-63ce-4b51-9d0c-7a0ae5c0b3f1"
    first = Campaign.objects.make(acme.acme, "One", client_id=client_id)
    assert Campaign.objects.make(acme.acme, "Two", client_id=client_id) == first
    assert Campaign.objects.count() == 1


# Whom it means


def test_g1_transactional_reaches_either_consent_marketing_only_its_own(acme, write):
    acme.quinn.give_consent("transactional", "Order")
    assert audience.counted(write()).reached == 2
    assert audience.counted(write(kind="transactional")).reached == 3


def test_g1_who_is_blocked_is_skipped_with_the_reason(acme, write):
    acme.sue.block(by=acme.bob)
    campaign = write()
    campaign.send(by=acme.dora)
    campaign = work(campaign)
    assert (campaign.total, campaign.skipped, campaign.queued) == (2, 1, 1)
    assert campaign.recipients.get(state="skipped").reason == "blocked"


def test_g1_who_says_stop_between_the_writing_down_and_the_sending_is_skipped(acme, write):
    campaign = write()
    campaign.send(by=acme.dora)
    working.prepare(campaign.account_id, campaign.pk)
    acme.paula.withdraw_consent("Texted STOP")
    working.dispatch(campaign.account_id, campaign.pk)
    campaign = fresh(campaign)
    assert (campaign.queued, campaign.skipped) == (1, 1)
    assert campaign.recipients.get(profile=acme.paula).reason == "opted_out"
    assert not Message.objects.filter(source=campaign.source, profile=acme.paula).exists()


def test_g1_strangers_are_never_meant(acme, write, cast):
    campaign = write()
    campaign.send(by=acme.dora)
    work(campaign)
    assert set(Recipient.objects.values_list("profile__account", flat=True)) == {acme.acme.pk}


# What stands in the way


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": ""}, "Write the text first."),
        ({"text": "x" * 1595}, "1,601 characters, and 1,600 can be sent"),
    ],
)
def test_g1_bad_texts_are_refused_before_anything_is_sent(acme, write, values, said):
    with pytest.raises(ValidationError, match=said):
        write(**values).send(by=acme.dora)
    assert not Message.objects.filter(origin="campaign").exists()


def test_g1_nobody_in_the_audience_is_told(acme, write):
    Profile.objects.update(marketing_since=None)
    with pytest.raises(ValidationError, match="Nobody is in the audience"):
        write().send(by=acme.dora)


def test_g1_without_a_number_it_does_not_begin(acme, write):
    acme.number.disconnect()
    with pytest.raises(ValidationError, match="No texting number is connected"):
        write().send(by=acme.dora)


@pytest.mark.parametrize("ago", [timedelta(seconds=1), timedelta(days=400)])
def test_g1_a_time_in_the_past_is_refused(acme, write, ago):
    campaign = write()
    with pytest.raises(ValidationError, match="This time has passed"):
        campaign.send(by=acme.dora, at=timezone.now() - ago)
    assert fresh(campaign).state == "draft"


# When


def test_g1_d3_a_scheduled_one_begins_when_it_is_due_and_once(acme, write):
    campaign = write()
    campaign.send(by=acme.dora, at=timezone.now() + timedelta(hours=1))
    assert (campaign.state, campaign.begun_by) == ("scheduled", "Dora")
    working.begin(campaign.account_id, campaign.pk)
    assert fresh(campaign).state == "scheduled", "it is not due yet"
    Campaign.objects.update(scheduled_at=timezone.now())
    working.begin(campaign.account_id, campaign.pk)
    working.begin(campaign.account_id, campaign.pk)
    assert fresh(campaign).state == "preparing"
    assert work(campaign).queued == 2


def test_g1_a_scheduled_one_becomes_a_draft_again(acme, write):
    campaign = write()
    campaign.send(by=acme.dora, at=timezone.now() + timedelta(hours=1))
    campaign.unschedule()
    campaign.unschedule()
    assert fresh(campaign).is_draft
    campaign.send(by=acme.dora)
    with pytest.raises(Refusal, match="is preparing"):
        campaign.unschedule()


def test_g1_what_stands_in_the_way_when_it_is_due_pauses_it_with_the_reason(acme, write):
    campaign = write()
    campaign.send(by=acme.dora, at=timezone.now() + timedelta(hours=1))
    acme.number.disconnect()
    Campaign.objects.update(scheduled_at=timezone.now())
    working.begin(campaign.account_id, campaign.pk)
    campaign = fresh(campaign)
    assert campaign.state == "paused" and "No texting number" in campaign.reason


def test_g1_the_sweeps_bring_one_all_the_way(acme, write, monkeypatch):
    monkeypatch.setattr(sweeps, "in_parallel", lambda verb, rows: [verb(*row) for row in rows])
    campaign = write()
    campaign.send(by=acme.dora, at=timezone.now() + timedelta(hours=1))
    Campaign.objects.update(scheduled_at=timezone.now())
    for sweep in (sweeps.begin_scheduled, sweeps.prepare, sweeps.dispatch):
        sweep()
    assert fresh(campaign).queued == 2


# Holding and ending it


def test_g1_a_pause_holds_what_is_queued_and_what_waits(acme, write, crowd):
    crowd(5)
    campaign = write()
    campaign.send(by=acme.dora)
    queued = work(campaign).queued
    assert 0 < queued < 7, "a number that sends one text per second gets no more than a moment's work"
    campaign.pause()
    working.dispatch(campaign.account_id, campaign.pk)
    assert fresh(campaign).queued == queued
    delivery = Delivery.objects.filter(message__source=campaign.source).first()
    assert claimed(delivery) is None
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries, delivery.reason) == ("queued", 0, "The campaign is paused.")
    campaign.resume()
    delivery.refresh_from_db()
    assert (fresh(campaign).state, delivery.reason) == ("sending", "")
    assert claimed(delivery)


def claimed(delivery):
    return sending.claim(delivery.pk)


def test_g1_a_cancelled_one_hands_over_nothing_more(acme, write, crowd):
    crowd(5)
    campaign = write()
    campaign.send(by=acme.dora)
    work(campaign)
    campaign.cancel()
    campaign.cancel()
    assert fresh(campaign).ended_at
    deliveries = Delivery.objects.filter(message__source=campaign.source)
    assert {(delivery.state, delivery.error_code) for delivery in deliveries} == {("failed", "cancelled")}
    working.dispatch(campaign.account_id, campaign.pk)
    assert fresh(campaign).progress().waiting > 0
    for verb in (campaign.resume, campaign.pause):
        with pytest.raises(Refusal, match="was cancelled"):
            verb()


def test_g1_a_text_in_a_workers_hands_when_it_is_cancelled_is_not_called_failed(acme, write):
    campaign = write()
    campaign.send(by=acme.dora)
    work(campaign)
    delivery = claimed(Delivery.objects.filter(message__source=campaign.source).first())
    campaign.cancel()
    delivery.refresh_from_db()
    assert delivery.state == "sending"


def test_g1_an_agents_retry_sends_nothing_of_a_cancelled_one(acme, write):
    campaign = write()
    campaign.send(by=acme.dora)
    work(campaign)
    campaign.cancel()
    delivery = Delivery.objects.filter(message__source=campaign.source).first()
    delivery.retry()
    assert claimed(delivery) is None
    delivery.refresh_from_db()
    assert delivery.error_code == "cancelled"


def test_g1_a_draft_can_be_neither_paused_nor_cancelled(acme, write):
    campaign = write()
    for verb in (campaign.pause, campaign.resume, campaign.cancel):
        with pytest.raises(Refusal, match="has not begun"):
            verb()


def test_g1_it_is_sent_when_nothing_is_on_its_way_any_more(acme, write):
    campaign = write()
    campaign.send(by=acme.dora)
    work(campaign)
    working.dispatch(campaign.account_id, campaign.pk)
    assert fresh(campaign).state == "sending"
    for delivery in Delivery.objects.filter(message__source=campaign.source):
        delivery.take()
        delivery.accepted(f"SM{delivery.pk}")
    working.dispatch(campaign.account_id, campaign.pk)
    campaign = fresh(campaign)
    assert (campaign.state, campaign.progress().sent, campaign.progress().done) == ("sent", 2, 2)


def test_g1_a_number_that_is_disconnected_meanwhile_leaves_its_people_to_the_usual_one(acme, write, crowd):
    campaign = write(number=line(acme.acme, "+15035550111", "AC" + "c" * 32))
    campaign.send(by=acme.dora)
    working.prepare(campaign.account_id, campaign.pk)
    campaign.number.disconnect()
    working.dispatch(campaign.account_id, campaign.pk)
    assert fresh(campaign).state == "paused", "it was to be sent from that number alone"


# Copies and ends of drafts


def test_g1_a_duplicate_is_a_draft_that_says_the_same(acme, write):
    campaign = write(kind="transactional")
    campaign.send(by=acme.dora)
    copy = campaign.duplicate()
    assert (copy.name, copy.text, copy.kind, copy.state) == (
        "Spring sale (copy)",
        campaign.text,
        "transactional",
        "draft",
    )


def test_g1_a_draft_is_discarded_whole_and_nothing_else_is(acme, write):
    campaign = write()
    campaign.discard()
    assert not Campaign.objects.exists() and not acme.acme.sources.exists()
    begun = write()
    begun.send(by=acme.dora)
    with pytest.raises(Refusal):
        begun.discard()
