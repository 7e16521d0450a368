"""B8: what a member's browser may tell by a notification or a sound: new messages on their tickets and on nobody's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import tenancy
from inbox.arrivals import OVERLAP
from inbox.models import Ticket
from tests.inbox.test_queries import SAVEPOINT
from tests.world import text_from


def ms(moment) -> int:
    return int(moment.timestamp() * 1000)


@pytest.fixture
def arrived(cast, sign_in):
    """`arrived("bob")`: what Bob's browser is told of what came in since the test began."""
    with tenancy.enter(cast.acme.pk):  # what the cast was built with is an hour old
        hour_ago = timezone.now() - timedelta(hours=1)
        Ticket.objects.update(last_activity_at=hour_ago)
        for ticket in Ticket.objects.all():
            ticket.messages.update(created_at=hour_ago)

    def ask(who="bob", since=None):
        query = {"since": ms(since or timezone.now())}
        return sign_in(getattr(cast, who)).get("/arrivals/", query).json()["arrivals"]

    return ask


def say(cast, who, words):
    with tenancy.enter(cast.acme.pk):
        text_from(cast.number, getattr(cast, who).phone, words)


def test_b8_nothing_new_is_told_of_nothing(arrived):
    assert arrived() == []


def test_b8_nobodys_ticket_is_told_to_all_and_ones_own_to_its_assignee(cast, arrived):
    say(cast, "paula", "Hello?")
    say(cast, "quinn", "Any news?")
    told = {one["sender"]: one for one in arrived("bob")}
    assert {name: (one["kind"], one["text"], one["url"]) for name, one in told.items()} == {
        "Paula": ("unassigned", "Hello?", "/a/acme/tickets/1/?view=unassigned"),
        "Quinn": ("mine", "Any news?", "/a/acme/tickets/2/?view=mine"),
    }
    assert [one["sender"] for one in arrived("dora")] == ["Paula"]


def test_b8_a_burst_on_one_ticket_is_told_by_its_newest_message(cast, arrived):
    for words in ("One", "Two", "Three"):
        say(cast, "paula", words)
    assert [one["text"] for one in arrived()] == ["Three"]


def test_c12_a_note_that_calls_somebody_is_told_to_them_until_they_have_seen_it(cast, arrived, sign_in):
    with tenancy.enter(cast.acme.pk):
        cast.broken_zip.add_note("@Bob, do we have zips?", by=cast.dora)
    told = {key: value for key, value in arrived("bob")[0].items() if key != "id"}
    assert told == {
        "kind": "mentions",
        "sender": "Dora mentioned you",
        "text": "@Bob, do we have zips?",
        "url": "/a/acme/tickets/1/?view=mentions",
    }
    assert arrived("dora") == arrived("adam") == []
    sign_in(cast.bob).get("/tickets/1/")
    assert arrived("bob") == []


def test_b8_an_answer_of_ours_and_a_change_of_the_ticket_are_no_news(cast, arrived):
    with tenancy.enter(cast.acme.pk):
        cast.broken_zip.reply("On its way", by=cast.dora)
        cast.broken_zip.mark_unread()
    assert arrived() == []


def test_b8_what_is_older_than_two_minutes_is_no_news(cast, arrived):
    say(cast, "paula", "Hello?")
    with tenancy.enter(cast.acme.pk):
        cast.broken_zip.messages.update(created_at=timezone.now() - timedelta(minutes=3))
    assert arrived(since=timezone.now() - timedelta(days=1)) == []


def test_b8_what_was_committed_a_moment_late_is_told_again_rather_than_missed(cast, arrived):
    say(cast, "paula", "Hello?")
    now = timezone.now()
    assert len(arrived(since=now)) == 1
    assert arrived(since=now + OVERLAP) in ([], arrived(since=now))  # the future counts as now


@pytest.mark.parametrize("since", ["", "x", "-1", "9" * 18, "9" * 40, "1e5", "١"])
def test_b8_a_moment_that_is_none(cast, sign_in, since):
    answer = sign_in(cast.bob).get("/arrivals/", {"since": since})
    assert answer.status_code == 200
    assert abs(answer.json()["now"] - ms(timezone.now())) < 10_000


def test_b8_asking_costs_three_statements_besides_those_of_every_page(
    cast, sign_in, django_assert_max_num_queries
):
    say(cast, "paula", "Hello?")
    bob = sign_in(cast.bob)
    with django_assert_max_num_queries(8 + SAVEPOINT):
        assert bob.get("/arrivals/", {"since": ms(timezone.now())}).status_code == 200


def test_a1_another_accounts_messages_are_nobodys_business_here(cast, arrived):
    say(cast, "paula", "Hello?")
    assert [one["text"] for one in arrived("charlie")] in ([], ["The secret of Globex"])


def test_b8_a_message_rings_for_it(cast, django_capture_on_commit_callbacks, monkeypatch):
    rung = []
    monkeypatch.setattr("helpdesk.live.ring", lambda account_id, names: rung.append(names))
    with django_capture_on_commit_callbacks(execute=True):
        say(cast, "paula", "Hello?")
        with tenancy.enter(cast.acme.pk):
            cast.broken_zip.close()
    assert [names for names in rung if "arrivals" in names] == [("ticket-1", "tickets", "arrivals")]
