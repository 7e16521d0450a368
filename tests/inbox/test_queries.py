"""How often each page asks the database, whatever there is to show. Without these a page of 50 becomes 200 queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import tenancy
from inbox.models import Message, Ticket
from profiles.models import Profile
from tests.world import text_from

HTMX = {"HX-Request": "true"}
# In production every one of these stands in a transaction of its own; here it is a savepoint, which asks twice.
SAVEPOINT = 2


def tickets(cast, count):
    with tenancy.enter(cast.acme.pk):
        for n in range(count):
            ticket = text_from(cast.number, f"+1503558{n:04}", "Hello").ticket_id
            Ticket.objects.filter(pk=ticket).update(assignee=(cast.bob, cast.dora, None)[n % 3])


def messages(cast, count):
    """Texts of all kinds with pictures, answers and history between them."""
    with tenancy.enter(cast.acme.pk):
        for n in range(count // 2):
            picture = (("https://api.twilio.com/x", "image/jpeg"),) if n % 3 == 0 else ()
            text_from(cast.number, cast.paula.phone, f"text {n}", media=picture)
            cast.broken_zip.reply(f"answer {n}", by=(cast.bob, cast.dora)[n % 2])
            cast.broken_zip.record("closed", cast.bob)
            Profile.objects.get(phone=cast.paula.phone).give_consent("marketing", "again")
        assert Message.objects.filter(profile=cast.paula).count() >= count


@pytest.fixture
def bob(cast, sign_in):
    bob = sign_in(cast.bob)
    bob.get("/inbox/all/")
    return bob


@pytest.mark.parametrize("count", [1, 45, 120])
@pytest.mark.parametrize("view", ["mine", "unassigned", "all"])
def test_a_list_asks_at_most_twelve_times(cast, bob, view, count, django_assert_max_num_queries):
    tickets(cast, count)
    with django_assert_max_num_queries(12 + SAVEPOINT):
        assert bob.get(f"/inbox/{view}/").status_code == 200


@pytest.mark.parametrize("count", [10, 200])
def test_a_ticket_asks_at_most_fifteen_times(cast, bob, count, django_assert_max_num_queries):
    messages(cast, count)
    bob.get("/tickets/1/")
    with django_assert_max_num_queries(15 + SAVEPOINT):
        assert bob.get("/tickets/1/", headers=HTMX).status_code == 200


@pytest.mark.parametrize("count", [10, 200])
def test_the_whole_desk_asks_at_most_twenty_times(cast, bob, count, django_assert_max_num_queries):
    """The ticket and the list beside it."""
    tickets(cast, 60)
    messages(cast, count)
    bob.get("/tickets/1/")
    with django_assert_max_num_queries(20 + SAVEPOINT):
        assert bob.get("/tickets/1/?view=all").status_code == 200


@pytest.mark.parametrize("path", ["/tickets/1/messages/", "/tickets/1/messages/?before=999999999"])
def test_a_live_event_and_a_page_of_older_ones_ask_at_most_fifteen_times(
    cast, bob, path, django_assert_max_num_queries
):
    messages(cast, 200)
    with django_assert_max_num_queries(15 + SAVEPOINT):
        assert bob.get(path, headers=HTMX).status_code == 200


def test_the_rail_asks_at_most_eight_times(cast, bob, django_assert_max_num_queries):
    tickets(cast, 60)
    with django_assert_max_num_queries(8 + SAVEPOINT):
        assert bob.get("/navigation/", headers=HTMX).status_code == 200


def test_the_number_of_questions_does_not_grow_with_what_is_shown(cast, bob):
    asked = []
    messages(cast, 10)
    for fill, count in ((tickets, 5), (messages, 100)):
        fill(cast, count)
        bob.get("/tickets/1/")
        with CaptureQueriesContext(
            connection,
        ) as context:
            bob.get("/tickets/1/?view=all")
        asked.append(len(context))
    assert asked[0] == asked[1]


def test_the_settings_ask_at_most_fifteen_times(cast, sign_in, django_assert_max_num_queries):
    alice = sign_in(cast.alice)
    for tab in ("account", "inbox", "macros", "tags", "sms", "api-keys"):
        with django_assert_max_num_queries(15 + SAVEPOINT):
            assert alice.get(f"/settings/{tab}/").status_code == 200
