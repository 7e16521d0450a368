"""`python -m bench.prepare`: tables, people and a signed-in agent in one database. Prints what the clients need."""

import json
import secrets

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  settings must be ready first
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from accounts import tenancy  # noqa: E402
from accounts.access import Role  # noqa: E402
from accounts.models import Account  # noqa: E402
from bench.sizes import ACCOUNTS, TEAM  # noqa: E402
from helpdesk.up.prepare import collect_static  # noqa: E402
from inbox.models import Channel  # noqa: E402
from sms.models import Number  # noqa: E402

NUMBER = "+14155550100"
VIEWS: dict[str, dict[str, list[str]]] = {
    "Closed": {"status": ["closed"]},
    "Open, mine": {"status": ["open"], "assignee": ["me"]},
    "Long waits": {"status": ["open"], "waiting": ["1d"]},
    "Without consent": {"status": ["open"], "consent": ["none"]},
    "Unread": {"unread": ["true"]},
}


def main():
    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    call_command("createcachetable", verbosity=0)
    collect_static()
    with tenancy.every_account():
        account = Account.objects.order_by("id").first() or found()
        number = account.sms_numbers.get()
        keep_views(account)
        membership = account.memberships.order_by("id").first()
        print(
            json.dumps(
                {
                    "account": account.pk,
                    "slug": account.slug,
                    "channel": number.channel_id,
                    "route": number.route,
                    "number": number.number,
                    "account_sid": number.account_sid,
                    "auth_token": number.auth_token,
                    "cookie": session_of(membership.user),
                }
            )
        )


def found():
    """Accounts with their channel; the first one has a team and a number."""
    people = get_user_model().objects
    for place in range(1, ACCOUNTS + 1):
        owner = people.create(email=f"owner{place}@bench.example", name=f"Owner {place}", password="!")
        account = Account.open(f"Brand {place}", owner)
        Channel.objects.for_kind(account, "sms")
    first = Account.objects.order_by("id").first()
    for place in range(2, TEAM + 1):
        agent = people.create(email=f"agent{place}@bench.example", name=f"Agent {place}", password="!")
        first.memberships.create(user=agent, role=Role.SUPPORT)
    sid = "AC" + secrets.token_hex(16)
    Number.connect(first, number=NUMBER, account_sid=sid, auth_token=secrets.token_hex(16))
    return first


def keep_views(account):
    """A few that the team has saved, in databases of before too."""
    for name, filters in VIEWS.items():
        if not account.saved_views.filter(name=name).exists():
            account.saved_views.make(account, name, filters=filters, sort="activity")


def session_of(user):
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


if __name__ == "__main__":
    main()
