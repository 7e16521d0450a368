"""Brings the demo's survey to life: what a manager has made for it, and the people who have taken part."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Account
from automations.models import Automation, Session
from campaigns.models import Campaign, Segment
from inbox.models import Delivery, EventKind, Message, TicketEvent
from profiles.models import Consent, Profile
from sandbox import pets
from sandbox.client import Carrier
from sandbox.pets import Story
from sms.coupon_codes import Codes
from sms.models import CouponPool, Number

PAUSE = timedelta(minutes=2)  # between two texts of a person


def furnish(account: Account, number: Number, carrier: Carrier) -> None:
    CouponPool.objects.make(account, pets.POOL).add(Codes.of(pets.CODES))
    survey = Automation.objects.make(account, pets.NAME, keywords=pets.KEYWORDS, script=pets.SCRIPT.as_json())
    survey.switch_on()
    Campaign.objects.make(account, pets.CAMPAIGN, text=pets.INVITATION)
    for story in pets.STORIES:
        participant = Participant(survey, number, story)
        participant.take_part()
        if story.on_the_wall:
            participant.show_on_phone(carrier)
    Segment.objects.make(account, *pets.SEGMENT)


class Participant:
    """One who took part, as if it had happened when it says: by the very verbs, and then with its times."""

    def __init__(self, survey: Automation, number: Number, story: Story):
        self.survey, self.number, self.story = survey, number, story
        self.at = self.began = timezone.now() - timedelta(minutes=story.minutes)
        self.person = self._person()
        self.left: list[datetime] = []  # when its texts to them left

    def take_part(self) -> None:
        keyword = self.text(pets.KEYWORDS[0])
        session = Session.objects.start(self.survey, self.person, self.number.channel, keyword, keyword.body)
        began = self.said()
        for words in self.story.answers:
            if session.is_running:
                session.hear(self.text(words))
                self.said()
        if self.story.gave_up and session.is_running:
            self.at = began + timedelta(days=1)
            session.time_out()
            self.said()
        self.delivered()
        over = {"ended_at": self.at} if session.ended else {}
        Session.objects.filter(pk=session.pk).update(
            started_at=began, asked_at=self.at, expires_at=began + timedelta(days=1), **over
        )
        TicketEvent.objects.filter(ticket__profile=self.person, kind=EventKind.AUTOMATION_BEGUN).update(
            at=began
        )

    def text(self, words: str) -> Message:
        self.at += PAUSE
        return Message.objects.create(
            account_id=self.survey.account_id, channel=self.number.channel, profile=self.person,
            origin=Message.Origin.CUSTOMER, body=words, our_address=self.number.number, sent_at=self.at,
            created_at=self.at,
        )  # fmt: skip

    def said(self) -> datetime:
        """What it said to that leaves a moment later. When."""
        self.at += timedelta(seconds=2)
        self.left.append(self.at)
        return self.at

    def delivered(self) -> None:
        """Its texts left when they did, and nothing of them leaves now."""
        waiting = Delivery.objects.filter(message__profile=self.person, state=Delivery.State.QUEUED)
        texts = list(waiting.select_related("message").order_by("id"))
        for text, at in zip(texts, self.left, strict=True):
            text.state, text.rank = Delivery.State.DELIVERED, Delivery.RANKS["delivered"]
            text.claimed_at = text.sent_at = text.ended_at = at
            text.message.sent_at = text.message.created_at = at
        Delivery.objects.bulk_update(texts, ["state", "rank", "claimed_at", "sent_at", "ended_at"])
        Message.objects.bulk_update([text.message for text in texts], ["sent_at", "created_at"])

    def show_on_phone(self, carrier: Carrier) -> None:
        texts = list(self.person.messages.filter(ticket=None, created_at__gte=self.began).order_by("id"))
        for text, sid in zip(texts, carrier.history(map(self._on_phone, texts)), strict=True):
            if text.is_inbound:
                Message.objects.filter(pk=text.pk).update(external_id=sid)
            else:
                Delivery.objects.filter(message=text).update(provider_id=sid)

    def _on_phone(self, text: Message) -> dict[str, str]:
        ours, theirs = self.number.number, self.person.phone
        sender, recipient = (theirs, ours) if text.is_inbound else (ours, theirs)
        return {"from": sender, "to": recipient, "body": text.body, "at": text.created_at.isoformat()}

    def _person(self) -> Profile:
        known = self.survey.account.profiles.filter(phone=self.story.phone).first()
        return known or self._new()

    def _new(self) -> Profile:
        first, _, last = self.story.name.partition(" ")
        person = Profile.objects.create(
            account=self.survey.account, phone=self.story.phone, first_name=first, last_name=last,
            city="Portland", region="OR", postal_code="97205", country="US",
            created_at=self.at - timedelta(days=60),
        )  # fmt: skip
        person.give_consent(Consent.Kind.MARKETING, "Checkout, box ticked", self.at - timedelta(days=50))
        return person
