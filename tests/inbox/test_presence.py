"""B8: who else looks at a ticket or types in it. Against real Redis; Postgres is never written to."""

import os
import re
from uuid import uuid4

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import tenancy
from helpdesk import live
from inbox import presence
from inbox.models import Ticket
from tests.inbox.test_queries import SAVEPOINT
from tests.pages import words

HTMX = {"HX-Request": "true"}
# Tests that run side by side share a Redis, not a database: each process has a ticket of a number of its own.
NUMBER = 1_000_000 + os.getpid()
PATH, NAME = f"/tickets/{NUMBER}/presence/", f" presence-{NUMBER}"


class Tab:
    """A member's tab with the ticket open."""

    def __init__(self, client):
        self.client, self.path, self.id = client, PATH, str(uuid4())

    def stays(self, **more) -> str:
        """What the tab is told."""
        answer = self.client.post(self.path, {"tab": self.id} | more, headers=HTMX)
        assert answer.status_code == 200
        return words(re.sub(rb'<span class="avatar.*?</span>', b"", answer.content))

    def types(self) -> str:
        return self.stays(typing="on")

    def leaves(self):
        """As a browser says it on its way out: a beacon can only POST."""
        assert self.client.post(self.path, {"tab": self.id, "_method": "DELETE"}).status_code == 204


@pytest.fixture(autouse=True)
def nobody_yet(cast):
    """Both accounts have a ticket of that number."""
    for ticket in (cast.broken_zip, cast.secret):
        with tenancy.enter(ticket.account_id):
            Ticket.objects.filter(pk=ticket.pk).update(number=NUMBER)
        redis.Redis.from_url(settings.REDIS_URL).delete(f"presence:{ticket.account_id}:{NUMBER}")


@pytest.fixture
def tab(cast, sign_in):
    return lambda who: Tab(sign_in(getattr(cast, who)))


@pytest.fixture
def heard(cast):
    """`heard()`: the names that rang in acme since it was last asked."""
    subscription = redis.Redis.from_url(settings.REDIS_URL, decode_responses=True).pubsub()
    subscription.subscribe(live.stream_key(cast.acme.pk))
    assert subscription.get_message(timeout=3)["type"] == "subscribe"

    def names() -> list[str]:
        found = []
        while message := subscription.get_message(timeout=0.1):
            found.append(message["data"])
        return [name for name in found if name == NAME]

    yield names
    subscription.close()


def test_b8_a_member_alone_sees_nobody(tab):
    assert tab("bob").stays() == ""


def test_b8_each_sees_the_others_and_what_they_do(tab):
    bob, dora, alice = tab("bob"), tab("dora"), tab("alice")
    bob.stays()
    assert dora.stays() == "Bob is viewing this ticket"
    assert bob.types() == "Dora is viewing this ticket"
    assert alice.stays() == "Bob is typing here Dora is viewing this ticket"
    dora.types()
    assert alice.stays() == "Bob and Dora are typing here"


def test_b8_who_pauses_is_viewing_again_and_who_leaves_is_gone(tab):
    bob, dora = tab("bob"), tab("dora")
    bob.types()
    bob.stays()
    assert dora.stays() == "Bob is viewing this ticket"
    bob.types()
    bob.leaves()
    assert dora.stays() == ""


def test_b8_a_second_tab_keeps_a_member_here(cast, sign_in, tab):
    one, other, dora = tab("bob"), tab("bob"), tab("dora")
    one.types()
    other.stays()
    assert dora.stays() == "Bob is typing here"
    one.leaves()
    assert dora.stays() == "Bob is viewing this ticket"


@pytest.mark.parametrize(("constant", "said"), [("TYPING", "Bob is viewing this ticket"), ("VIEWING", "")])
def test_b8_a_tab_that_says_nothing_more_is_forgotten(tab, monkeypatch, constant, said):
    """The clock is Redis's own: what would be over long ago is over now."""
    bob, dora = tab("bob"), tab("dora")
    monkeypatch.setattr(presence, "TYPING", 8 if constant == "VIEWING" else 0)
    monkeypatch.setattr(presence, constant, 0)
    bob.stays(**({"typing": "on"} if constant == "TYPING" else {}))
    monkeypatch.undo()
    assert dora.stays() == said


def test_b8_what_is_new_rings_once_and_is_not_kept(cast, tab, heard):
    bob = tab("bob")
    bob.stays()
    assert heard() == [NAME]
    bob.stays()
    assert heard() == []
    bob.types()
    bob.types()
    assert heard() == [NAME]
    bob.leaves()
    bob.leaves()
    assert heard() == [NAME]
    kept = redis.Redis.from_url(settings.REDIS_URL).xrange(live.stream_key(cast.acme.pk))
    assert NAME.strip() not in str(kept)


def test_b8_it_costs_no_write_and_few_reads(tab):
    bob, dora = tab("bob"), tab("dora")
    bob.stays()
    with CaptureQueriesContext(connection) as context:
        dora.stays()
    asked = [query["sql"] for query in context]
    assert not [sql for sql in asked if sql.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(asked) <= 7 + SAVEPOINT


def test_b8_without_redis_nobody_is_seen_and_nothing_breaks(tab, monkeypatch):
    def away(**_arguments):
        raise redis.ConnectionError("away")

    monkeypatch.setattr(presence, "_script", lambda _url: away)
    bob = tab("bob")
    assert bob.types() == ""
    bob.leaves()


@pytest.mark.parametrize("data", [{}, {"tab": ""}, {"tab": "x"}, {"tab": "1 2"}])
def test_b8_a_tab_needs_a_name(cast, sign_in, data):
    answer = sign_in(cast.bob).post(PATH, data)
    assert answer.status_code == 422
    assert "which tab" in answer.content.decode()


def test_a1_a_stranger_is_neither_seen_nor_sees(cast, sign_in, tab):
    tab("bob").stays()
    charlie = sign_in(cast.charlie)
    for path in (f"/a/acme{PATH}", "/tickets/2/presence/"):
        assert charlie.post(path, {"tab": str(uuid4())}).status_code == 404
    assert Tab(charlie).stays() == ""
    assert tab("dora").stays() == "Bob is viewing this ticket"


def test_a2_an_analyst_does_not_take_part(cast, sign_in):
    assert sign_in(cast.anna).post(PATH, {"tab": str(uuid4())}).status_code == 403


def test_b8_a_removed_member_is_no_longer_shown(cast, tab):
    tab("bob").stays()
    with tenancy.enter(cast.acme.pk):
        cast.bob.remove()
    assert tab("dora").stays() == ""
