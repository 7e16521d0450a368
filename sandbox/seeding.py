"""Brings the demo account to life: the team, a number at the sandbox carrier, and a few days of conversations, which
stand on the customers' phones as well."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils import timezone

from accounts import tenancy
from accounts.models import Account, User
from inbox.models import SYSTEM, Delivery, Macro, Message, Note, SavedView, Tag, Ticket
from inbox.receiving import Inbound, receive
from inbox.sorting import USUAL
from profiles.models import Consent, Profile
from sandbox import demo, surveying
from sandbox.client import Carrier
from sandbox.demo import Conversation
from sms import segments
from sms.models import Number, SubscribeKeyword, UsageDay, UsageMonth


def seed() -> Account:
    users = [User.objects.create_user(email, demo.PASSWORD, name=name) for name, email, _ in demo.TEAM]
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    account = Account.open(
        "Acme Outdoor",
        owner=users[0],
        organization_prefix="Acme",
        support_email="help@acme.example",
        time_zone="America/Los_Angeles",
        privacy_url="https://acme.example/privacy",
        terms_url="https://acme.example/terms",
    )
    Account.open("Globex Coffee", owner=users[0], support_email="hello@globex.example")
    with tenancy.enter(account.pk), Carrier(settings.TWILIO_BASE_URL) as carrier:
        for user, (_, _, role) in list(zip(users, demo.TEAM, strict=True))[1:]:
            account.memberships.create(user=user, role=role)
        number = connect(account, carrier)
        oldest_first = sorted(demo.CONVERSATIONS, key=lambda conversation: -conversation.texts[0][0])
        for conversation in oldest_first:
            Past(account, number, conversation).live_through(carrier)
        furnish(account)
        surveying.furnish(account, number, carrier)
    return account


def furnish(account: Account) -> None:
    """What a team has made for itself after a few weeks: macros and views."""
    for name, shortcut, body, tag, afterwards in demo.MACROS:
        tags = [Tag.objects.for_name(account, tag)] if tag else []
        Macro.objects.make(account, name=name, shortcut=shortcut, body=body, tags=tags, afterwards=afterwards)
    for name, filters in demo.VIEWS:
        SavedView.objects.make(account, name, filters=filters, sort=USUAL)


def connect(account: Account, carrier: Carrier) -> Number:
    """The account's number, and the same number at the carrier, each knowing the other."""
    made = Number.connect(
        account, number=demo.NUMBER, account_sid=demo.ACCOUNT_SID, auth_token=demo.AUTH_TOKEN
    )
    SubscribeKeyword.objects.create(account=account, word="JOIN")
    theirs = carrier.account(account.name, sid=demo.ACCOUNT_SID, token=demo.AUTH_TOKEN)
    theirs.number(
        made.number, name=account.name, sms_url=made.inbound_url, sms_fallback_url=made.fallback_url
    )
    return Number.objects.get(pk=made.pk)


def point_carrier_here() -> None:
    """The product's port may have changed since the demo's number was connected."""
    with tenancy.every_account():
        number = Number.objects.connected().filter(account_sid=demo.ACCOUNT_SID).first()
    if number is not None:
        with Carrier(settings.TWILIO_BASE_URL) as carrier:
            theirs = carrier.account(sid=number.account_sid, token=number.auth_token)
            theirs.number(number.number, sms_url=number.inbound_url, sms_fallback_url=number.fallback_url)


