"""G4: sixteen webhooks at once bring two hundred people, while members come and go and one takes tickets by hand."""

import random
import threading
from contextlib import suppress

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Account
from inbox import rota
from inbox.invariants import INVARIANTS
from inbox.models import Duty, Taken, Ticket
from tests.carrier import new_number
from tests.sms.payloads import post
from tests.sms.test_concurrency import at_once, form
from tests.world import person

CALLERS, TICKETS = 16, 200
STEADY, COMING_AND_GOING = 3, 2


@pytest.fixture
def team(brand):
    """Five who work tickets, round robin on, and their taker, who is away and helps herself."""
    with brand.inside():
        Account.objects.filter(pk=brand.account.pk).update(round_robin=True)
        people = [person(f"m{n}", f"m{n}@{brand.mark}.example") for n in range(STEADY + COMING_AND_GOING)]
        members = [brand.account.memberships.create(user=one, role="support") for one in people]
        for member in members:
            Duty.objects.of(member).go_online()
    return members


def test_g4_even_never_to_somebody_away_and_nothing_chosen_by_hand_is_overwritten(brand, team):
    steady, restless = team[:STEADY], team[STEADY:]
    taken, stays_away = set(), {}
    over = threading.Event()

    def rings(n):
        """What a webhook's bell brings about, without a worker."""
        phone = new_number()
        assert post(Client(), brand.number, form(brand, phone, n)).status_code == 200
        rota.hand_out(brand.account.pk)

    def webhooks(caller):
        for n in range(caller, TICKETS, CALLERS):
            rings(n)

    def comes_and_goes(member):
        """Ends away, and remembers since when."""
        while not over.wait(random.random() / 10):
            with brand.inside():
                Duty.objects.of(member).go_online()
            with brand.inside():
                Duty.objects.of(member).go_away()
        stays_away[member.pk] = timezone.now()

    def takes(member):
        while not over.wait(0.03):
            with suppress(Taken), brand.inside():
                ticket = brand.account.tickets.filter(assignee=None).order_by("-id").first()
                if ticket:
                    ticket.assign(member, by=member, expected=None)
                    taken.add(ticket.pk)

    others = [threading.Thread(target=closing(comes_and_goes), args=(member,)) for member in restless]
    others.append(threading.Thread(target=closing(takes), args=(brand.member(brand.alice),)))
    for thread in others:
        thread.start()
    at_once(webhooks, range(CALLERS))
    over.set()
    for thread in others:
        thread.join()
    judge(brand, steady, taken, stays_away)


def closing(verb):
    def call(*arguments):
        try:
            verb(*arguments)
        finally:
            connection.close()

    return call


def judge(brand, steady, taken, stays_away):
    rota.hand_out(brand.account.pk)
    with brand.inside():
        tickets = Ticket.objects.all()
        assert tickets.count() == TICKETS
        assert not tickets.filter(assignee=None).exists()
        # Those who were there all the time got the same.
        handed = [by_rota(tickets, member) for member in steady]
        assert max(handed) - min(handed) <= 1
        assert sum(handed) > 0
        # Nobody got anything after going away; and the same question as check_invariants asks it.
        for member, since in stays_away.items():
            assert not tickets.filter(assignee=member, events__kind="assigned", events__at__gt=since).exists()
        with connection.cursor() as cursor:
            assert not cursor.execute(
                INVARIANTS["round robin gave a ticket to somebody who was away"]
            ).fetchall()
        assert set(tickets.filter(assignee__user=brand.alice).values_list("pk", flat=True)) >= taken
        # And every ticket was given once.
        for ticket in tickets:
            assert ticket.events.filter(kind="assigned").count() == 1


def by_rota(tickets, member) -> int:
    return tickets.filter(assignee=member, events__kind="assigned", events__actor_label="Round robin").count()
