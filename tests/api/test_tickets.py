"""M1: tickets through the API, by the same verbs as the pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import tenancy
from inbox.models import Ticket
from tests.world import text_from


def numbers(answer):
    assert answer.status_code == 200, answer.json()
    return [ticket["number"] for ticket in answer.json()["results"]]


def events(cast, ticket):
    with tenancy.enter(cast.acme.pk):
        return [(event.kind, event.actor_kind, event.actor_label) for event in ticket.events.order_by("id")]


def test_m1_tickets_are_listed_newest_first(machine):
    assert numbers(machine.get("tickets/")) == [4, 3, 2, 1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "open"}, [2, 1]),
        ({"status": "snoozed"}, [4]),
        ({"status": "closed"}, [3]),
        ({"assignee": "none"}, [4, 3, 1]),
        ({"assignee": "none", "status": "open"}, [1]),
        ({"channel": "sms"}, [4, 3, 2, 1]),
        ({"profile": 10**18}, []),
    ],
)
def test_b4_tickets_are_filtered(machine, query, expected):
    assert numbers(machine.get("tickets/", **query)) == expected


def test_b4_tickets_of_a_member_of_a_profile_and_unread_ones(cast, machine):
    assert numbers(machine.get("tickets/", assignee=cast.bob.pk)) == [2]
    assert numbers(machine.get("tickets/", profile=cast.sue.pk)) == [4]
    machine.post("tickets/2/reading/")
    assert numbers(machine.get("tickets/", unread="true")) == [1]
    assert numbers(machine.get("tickets/", unread="false")) == [4, 3, 2]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"status": "opened"}, "status"),
        ({"assignee": "bob"}, "assignee"),
        ({"assignee": "9" * 19}, "assignee"),
        ({"assignee": "²"}, "assignee"),
        ({"unread": "maybe"}, "unread"),
        ({"channel": "fax"}, "channel"),
        ({"profile": "10" * 40}, "profile"),
        ({"page_size": "101"}, "page_size"),
        ({"page_size": "0"}, "page_size"),
        ({"before": "abc"}, "before"),
        ({"before": "9" * 30}, "before"),
        ({"statsu": "open"}, "statsu"),
        ({"assignee": "1\x00"}, "assignee"),
    ],
)
def test_m1_a_wrong_filter_is_refused_not_ignored(machine, problem, query, field):
    assert problem(machine.get("tickets/", **query), 400, "invalid")["errors"].keys() == {field}


def test_m1_pages_follow_each_other_and_end(machine):
    first = machine.get("tickets/", page_size=3, assignee="none").json()
    assert [ticket["number"] for ticket in first["results"]] == [4, 3, 1]
    assert first["next"] is None
    first = machine.get("tickets/", page_size=2).json()
    assert "page_size=2" in first["next"]
    second = machine.get(first["next"]).json()
    assert [ticket["number"] for ticket in first["results"] + second["results"]] == [4, 3, 2, 1]
    assert second["next"] is None


def test_m1_a_new_ticket_moves_no_page(cast, machine):
    first = machine.get("tickets/", page_size=2).json()
    with tenancy.enter(cast.acme.pk):
        text_from(cast.number, "+15035550188", "Hello")
    assert numbers(machine.get(first["next"])) == [2, 1]


def test_m1_the_list_asks_the_database_the_same_few_questions(cast, machine, django_assert_max_num_queries):
    machine.get("tickets/")
    with django_assert_max_num_queries(8) as few:
        machine.get("tickets/")
    most = len(few.captured_queries)
    with tenancy.enter(cast.acme.pk):
        for number in range(12):
            text_from(cast.number, f"+150355502{number:02}", "Hello")
        for ticket in Ticket.objects.all():
            ticket.assign(cast.bob)
    with django_assert_max_num_queries(most):
        assert len(numbers(machine.get("tickets/"))) > 10


def test_m1_one_ticket(cast, machine):
    ticket = machine.get("tickets/2/").json()
    assert ticket["status"] == "open"
    assert ticket["profile"] == {
        "id": cast.quinn.pk, "name": "Quinn", "phone": "+15035550102", "email": ""
    }  # fmt: skip
    assert ticket["assignee"] == {"id": cast.bob.pk, "name": "Bob"}
    assert ticket["refusal"]["code"] == "no_consent"
    assert machine.get("tickets/1/").json()["refusal"] is None


def test_c9_reading_a_ticket_here_does_not_mark_it_read(machine):
    machine.get("tickets/1/")
    assert machine.get("tickets/1/").json()["unread"] is True
    assert machine.post("tickets/1/reading/").json()["unread"] is False
    assert machine.delete("tickets/1/reading/").json()["unread"] is True


def test_c1_a_ticket_is_closed_and_reopened_once_each(cast, machine):
    for _ in range(2):
        answer = machine.post("tickets/1/closure/")
        assert (answer.status_code, answer.json()["status"]) == (200, "closed")
    for _ in range(2):
        answer = machine.delete("tickets/1/closure/")
        assert (answer.status_code, answer.json()["status"]) == (200, "open")
    shop = ("api", "Shop (API)")
    assert events(cast, cast.broken_zip)[1:] == [("closed", *shop), ("reopened", *shop)]


def test_c2_a_ticket_is_snoozed_and_woken(machine):
    until = timezone.now() + timedelta(hours=3)
    answer = machine.post("tickets/1/snooze/", {"until": until.isoformat()})
    assert answer.json()["status"] == "snoozed"
    assert answer.json()["snoozed_until"] == until.isoformat().replace("+00:00", "Z")
    assert machine.delete("tickets/1/snooze/").json()["status"] == "open"


@pytest.mark.parametrize(
    "body", [{}, {"until": "2020-01-01T00:00:00Z"}, {"until": "tomorrow"}, {"until": None}, {"until": 1e30}]
)
def test_c2_a_wrong_time_changes_nothing(cast, machine, problem, body):
    errors = problem(machine.post("tickets/3/snooze/", body), 400, "invalid")["errors"]
    assert errors.keys() == {"until"}
    assert machine.get("tickets/3/").json()["status"] == "closed"


def test_c10_a_ticket_is_given_to_a_member_and_to_nobody(cast, machine):
    answer = machine.post("tickets/1/assignment/", {"member": cast.dora.pk})
    assert answer.json()["assignee"] == {"id": cast.dora.pk, "name": "Dora"}
    assert machine.post("tickets/1/assignment/", {"member": None}).json()["assignee"] is None


@pytest.mark.parametrize("member", ["anna", "charlie"])
def test_c10_not_to_who_can_not_work_here(cast, machine, problem, member):
    answer = machine.post("tickets/1/assignment/", {"member": getattr(cast, member).pk})
    assert problem(answer, 400, "invalid")["errors"].keys() == {"member"}


@pytest.mark.parametrize("member", ["x", True, [], {}, 10**30, -1, 1.5])
def test_c10_nor_to_what_is_no_member(machine, problem, member):
    answer = machine.post("tickets/1/assignment/", {"member": member})
    assert problem(answer, 400, "invalid")["errors"].keys() == {"member"}


def test_c15_the_history_of_a_ticket(machine):
    machine.post("tickets/1/closure/")
    history = machine.get("tickets/1/events/").json()["results"]
    assert [event["kind"] for event in history] == ["closed", "opened"]
    assert [event["actor"] for event in history] == [
        {"kind": "api", "name": "Shop (API)"},
        {"kind": "customer", "name": ""},
    ]


def test_c10_what_somebody_else_has_taken_meanwhile_is_a_conflict(cast, machine, problem):
    """Ticket 2 is Bob's."""
    taken = problem(
        machine.post("tickets/2/assignment/", {"member": cast.dora.pk, "expected": None}), 409, "taken"
    )
    assert taken["assignee"] == cast.bob.pk
    body = {"member": cast.dora.pk, "expected": cast.bob.pk}
    assert machine.post("tickets/2/assignment/", body).json()["assignee"]["name"] == "Dora"
    assert machine.post("tickets/2/assignment/", body).status_code == 200, "it is Dora's already"
