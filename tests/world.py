"""The named cast, built once per test database. Each test rolls back what it does to them.

acme     alice (owner), adam (admin), dora (manager), bob (support), anna (analyst)
globex   charlie (owner): must see nothing of acme
paula    has given consent; her ticket #1 *broken_zip* is open and unread
quinn    has given none; his ticket #2 *lost_parcel* is open, assigned to bob
sam      opted out; ticket #3 *old_refund* is closed
sue      consents; ticket #4 *late_parcel* is snoozed
"""

import pickle
from datetime import timedelta
from functools import cache
from itertools import count
from types import SimpleNamespace

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils import timezone

from accounts import tenancy
from accounts.models import Account, Membership, User
from inbox.models import Ticket
from inbox.receiving import Inbound, receive
from profiles.models import Profile, ProfileEvent
from sms.models import Number

PASSWORD = "correct horse"
# One round of hashing instead of a million: signing in with it works everywhere, and makes it dear again.
CHEAP = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1)
ACME_NUMBER, GLOBEX_NUMBER = "+15035550100", "+14155550100"
ACME_SID, GLOBEX_SID = "AC" + "a" * 32, "AC" + "b" * 32
TOKEN = "12345"
PEOPLE = {"paula": "+15035550101", "quinn": "+15035550102", "sam": "+15035550103", "sue": "+15035550104"}
TEAM = {"alice": "owner", "adam": "admin", "dora": "manager", "bob": "support", "anna": "analyst"}
TICKETS = {"broken_zip": 1, "lost_parcel": 2, "old_refund": 3, "late_parcel": 4}
_texts = count(1)


def text_from(number: Number, phone: str, body: str, **more):
    """A text as if it had come in; more: fields of Inbound."""
    sid = f"SM{next(_texts):032x}"
    return receive(
        number.channel,
        Inbound(**{"external_id": sid, "phone": phone, "body": body, "our_address": number.number} | more),
    )


def person(name: str, email: str = "") -> User:
    return User.objects.create(email=email or f"{name}@example.com", name=name.title(), password=CHEAP)


def line(account: Account, number: str, sid: str, token: str = TOKEN) -> Number:
    """A connected number, as a webhook finds it."""
    made = Number.connect(account, number=number, account_sid=sid, auth_token=token)
    return Number.objects.by_route(made.route)


def build() -> None:
    acme = Account.open(
        "Acme", owner=person("alice"), support_email="help@acme.example", time_zone="America/New_York"
    )
    globex = Account.open("Globex", owner=person("charlie"))
    with tenancy.enter(globex.pk):
        text_from(line(globex, GLOBEX_NUMBER, GLOBEX_SID), "+14155550199", "The secret of Globex")
    with tenancy.enter(acme.pk):
        for name, role in list(TEAM.items())[1:]:
            acme.memberships.create(user=person(name), role=role)
        number = line(acme, ACME_NUMBER, ACME_SID)
        for name, words in zip(
            PEOPLE, ("The zip broke", "Where is it?", "I want a refund", "It is late"), strict=True
        ):
            text_from(number, PEOPLE[name], words)
            Profile.objects.filter(phone=PEOPLE[name]).update(first_name=name.title())
        _set_states(acme)


def _set_states(acme: Account) -> None:
    for name in ("paula", "sue"):
        Profile.objects.get(phone=PEOPLE[name]).give_consent("marketing", "Sign-up form")
    Profile.objects.get(phone=PEOPLE["sam"]).withdraw_consent("Texted STOP")
    tickets = {ticket.number: ticket for ticket in acme.tickets.for_display()}
    tickets[2].assign(acme.memberships.get(user__name="Bob"))
    tickets[3].close()
    tickets[4].snooze(timezone.now() + timedelta(days=2))
    ProfileEvent.objects.all().delete()  # the tests of events begin with none


def cast() -> SimpleNamespace:
    """Everybody by name, as the database has them when a test begins: read once, and a copy for each test."""
    return pickle.loads(_as_built())


@cache
def _as_built() -> bytes:
    return pickle.dumps(_read())


def _read() -> SimpleNamespace:
    found = SimpleNamespace()
    with tenancy.every_account():
        found.acme, found.globex = (Account.objects.get(slug=slug) for slug in ("acme", "globex"))
        for membership in Membership.objects.filter(account__in=[found.acme, found.globex]).select_related(
            "user", "account"
        ):
            setattr(found, membership.user.name.lower(), membership)
        for name, phone in PEOPLE.items():
            setattr(found, name, Profile.objects.get(account=found.acme, phone=phone))
        for name, number in TICKETS.items():
            setattr(found, name, Ticket.objects.for_display().get(account=found.acme, number=number))
        found.secret = Ticket.objects.for_display().get(account=found.globex)
        found.number = Number.objects.get(number=ACME_NUMBER)
        found.number = Number.objects.by_route(found.number.route)
    return found
