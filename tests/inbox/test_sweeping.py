"""D3: what is due is done once, whoever sweeps, however the sweepers die. Real threads and a real process."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from accounts import tenancy
from helpdesk.up.children import bound_to_us
from inbox import auto_closing, sweeps
from inbox.models import Channel, Message, Ticket, TicketEvent
from tests.carrier import ROOT, free_port, new_number
from tests.sms.test_concurrency import at_once
from tests.world import text_from

WITHIN = 30  # s


@pytest.fixture
def tickets(brand):
    """Thirty of one account, answered long ago; their customers may be messaged."""
    with brand.inside():
        for _ in range(30):
            text_from(brand.number, new_number(), "Hello").profile.give_consent("marketing", "test")
        Ticket.objects.update(last_activity_at=timezone.now() - timedelta(days=9), waiting_since=None)
    return lambda **columns: change(brand, Ticket, **columns)


def change(brand, model, **columns):
    with brand.inside():
        model.objects.update(**columns)


def events(brand, kind: str) -> list[int]:
    with brand.inside():
        return sorted(TicketEvent.objects.filter(kind=kind).values_list("ticket__number", flat=True))


EACH_ONCE = list(range(1, 31))


def test_d3_four_sweepers_wake_each_ticket_once(brand, tickets, monkeypatch):
    monkeypatch.setattr(sweeps, "WOKEN_AT_ONCE", 7)
    tickets(snoozed_until=timezone.now())
    at_once(lambda _: sweeps.wake_snoozed(), range(4))
    assert events(brand, "woken") == EACH_ONCE
    with brand.inside():
        assert Ticket.objects.open().unread().count() == 30


def test_d3_four_sweepers_close_each_ticket_and_say_goodbye_once(brand, tickets, monkeypatch):
    monkeypatch.setattr(auto_closing, "AT_ONCE", 7)
    change(brand, Channel, auto_close=True, closing_message="Goodbye")
    at_once(lambda _: sweeps.auto_close(), range(4))
    assert events(brand, "closed") == EACH_ONCE
    with brand.inside():
        said = Message.objects.filter(origin="closing").values_list("ticket__number", flat=True)
        assert sorted(said) == EACH_ONCE


def test_d2_a_text_that_comes_while_it_is_swept_wins(brand, tickets):
    """Its transaction holds the ticket: the sweep passes it by, and afterwards there is nothing left to close."""
    change(brand, Channel, auto_close=True)
    with brand.inside():
        phone = Ticket.objects.get(number=7).profile.phone
        text_from(brand.number, phone, "Wait!")
        at_once(lambda _: sweeps.auto_close(), range(1))
    assert sweeps.auto_close() == 0
    assert events(brand, "closed") == [number for number in EACH_ONCE if number != 7]


def test_d3_a_text_and_the_end_of_the_snooze_at_once_wake_it_once(brand, tickets):
    """C2: a message wakes at once. Both may be first; the history says it once."""
    tickets(snoozed_until=timezone.now())
    with brand.inside():
        phones = dict(Ticket.objects.values_list("number", "profile__phone"))

    def text(number):
        with brand.inside():
            text_from(brand.number, phones[number], "Hello again")

    at_once(lambda number: text(number) if number else sweeps.wake_snoozed(), range(9))
    sweeps.wake_snoozed()
    assert events(brand, "woken") == EACH_ONCE


# The sweeper as a process.


class Sweeper:
    """`manage.py sweep` on the test database."""

    def __init__(self):
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        nobody = f"http://127.0.0.1:{free_port()}"  # no provider is asked
        self.environment = os.environ | {"DATABASE_URL": url.geturl(), "TWILIO_BASE_URL": nobody}

    def start(self):
        command = [sys.executable, "manage.py", "sweep"]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **bound_to_us(),
        )

    def kill(self):
        """As a crash would: no word of farewell."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def sweeper(brand):
    sweeper = Sweeper()
    sweeper.start()
    yield sweeper
    sweeper.kill()


def until(true):
    end = time.monotonic() + WITHIN
    while not true():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.05)


def held_up() -> bool:
    """Whether somebody waits for a lock on the history of tickets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'inbox_ticketevent'::regclass"
        )
        return cursor.fetchone()[0] > 0


def test_d3_a_sweeper_that_is_killed_over_due_tickets_leaves_none_half_woken(brand, tickets, sweeper):
    with tenancy.every_account():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE inbox_ticketevent IN SHARE MODE")
        make_due(tickets)
        until(held_up)
        sweeper.kill()
    assert events(brand, "woken") == []
    sweeper.start()
    until(lambda: len(events(brand, "woken")) >= 30)
    sweeper.kill()
    assert events(brand, "woken") == EACH_ONCE
    with brand.inside():
        assert Ticket.objects.open().unread().count() == 30


def make_due(tickets):
    """In a transaction of its own, which a thread has."""
    at_once(lambda ago: tickets(snoozed_until=timezone.now() - ago), [timedelta(minutes=2)])


def test_d3_the_sweeper_wakes_within_five_seconds(brand, tickets, sweeper):
    tickets(snoozed_until=timezone.now() - timedelta(minutes=2))
    until(lambda: len(events(brand, "woken")) >= 30)  # it is at work
    due = timezone.now() + timedelta(seconds=1)
    tickets(snoozed_until=due)
    until(lambda: len(events(brand, "woken")) >= 60)
    with brand.inside():
        late = [at - due for at in TicketEvent.objects.order_by("-id").values_list("at", flat=True)[:30]]
    assert timedelta() <= min(late)
    assert max(late) < timedelta(seconds=5)