class Past:
    """One conversation, as if it had happened when it says."""

    def __init__(self, account: Account, number: Number, conversation: Conversation):
        self.account, self.number, self.told = account, number, conversation
        self.channel, self.now = number.channel, timezone.now()

    def live_through(self, carrier: Carrier) -> None:
        if self.told.on_the_wall:
            carrier.phone(self.told.phone, self.told.name)
        sids = carrier.history(self.on_the_phone(*text) for text in self.told.texts)
        self.consent()
        for (minutes, who, words), sid in zip(self.told.texts, sids, strict=True):
            if who in ("in", "STOP"):
                self.inbound(self.ago(minutes), words, sid)
            else:
                self.outbound(self.ago(minutes), who, words, sid)
        self.settle()

    def ago(self, minutes: int) -> datetime:
        return self.now - timedelta(minutes=minutes)

    def on_the_phone(self, minutes: int, who: str, words: str) -> dict:
        ours, theirs = self.number.number, self.told.phone
        sender, recipient = (theirs, ours) if who in ("in", "STOP") else (ours, theirs)
        return {"from": sender, "to": recipient, "body": words, "at": self.ago(minutes).isoformat()}

    def consent(self) -> None:
        first, _, last = self.told.name.partition(" ")
        began = self.ago(self.told.texts[0][0])
        profile = Profile.objects.create(
            account=self.account,
            phone=self.told.phone,
            first_name=first,
            last_name=last,
            email=self.told.email,
            city=self.told.place[0],
            region=self.told.place[1],
            postal_code=self.told.place[2],
            country="US",
            properties=self.told.properties,
            created_at=began - timedelta(days=40),
        )
        if self.told.consent:
            profile.give_consent(Consent.Kind.MARKETING, self.told.consent, began - timedelta(days=30))

    def inbound(self, at: datetime, words: str, sid: str) -> None:
        message = receive(
            self.channel,
            Inbound(
                sid, self.told.phone, words, our_address=self.number.number, sent_at=at, provider_answers=True
            ),
        )
        assert message is not None
        Message.objects.filter(pk=message.pk).update(created_at=at)

    def outbound(self, at: datetime, who: str, words: str, sid: str) -> None:
        ticket = Ticket.objects.get(profile__phone=self.told.phone)
        author = self.account.memberships.get(user__name__startswith=who)
        message = Message.objects.create(
            account=self.account,
            channel=self.channel,
            profile_id=ticket.profile_id,
            ticket=ticket,
            origin=Message.Origin.AGENT,
            author=author,
            body=words,
            our_address=self.number.number,
            sent_at=at,
            created_at=at,
        )
        measured = segments.measure(words)
        Delivery.objects.create(
            account=self.account,
            message=message,
            state=Delivery.State.DELIVERED,
            rank=Delivery.RANKS["delivered"],
            dedupe_key=f"demo:{sid}",
            sender=self.number.number,
            recipient=self.told.phone,
            segments=measured.segments,
            encoding=measured.encoding,
            provider_id=sid,
            claimed_at=at,
            sent_at=at,
            ended_at=at,
        )
        self.count(at, measured.segments)

    def count(self, at: datetime, segments: int) -> None:
        """The usage page tells of it."""
        day = timezone.localdate(at, self.account.zone)
        month, _ = UsageMonth.objects.get_or_create(account=self.account, month=day.replace(day=1))
        today, _ = UsageDay.objects.get_or_create(account=self.account, day=day, origin=Message.Origin.AGENT)
        for row in (month, today):
            row.segments, row.texts = row.segments + segments, row.texts + 1
            row.save()

    def settle(self) -> None:
        """The state that all of it left behind, at the times at which it did."""
        texts = [text for text in self.told.texts if text[1] != "STOP"]
        minutes, who, words = texts[-1]
        began, last = self.ago(texts[0][0]), self.ago(minutes)
        member = self.account.memberships.filter(user__name__startswith=self.told.assignee or "-").first()
        ticket = Ticket.objects.get(profile__phone=self.told.phone)
        Ticket.objects.filter(pk=ticket.pk).update(
            created_at=began,
            last_activity_at=last,
            preview=words,
            preview_is_ours=who != "in",
            unread_since=last if self.told.unread else None,
            waiting_since=last if who == "in" and self.told.state == "open" else None,
            closed_at=last if self.told.state == "closed" else None,
            snoozed_until=self.now + timedelta(days=3) if self.told.state == "snoozed" else None,
            assignee=member,
        )
        for name in self.told.tags:
            ticket.tag(Tag.objects.for_name(self.account, name), by=member or SYSTEM)
        ticket.events.update(at=began)
        if self.told.note:
            self.note(ticket, *self.told.note)

    def note(self, ticket: Ticket, minutes: int, who: str, words: str) -> None:
        author = self.account.memberships.get(user__name__startswith=who)
        note = ticket.add_note(words, by=author)
        Note.objects.filter(pk=note.pk).update(created_at=self.ago(minutes))
