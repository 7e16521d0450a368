"""G2, D3: real threads: two sweeps share the work, an opt-out in between wins, two events at once enter somebody once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns import advancing
from campaigns.models import Enrolment
from inbox import sending
from inbox.models import Delivery
from profiles.models import Profile
from tests.campaigns.flowing import WELCOME, Flows
from tests.carrier import new_number
from tests.sms.test_concurrency import at_once


@pytest.fixture
def flows(brand, by_day):
    return Flows(brand.account)


def people(flows, count: int) -> list[Profile]:
    with flows.inside():
        return Profile.objects.bulk_create(
            Profile(account=flows.account, phone=new_number(), marketing_since=timezone.now())
            for _ in range(count)
        )


def test_g2_two_events_at_once_enter_somebody_once(flows):
    flows.make(metric="Placed order", reentry="once")
    (person,) = people(flows, 1)
    at_once(lambda _: flows.happen(person, "Placed order"), range(8))
    assert len(flows.inside_now) == 1


def test_d3_sweeps_at_once_share_the_work_and_nobody_gets_a_text_twice(flows, monkeypatch):
    monkeypatch.setattr(advancing, "BATCH", 7)
    flows.make([WELCOME[0], WELCOME[2]], metric="Placed order")
    everybody = people(flows, 60)
    for person in everybody:
        flows.happen(person, "Placed order")
    at_once(lambda _: advancing.advance_due(), range(4))
    advancing.advance_due()
    with flows.inside():
        deliveries = Delivery.objects.filter(account=flows.account, message__origin="flow")
        assert deliveries.count() == 2 * len(everybody)
        assert deliveries.values("recipient").distinct().count() == len(everybody)
    assert flows.left() == ["finished"] * len(everybody)


def test_g2_a_stop_that_is_committed_while_a_sweep_runs_wins_at_the_claim(flows, brand):
    """Whichever of the two comes first: nothing leaves after the STOP."""
    flows.make(metric="Placed order")
    everybody = people(flows, 12)
    for person in everybody:
        flows.happen(person, "Placed order")

    def stop(person):
        with flows.inside():
            Profile.objects.get(pk=person.pk).withdraw_consent("Texted STOP")

    verbs = [lambda: advancing.advance_due(), *(lambda person=person: stop(person) for person in everybody)]
    at_once(lambda verb: verb(), verbs)
    with flows.inside():
        assert not Enrolment.objects.running().exists()
        waiting = Delivery.objects.filter(message__origin="flow", state="queued")
        assert [sending.claim(delivery.pk) for delivery in waiting] == [None] * len(waiting)


def test_d3_what_was_due_during_an_outage_is_caught_up_with_in_its_order(flows, monkeypatch):
    monkeypatch.setattr(advancing, "BATCH", 3)
    flow = flows.make(metric="Placed order")
    everybody = people(flows, 10)
    for hours, person in enumerate(everybody):
        flows.happen(person, "Placed order")
        with flows.inside():
            Enrolment.objects.filter(flow=flow, profile=person).update(
                due_at=timezone.now() - timedelta(hours=hours)
            )
    advancing.advance_due()
    with flows.inside():
        sent = Delivery.objects.filter(message__origin="flow").order_by("pk")
        assert list(sent.values_list("recipient", flat=True)) == [
            person.phone for person in reversed(everybody)
        ]


def test_d3_a_row_that_fails_is_pushed_back_and_the_others_go_on(flows, monkeypatch):
    flows.make(metric="Placed order")
    bad, *good = people(flows, 4)
    for person in (bad, *good):
        flows.happen(person, "Placed order")
    whole = advancing.Batch._text

    def text(batch, row, flow, step):
        if row.profile_id == bad.pk:
            raise RuntimeError("something odd")
        return whole(batch, row, flow, step)

    monkeypatch.setattr(advancing.Batch, "_text", text)
    advancing.advance_due()
    assert len(flows.sent) == 3
    with flows.inside():
        held = Enrolment.objects.get(profile=bad)
    assert held.due_at > timezone.now()
    assert held.held == "Something went wrong with it. It is tried again."
