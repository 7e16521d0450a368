"""`manage.py check_invariants`: silent over a healthy house, and each kind of damage is found."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import tenancy
from automations.models import Automation, Session
from campaigns.models import Campaign, Enrolment, Flow
from inbox import rota
from inbox.invariants import INVARIANTS, crossed
from inbox.models import (
    Channel,
    Delivery,
    Duty,
    InboundEvent,
    Message,
    Picture,
    ScheduledReply,
    Source,
    Ticket,
)
from profiles.models import Profile
from sms.models import Click, Link, UsageMonth
from tests.automations.talking import PETS
from tests.campaigns.flowing import WELCOME
from tests.world import text_from

LONG_AGO = timezone.now() - timedelta(hours=1)


def was_sent_to_blocked(cast):
    cast.paula.block(cast.bob)
    Delivery.objects.create(
        account=cast.acme, message=Message.objects.get(profile=cast.paula), dedupe_key="x", recipient="+1", state="sent",
        provider_id="SM1", claimed_at=timezone.now(),
    )  # fmt: skip


def scheduled(cast, **columns):
    reply = cast.broken_zip.schedule(timezone.now() + timedelta(hours=1), "Good morning", cast.bob)
    ScheduledReply.objects.filter(pk=reply.pk).update(**columns)
    return reply


def picture_astray(cast):
    picture = {"content_type": "image/png", "size": 1, "width": 1, "height": 1}
    Picture.objects.create(ticket=cast.late_parcel, scheduled=scheduled(cast), **picture)


def campaign(cast, replied: bool = True, **columns):
    """Paula got a campaign's message before she wrote, and her text is attributed to it."""
    sale = Source.objects.create(account=cast.acme, kind="campaign", name="Sale")
    text = Message.objects.get(profile=cast.paula, origin="customer")
    times = {"sent_at": text.sent_at - timedelta(hours=1), "replies_until": text.sent_at + timedelta(hours=1)}
    message = Message.objects.create(
        channel=text.channel, profile=cast.paula, origin="campaign", source=sale, **times | columns
    )
    if replied:
        Message.objects.filter(pk=text.pk).update(attributed_to=message, source=sale)
    return message


def clicked(cast, at=LONG_AGO, tell_at=None):
    """A link in an answer of Bob's to Paula that she has followed."""
    link = cast.broken_zip.reply("https://acme.example/sale", by=cast.bob).links.get()
    Link.objects.filter(pk=link.pk).update(clicks=1)
    Click.objects.create(link=link, at=at, device="phone", tell_at=tell_at)
    return link


def got_twice(cast):
    sale = Campaign.objects.make(cast.acme, "Sale", text="Sale!").source
    text = {"channel": cast.broken_zip.channel, "profile": cast.paula, "origin": "campaign", "source": sale}
    for _ in range(2):
        Message.objects.create(**text)


def in_flow(cast, **columns) -> Enrolment:
    flow = Flow.objects.make(cast.acme, "Welcome", metric="Ordered", steps=WELCOME)
    flow.switch_on()
    cast.paula.record_event("Ordered")
    Enrolment.objects.update(**columns)
    return Enrolment.objects.get()


def in_automation(cast, **columns) -> Session:
    """Paula was asked for her pet."""
    Automation.objects.make(cast.acme, "Pets", keywords=["PETS"], script=PETS.as_json()).switch_on()
    text_from(cast.number, cast.paula.phone, "PETS")
    Session.objects.update(**columns)
    return Session.objects.get()


