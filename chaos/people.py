"""Accounts with a number at the rig's carrier."""

from itertools import count

from django.utils import timezone

from accounts import tenancy
from accounts.models import Account, User
from profiles.models import Consent, Profile
from sandbox.client import Carrier
from sms.models import Number
from tests.daytime import zone_at

_marks = count(1)


class Brand:
    def __init__(self, rig):
        self.mark = f"Brand {next(_marks)}"
        owner = User.objects.create(
            email=f"{self.mark.replace(' ', '')}@chaos.example", name=self.mark, password="!"
        )
        self.account = Account.open(self.mark, owner)
        self.theirs = Carrier(rig.carrier_url).account(self.mark)
        self.address = f"+1503555{1000 + next(_marks)}"
        with self.inside():
            made = Number.connect(
                self.account, number=self.address, account_sid=self.theirs.sid, auth_token=self.theirs.token
            )
            self.owner = self.account.memberships.get(user=owner)
        self.number = Number.objects.by_route(made.route)
        self.theirs.number(self.address, sms_url=self.number.inbound_url)

    def inside(self):
        return tenancy.enter(self.account.pk)


def phone(place: int) -> str:
    return f"+1503{6000000 + place}"  # a number that could be


def subscribe(brand, places):
    """In a zone in which it is noon: a campaign waits for the day (E10)."""
    zone, now = zone_at(12), timezone.now()
    rows = Profile.objects.bulk_create(
        [
            Profile(account=brand.account, phone=phone(place), time_zone=zone, marketing_since=now)
            for place in places
        ],
        batch_size=1000,
    )
    Consent.objects.bulk_create(
        [
            Consent(account=brand.account, profile=each, kind="marketing", given=True, source="chaos", at=now)
            for each in rows
        ],
        batch_size=1000,
    )
