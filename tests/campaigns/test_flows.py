"""G2: a flow sends texts after an event, with delays; people leave it when they opt out."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import tenancy
from campaigns import advancing
from campaigns.models import Enrolment, Flow, Incomplete, Segment
from inbox import blocking, sending
from inbox.channels import Refusal
from inbox.models import Delivery, Message
from profiles.models import Profile, ProfileEvent
from sms import daytime, lines
from sms.coupon_codes import Codes
from sms.models import CouponPool, Number, SendingOptions
from tests.campaigns.flowing import WELCOME
from tests.world import ACME_SID, TOKEN, text_from


def person(flows, name) -> Profile:
    with flows.inside():
        return Profile.objects.get(first_name=name)


# Entering


@pytest.mark.parametrize("word", ["START", "JOIN"])
def test_g2_who_subscribes_by_a_keyword_enters_and_gets_the_first_text(cast, flows, word):
    flows.make()
    with flows.inside():
        cast.acme.subscribe_keywords.create(word="JOIN")
        lines.forget()
        text_from(Number.objects.by_route(cast.number.route), "+15035550102", word)
    assert advancing.advance_due() == 1
    assert flows.sent == ["Hi Quinn, welcome to Acme!"]


def test_g2_who_had_consent_already_did_not_subscribe_again(cast, flows):
    flows.make()
    with flows.inside():
        cast.paula.give_consent("marketing", "Form")
        assert not ProfileEvent.objects.filter(profile=cast.paula, at__gt=cast.paula.marketing_since).exists()
    assert flows.inside_now == []


def test_g2_any_event_starts_a_flow_whatever_its_case(cast, flows):
    flows.make(metric="Placed order")
    flows.happen(cast.paula, "placed Order")
    flows.happen(cast.paula, "Looked at a page")
    advancing.advance_due()
    assert flows.sent == ["Hi Paula, welcome to Acme!"]


def test_g2_a_text_of_a_flow_bears_its_source_and_waits_for_the_day_and_consent(cast, flows):
    flow = flows.make()
    flows.happen(cast.paula, "Subscribed")
    advancing.advance_due()
    with flows.inside():
        delivery = Delivery.objects.select_related("message").get(message__origin="flow")
        enrolment = Enrolment.objects.get()
        assert delivery.message.source_id == flow.source_id
        assert (delivery.gate, delivery.daytime) == ("marketing", True)
        assert delivery.dedupe_key == f"flow:{enrolment.pk}:hello"
        assert (delivery.sender, delivery.recipient) == (cast.number.number, cast.paula.phone)
        assert delivery.message.ticket is None
        assert cast.acme.tickets.by_number(1).preview == "The zip broke", "it opens and touches no ticket"


def test_g2_the_same_event_again_enters_nobody(cast, flows):
    flows.make(metric="Placed order", reentry="every")
    for _ in range(3):
        flows.happen(cast.paula, "Placed order", key="order:1")
    assert len(flows.inside_now) == 1


@pytest.mark.parametrize(
    ("reentry", "entered"),
    [({"reentry": "once"}, 1), ({"reentry": "every"}, 4), ({"reentry": "days", "reentry_days": 2}, 2)],
)
def test_g2_how_often_one_enters_is_the_flows(cast, flows, reentry, entered, monkeypatch):
    monkeypatch.setattr("campaigns.enrolling.FRESH", timedelta(days=30))
    flow = flows.make(metric="Placed order", **reentry)
    with flows.inside():
        Flow.objects.filter(pk=flow.pk).update(switched_on_at=timezone.now() - timedelta(days=9))
    began = timezone.now() - timedelta(days=5)
    for days in (0, 1, 2, 3):
        flows.happen(cast.paula, "Placed order", at=began + timedelta(days=days))
    assert len(flows.inside_now) == entered


def test_g2_what_happened_before_it_was_on_or_long_ago_starts_nothing(cast, flows):
    flow = flows.make(metric="Placed order", reentry="every")
    flows.happen(cast.paula, "Placed order", at=flow.switched_on_at - timedelta(seconds=1))
    with flows.inside():
        Flow.objects.update(switched_on_at=timezone.now() - timedelta(days=9))
    flows.happen(cast.paula, "Placed order", at=timezone.now() - timedelta(days=1, seconds=5))
    assert flows.inside_now == []
    flows.happen(cast.paula, "Placed order", at=timezone.now() - timedelta(hours=23))
    assert len(flows.inside_now) == 1


@pytest.mark.parametrize(
    ("kind", "who"), [("marketing", []), ("transactional", ["Quinn"])], ids=["marketing", "transactional"]
)
def test_g2_nobody_enters_whom_it_could_not_text(cast, flows, kind, who):
    """Quinn consents to transactional texts only; Sam has opted out; Sue is blocked."""
    with flows.inside():
        cast.quinn.give_consent("transactional", "Checkout")
        cast.sue.block(cast.alice)
    flows.make(metric="Placed order", kind=kind)
    for name in ("quinn", "sam", "sue"):
        flows.happen(getattr(cast, name), "Placed order")
    assert [enrolment.profile.first_name for enrolment in flows.inside_now] == who


def test_g2_conditions_on_what_the_event_brings_along(cast, flows):
    conditions = [
        {"name": "value", "operator": "greater", "value": "50"},
        {"name": "ship.country", "operator": "is", "value": "us"},
    ]
    flows.make(metric="Placed order", reentry="every", conditions=conditions)
    for value, country in ((60, "US"), (60, "DE"), (50, "US"), (None, "US")):
        flows.happen(cast.paula, "Placed order", value=value, data={"ship": {"country": country}})
    assert len(flows.inside_now) == 1


def test_a1_a_flow_hears_the_events_of_its_own_account_only(cast, flows):
    flows.make(metric="Placed order")
    with tenancy.enter(cast.globex.pk):
        stranger = Profile.objects.first()
        stranger.give_consent("marketing", "Form")
        stranger.record_event("Placed order")
    assert flows.inside_now == []


# Going through


def test_g2_the_next_text_comes_when_its_wait_is_over_and_not_before(cast, flows):
    flows.make()
    flows.happen(cast.paula, "Subscribed")
    advancing.advance_due()
    assert flows.pass_by(hours=23, minutes=59) == 0
    assert flows.sent == ["Hi Paula, welcome to Acme!"]
    assert flows.pass_by(minutes=2) == 1
    assert flows.sent == ["Hi Paula, welcome to Acme!", "10 % off at Acme today"]
    assert flows.left() == ["finished"]


def test_g2_a_wait_at_the_beginning_counts_from_the_event(cast, flows):
    flows.make(WELCOME[1:], metric="Placed order")
    with flows.inside():
        Flow.objects.update(switched_on_at=timezone.now() - timedelta(days=9))
    at = timezone.now() - timedelta(hours=5)
    flows.happen(cast.paula, "Placed order", at=at)
    advancing.advance_due()
    assert [enrolment.due_at for enrolment in flows.inside_now] == [at + timedelta(days=1)]


def test_d3_after_an_outage_no_text_comes_closer_to_the_one_before(cast, flows):
    flows.make()
    flows.happen(cast.paula, "Subscribed")
    assert flows.pass_by(days=3) == 1
    assert flows.sent == ["Hi Paula, welcome to Acme!"]
    (enrolment,) = flows.inside_now
    assert enrolment.due_at > timezone.now() + timedelta(hours=23)


def test_g2_texts_without_a_wait_between_leave_in_their_order(cast, flows):
    flows.make([WELCOME[0], WELCOME[2]])
    flows.happen(cast.paula, "Subscribed")
    advancing.advance_due()
    assert flows.sent == ["Hi Paula, welcome to Acme!", "10 % off at Acme today"]


# Leaving


def test_g2_who_opts_out_leaves_at_once_and_gets_nothing_more(cast, flows):
    flows.make()
    flows.happen(cast.paula, "Subscribed")
    advancing.advance_due()
    with flows.inside():
        text_from(cast.number, cast.paula.phone, "STOP")
    assert (flows.inside_now, flows.left()) == ([], ["opted_out"])
    assert flows.pass_by(days=2) == 0
    assert flows.sent == ["Hi Paula, welcome to Acme!"]


def test_g2_who_is_blocked_gets_nothing_more(cast, flows):
    flows.make()
    flows.happen(cast.paula, "Subscribed")
    advancing.advance_due()
    with flows.inside():
        blocking.block(cast.paula, cast.alice)
        blocking.unblock(cast.paula, cast.alice)
    flows.pass_by(days=2)
    assert (flows.sent, flows.left()) == (["Hi Paula, welcome to Acme!"], ["blocked"])


def test_g2_who_did_what_the_flow_is_for_leaves(cast, flows):
    flows.make(metric="Left a cart", goal="placed order")
    flows.happen(cast.paula, "Left a cart")
    flows.happen(cast.paula, "Placed order", at=timezone.now() - timedelta(hours=3))
    assert len(flows.inside_now) == 1, "that was before"
    flows.happen(cast.paula, "Placed order")
    assert flows.left() == ["goal"]


def test_g2_what_waits_to_be_sent_does_not_leave_after_its_person_left(cast, flows):
    flows.make()
    flows.happen(cast.paula, "Subscribed")
    advancing.advance_due()
    with flows.inside():
        delivery = Delivery.objects.get(message__origin=Message.Origin.FLOW)
        Enrolment.objects.get().take_out()

    with flows.inside():
        assert sending.claim(delivery.pk) is None
        delivery.refresh_from_db()
    assert (delivery.state, delivery.error_code) == ("failed", "left_flow")


# On, off, versions


def test_g2_it_can_not_be_switched_on_until_it_is_complete(cast, flows):
    flow = flows.make(steps=[{"kind": "text", "id": "a", "text": " "}], metric="", on=False)
    with flows.inside(), pytest.raises(Incomplete) as refused:
        flow.switch_on()
    assert [(problem.step, problem.text) for problem in refused.value.problems] == [
        ("start", "Choose the event that starts it."),
        ("a", "Write the text."),
    ]
    with flows.inside():
        flow.edit(metric="Subscribed", steps=[])
        with pytest.raises(Incomplete, match="Add a text"):
            flow.switch_on()
        cast.number.disconnect()
        flow.edit(steps=WELCOME)
        with pytest.raises(Incomplete, match="Connect a texting number"):
            flow.switch_on()


@pytest.mark.parametrize(
    ("text", "said"), [("Acme" + "x" * 1597, "1,601 characters"), ("Hi {nam}", "no variable {nam}")]
)
def test_g2_a_text_that_could_not_be_sent_is_refused_before_it_is(flows, text, said):
    flow = flows.make(steps=[{"kind": "text", "id": "a", "text": text}], on=False)
    with flows.inside(), pytest.raises(Incomplete, match=said):
        flow.switch_on()


def test_g2_people_inside_finish_the_version_that_they_began(cast, flows):
    flow = flows.make(metric="Placed order", reentry="every")
    flows.happen(cast.paula, "Placed order")
    advancing.advance_due()
    with flows.inside():
        flow.edit(steps=[{"kind": "text", "id": "new", "text": "The new one"}])
    flows.happen(cast.sue, "Placed order")
    advancing.advance_due()
    assert flows.sent == ["Hi Paula, welcome to Acme!", "Hi Sue, welcome to Acme!"], (
        "a draft is for nobody yet"
    )
    with flows.inside():
        assert flow.switch_on().number == 2
        assert flow.draft is None
    flows.happen(cast.sue, "Placed order")
    advancing.advance_due()
    assert flows.sent[2:] == ["Acme: The new one"]
    flows.pass_by(days=2)
    assert flows.sent[3:] == ["10 % off at Acme today", "10 % off at Acme today"]


@pytest.mark.parametrize(("stop", "texts", "left"), [(False, 2, "finished"), (True, 1, "switched_off")])
def test_g2_switched_off_nobody_enters_and_those_inside_finish_or_stop(cast, flows, stop, texts, left):
    flow = flows.make()
    flows.happen(cast.paula, "Subscribed")
    advancing.advance_due()
    with flows.inside():
        assert flow.switch_off(stop=stop) == stop
    flows.happen(cast.sue, "Subscribed")
    flows.pass_by(days=2)
    assert (len(flows.sent), flows.left()) == (texts, [left])


def test_g2_only_a_flow_that_was_never_on_is_deleted(flows):
    flow, other = flows.make(), flows.make(on=False)
    with flows.inside():
        other.remove()
        assert list(Flow.objects.all()) == [flow]
        with pytest.raises(Refusal, match="has results"):
            flow.remove()


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ({"metric": "unsubscribed"}, "has just opted out can't be texted"),
        ({"metric": "Placed order", "goal": "placed order"}, "can't be the one with which people leave"),
        (
            {"conditions": [{"name": "value", "operator": "greater", "value": "much"}]},
            "compared with a number: “much” is none",
        ),
        (
            {"conditions": [{"name": "", "operator": "is", "value": "x"}]},
            "which of the event's values is meant",
        ),
    ],
)
def test_g2_a_start_that_makes_no_sense_is_refused(flows, start, said):
    flow = flows.make(on=False, **start)
    with flows.inside(), pytest.raises(Incomplete, match=said):
        flow.switch_on()


def test_g2_what_can_not_be_kept_is_refused_when_it_is_saved(flows):
    flow = flows.make(on=False)
    with flows.inside(), pytest.raises(ValidationError):
        flow.edit(metric="x" * 81)


# What flows stand on


def segment(flows, city="Portland"):
    with flows.inside():
        return Segment.objects.make(
            flows.account, city, {"all": [{"kind": "place", "how": "in", "country": "US"}]}
        )


def test_g2_a_condition_asks_the_segment_as_it_stands(cast, flows):
    americans = segment(flows)
    steps = [{"kind": "condition", "id": "us", "segment": americans.pk, "otherwise": "offer"}, *WELCOME]
    flows.make(steps, metric="Ordered")
    with flows.inside():
        Profile.objects.filter(pk=cast.paula.pk).update(country="US")
        Profile.objects.filter(pk=cast.sue.pk).update(country="DE")
    for who in (cast.paula, cast.sue):
        flows.happen(who, "Ordered")
    advancing.advance_due()
    assert flows.sent == ["Hi Paula, welcome to Acme!", "10 % off at Acme today"]
    with flows.inside():
        with pytest.raises(ValidationError, match="The flow “Welcome” asks for this segment"):
            americans.remove()
        americans.delete()
        cast.quinn.give_consent("marketing", "Form")
    flows.happen(cast.quinn, "Ordered")
    advancing.advance_due()
    assert flows.sent[2:] == ["10 % off at Acme today"], "nobody is in a segment that was deleted"


def test_g2_a_condition_on_a_deleted_segment_is_not_switched_on(flows):
    gone = segment(flows)
    flow = flows.make([{"kind": "condition", "id": "us", "segment": gone.pk}, *WELCOME], on=False)
    with flows.inside():
        assert flow.problems(flow.draft) == []
        gone.delete()
        with pytest.raises(Incomplete, match="This segment is gone"):
            flow.switch_on()


def test_e10_a_flow_waits_for_the_day_and_the_next_wait_counts_from_then(cast, flows, monkeypatch):
    morning = timezone.now() + timedelta(hours=9)
    monkeypatch.setattr(daytime, "opens_at", lambda person, now: morning if now < morning else None)
    flows.make()
    flows.happen(cast.paula, "Subscribed")
    advancing.advance_due()
    assert (flows.sent, [enrolment.due_at for enrolment in flows.inside_now]) == ([], [morning])
    monkeypatch.setattr(daytime, "opens_at", lambda person, now: None)
    flows.pass_by(hours=9)
    assert flows.sent == ["Hi Paula, welcome to Acme!"]
    assert flows.inside_now[0].due_at > timezone.now() + timedelta(hours=23)


def test_e3_while_it_is_open_whether_somebody_opted_out_no_marketing_leaves(cast, flows):
    flows.make()
    flows.happen(cast.paula, "Subscribed")
    with flows.inside():
        cast.paula.doubt_consent("leave me alone")
    advancing.advance_due()
    assert (flows.sent, len(flows.inside_now)) == ([], 1)


def test_e6_links_are_shortened_and_each_person_has_their_own(cast, flows):
    flows.make([{"kind": "text", "id": "a", "text": "Acme: https://acme.example/sale"}], metric="Ordered")
    for who in (cast.paula, cast.sue):
        flows.happen(who, "Ordered")
    advancing.advance_due()
    one, other = flows.sent
    assert one != other and "/l/" in one and "acme.example" not in one


def test_e7_who_finds_no_coupon_waits_until_there_is_one(cast, flows):
    with flows.inside():
        pool = CouponPool.objects.make(cast.acme, "Spring")
        pool.add(Codes(["ONE"], []))
    flows.make([{"kind": "text", "id": "a", "text": "Acme: {coupon.spring}"}], metric="Ordered")
    for who in (cast.paula, cast.sue):
        flows.happen(who, "Ordered")
    advancing.advance_due()
    assert flows.sent == ["Acme: ONE"]
    (waiting,) = flows.inside_now
    assert "Spring" in waiting.held
    with flows.inside():
        pool.add(Codes(["TWO"], []))
    flows.pass_by(minutes=15)
    assert flows.sent == ["Acme: ONE", "Acme: TWO"]


def test_g2_without_a_number_everybody_waits(cast, flows):
    flows.make()
    with flows.inside():
        cast.number.disconnect()
    flows.happen(cast.paula, "Subscribed")
    advancing.advance_due()
    assert [enrolment.held for enrolment in flows.inside_now] == ["No texting number is connected."]


def test_e12_with_the_credits_used_up_everybody_waits(cast, flows):
    flows.make()
    with flows.inside():
        SendingOptions.of(cast.number.channel)
        SendingOptions.objects.update(monthly_limit=0)
    flows.happen(cast.paula, "Subscribed")
    advancing.advance_due()
    assert flows.sent == []
    assert "credits are used up" in flows.inside_now[0].held


def test_g2_the_text_leaves_from_the_number_that_the_person_wrote_to(cast, flows):
    with flows.inside():
        second = Number.connect(cast.acme, number="+15035550111", account_sid=ACME_SID, auth_token=TOKEN)
        text_from(Number.objects.by_route(second.route), cast.paula.phone, "Hello")
    flows.make(metric="Ordered")
    for who in (cast.paula, cast.sue):
        flows.happen(who, "Ordered")
    advancing.advance_due()
    with flows.inside():
        sent = Delivery.objects.filter(message__origin="flow").order_by("pk")
        assert list(sent.values_list("sender", flat=True)) == [second.number, cast.number.number]


def test_g2_who_read_it_before_it_was_switched_on_writes_a_new_draft(flows):
    flow = flows.make()
    with flows.inside():
        before = Flow.objects.get(pk=flow.pk)
        flow.edit(metric="Placed order")
        read_before = Flow.objects.prefetch_related("versions").get(pk=flow.pk)
        assert read_before.draft
        before.switch_on()
        read_before.edit(metric="Refunded order")
        assert [version.metric for version in flow.versions.order_by("number")][1:] == [
            "Placed order",
            "Refunded order",
        ]