def damages(cast):
    """What is broken → how to break it, by rows that no constraint of the database refuses."""
    delivery = {"account": cast.acme, "message": Message.objects.filter(account=cast.acme).first()}
    return {
        "a text was acknowledged and is not there": lambda: InboundEvent.objects.create(
            account=cast.acme, provider="twilio", event_key="SMlost", route="x", body="", state="done"
        ),
        "an event waits for over a minute": lambda: InboundEvent.objects.create(
            account=cast.acme, provider="twilio", event_key="SMnew", route="x", body="", received_at=LONG_AGO
        ),
        "a person has two SMS tickets": lambda: Ticket.objects.filter(pk=cast.lost_parcel.pk).update(
            profile=cast.paula
        ),
        "a scheduled reply is overdue and nobody was told why": lambda: scheduled(cast, send_at=LONG_AGO),
        "a reply is sent and waits to be sent": lambda: scheduled(
            cast, client_id=cast.broken_zip.reply("Good morning", cast.bob).client_id
        ),
        "a picture waits with a reply on another ticket": lambda: picture_astray(cast),
        "a person got a campaign twice": lambda: got_twice(cast),
        "somebody in a flow should have gone on": lambda: in_flow(cast, due_at=LONG_AGO),
        "a flow's text was sent to somebody who had left the flow": lambda: Delivery.objects.create(
            **delivery,
            dedupe_key=in_flow(cast, left_at=LONG_AGO, left_reason="opted_out").key_of("a"),
            state="sent",
            provider_id="SM1",
            claimed_at=timezone.now(),
        ),
        "a conversation should have timed out": lambda: in_automation(cast, expires_at=LONG_AGO),
        "a conversation counts other texts than it has queued": lambda: in_automation(cast, texts=2),
        "a conversation knows other answers than it has heard": lambda: in_automation(
            cast, answers={"pet": "cat"}
        ),
        "an automation's text was sent to somebody who had left it": lambda: (
            in_automation(cast, ended_at=LONG_AGO, ended="taken_over"),
            Delivery.objects.filter(dedupe_key__startswith="step:").update(
                state="sent", provider_id="SM1", claimed_at=timezone.now()
            ),
        ),
        "a campaign's counts are not those of its recipients": lambda: Campaign.objects.make(
            cast.acme, "Sale", total=1
        ),
        "a reply is attributed to a message that it does not answer in time": lambda: campaign(
            cast, replies_until=LONG_AGO
        ),
        "a reply is attributed past a newer message": lambda: (campaign(cast), campaign(cast, replied=False)),
        "the first text after a campaign's message is attributed to nothing": lambda: campaign(
            cast, replied=False
        ),
        "a campaign's message counts as sent and its delivery says otherwise": lambda: (
            Delivery.objects.create(
                account=cast.acme, message=campaign(cast), dedupe_key="x", recipient="+1", state="failed"
            )
        ),
        "a link counts other clicks than are written down": lambda: Click.objects.filter(
            link=clicked(cast)
        ).delete(),
        "nobody was told of a click for over five minutes": lambda: clicked(cast, tell_at=LONG_AGO),
        "an order is with another click than its person's last one before it": lambda: (
            clicked(cast),
            cast.paula.record_event("Placed order"),
            clicked(cast, at=LONG_AGO + timedelta(seconds=1)),
        ),
        "a snooze is overdue": lambda: Ticket.objects.filter(pk=cast.late_parcel.pk).update(
            snoozed_until=LONG_AGO
        ),
        "a ticket should have closed by itself": lambda: (
            Channel.objects.filter(account=cast.acme).update(auto_close=True, auto_close_waiting=True),
            Ticket.objects.filter(pk=cast.broken_zip.pk).update(
                last_activity_at=LONG_AGO - timedelta(days=3)
            ),
        ),
        "a sender holds a message beyond its lease": lambda: Delivery.objects.create(
            **delivery, dedupe_key="x", recipient="+1", state="sending", due_at=LONG_AGO
        ),
        "a message waits to be sent for over five minutes though it is due": lambda: Delivery.objects.create(
            **delivery, dedupe_key="x", recipient="+1", due_at=LONG_AGO
        ),
        "a person's consent is not what its history says": lambda: Profile.objects.filter(
            pk=cast.paula.pk
        ).update(opted_out_at=LONG_AGO),
        "round robin gave a ticket to somebody who was away": lambda: (
            Duty.objects.create(member=cast.bob, state="away", since=LONG_AGO),
            cast.broken_zip.record("assigned", rota.BY, to="Bob", member=cast.bob.pk),
        ),
        "a ticket is with somebody who works no tickets": lambda: Ticket.objects.filter(
            pk=cast.broken_zip.pk
        ).update(assignee=cast.anna),
        "a person's block is not what its history says": lambda: Profile.objects.filter(
            pk=cast.paula.pk
        ).update(blocked_at=LONG_AGO),
        "a month's credits are not those of its days": lambda: UsageMonth.objects.create(
            account=cast.acme, month="2026-11-01", segments=1
        ),
        "a message was sent to somebody who was blocked": lambda: was_sent_to_blocked(cast),
        "a message was sent to somebody who had opted out": lambda: Delivery.objects.create(
            account=cast.acme,
            message=Message.objects.get(profile=cast.sam),
            dedupe_key="x",
            recipient="+1",
            state="sent",
            provider_id="SM1",
            claimed_at=timezone.now(),
        ),
        "a row of inbox.Ticket belongs to another account than its profile": lambda: Ticket.objects.filter(
            pk=cast.secret.pk
        ).update(profile=cast.paula),
    }


TWO_CLAIMS = "two messages claim one text at the provider"
# The database itself refuses these: a unique constraint and a check.
REFUSED = {
    "a person is in two automations",
    "a message has a provider id that another one has",
    "two replies are attributed to one message",
    "a ticket is closed and snoozed",
}
CROSSED = "a row of inbox.Ticket belongs to another account than its profile"


def test_a_healthy_house_is_healthy(cast, capsys):
    call_command("check_invariants")
    assert f"All {len(INVARIANTS | crossed())} invariants hold." in capsys.readouterr().out


@pytest.mark.parametrize("name", [*sorted(INVARIANTS.keys() - REFUSED - {TWO_CLAIMS}), CROSSED])
def test_damage_is_found_and_named(cast, capsys, name):
    with tenancy.every_account():
        damages(cast)[name]()
    with pytest.raises(CommandError):
        call_command("check_invariants")
    assert name in capsys.readouterr().err


def test_two_messages_that_claim_one_text_are_found(cast, capsys):
    with tenancy.every_account():
        for index, message in enumerate(Message.objects.filter(account=cast.acme)[:2]):
            Delivery.objects.create(
                account=cast.acme, message=message, dedupe_key=f"x{index}", recipient="+1", state="sent", rank=3,
                provider_id="SM1", gate="compliance", claimed_at=timezone.now(),
            )  # fmt: skip
    with pytest.raises(CommandError):
        call_command("check_invariants")
    assert TWO_CLAIMS in capsys.readouterr().err
