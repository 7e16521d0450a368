"""Brings the demo account to life: the team, a number at the sandbox carrier, and a week of conversations."""

from django.conf import settings

from accounts import tenancy
from accounts.models import Account, User
from sandbox import demo
from sandbox.client import Carrier
from sms.models import Number, SubscribeKeyword


def seed() -> Account:
    users = [User.objects.create_user(email, demo.PASSWORD, name=name) for name, email, _ in demo.TEAM]
    account = Account.open(
        "Acme Outdoor",
        owner=users[0],
        organization_prefix="Acme",
        support_email="help@acme.example",
        time_zone="America/Los_Angeles",
    )
    with tenancy.enter(account.pk):
        for user, (_, _, role) in list(zip(users, demo.TEAM, strict=True))[1:]:
            account.memberships.create(user=user, role=role)
        number = Number.connect(
            account, number=demo.NUMBER, account_sid=demo.ACCOUNT_SID, auth_token=demo.AUTH_TOKEN
        )
        SubscribeKeyword.objects.create(account=account, word="JOIN")
    with Carrier(settings.TWILIO_BASE_URL) as carrier:
        theirs = carrier.account("Acme Outdoor", sid=demo.ACCOUNT_SID, token=demo.AUTH_TOKEN)
        theirs.number(demo.NUMBER, sms_url=number.inbound_url)
    return account
