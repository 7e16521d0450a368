"""B4, M1: the same search through the API."""

import pytest

from accounts import tenancy
from inbox import search
from tests.api.test_tickets import numbers
from tests.world import text_from


@pytest.mark.parametrize(
    ("said", "expected"),
    [("refunds", [3]), ("#2", [2]), ("5550101", [1]), ("unheardof", []), ("Qiunn", []), ("?!", [])],
)
def test_b4_tickets_are_searched(machine, said, expected):
    assert numbers(machine.get("tickets/", q=said)) == expected


def test_b4_search_combines_with_filters_order_and_pages(cast, machine):
    with tenancy.enter(cast.acme.pk):
        for n in range(5):
            text_from(cast.number, f"+1503557{n:04}", "A parcel")
    assert numbers(machine.get("tickets/", q="parcel", status="closed")) == []
    first = machine.get("tickets/", q="parcel", sort="oldest", page_size=3)
    assert numbers(first) == [5, 6, 7]
    assert numbers(machine.get(first.json()["next"])) == [8, 9]


def test_a1_a_strangers_key_finds_nothing(stranger):
    for said in ("refund", "paula", "#3", "5035550101"):
        assert all(
            ticket["profile"]["phone"] == "+14155550199"
            for ticket in stranger.get("tickets/", q=said).json()["results"]
        )


def test_b4_a_search_that_is_too_slow_says_what_to_do(machine, monkeypatch, problem):
    monkeypatch.setattr("inbox.queries.PATIENCE", 20)
    monkeypatch.setattr(search, "IN_ONE", "pg_sleep(1) IS NULL")
    assert "q" in problem(machine.get("tickets/", q="zip"), 400, "invalid")["errors"]


@pytest.mark.parametrize("said", ["a" * 5_000, "'", "%", "| & !", "the"])
def test_b4_whatever_is_asked_it_is_answered(machine, said):
    assert machine.get("tickets/", q=said).status_code == 200
