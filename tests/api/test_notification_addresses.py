"""E11 through the API."""

import pytest

from accounts import tenancy
from inbox.models import NotificationAddress

PATH = "notification-addresses/"


def test_e11_a_program_adds_lists_and_removes_an_address(machine):
    made = machine.post(PATH, {"email": "shop@acme.example"})
    assert made.status_code == 201
    address = made.json()
    assert (address["email"], address["channel"], address["confirmed_at"]) == (
        "shop@acme.example",
        "sms",
        None,
    )
    assert machine.get(f"{PATH}{address['id']}/").json() == address
    assert machine.get(PATH).json()["results"] == [address]
    assert machine.delete(f"{PATH}{address['id']}/").status_code == 200
    assert machine.get(PATH).json()["results"] == []
    assert machine.get(f"{PATH}{address['id']}/").status_code == 404


def test_e11_what_is_on_the_list_is_not_asked_again(machine):
    first = machine.post(PATH, {"email": "shop@acme.example"}).json()
    again = machine.post(PATH, {"email": "Shop@acme.example"})
    assert (again.status_code, again.json()) == (200, first)


def test_e11_a_program_can_not_confirm_for_somebody_else(cast, machine, problem):
    address = machine.post(
        PATH, {"email": "shop@acme.example", "confirmed_at": "2026-01-01T00:00:00Z"}
    ).json()
    again = problem(machine.post(f"{PATH}{address['id']}/confirmation/"), 400, "invalid")
    assert "Wait a minute" in again["detail"]
    with tenancy.enter(cast.acme.pk):
        assert not NotificationAddress.objects.get().is_confirmed


@pytest.mark.parametrize("body", [{}, {"email": "shop"}, {"email": "a@b.c\nBcc: x@y.z"}])
def test_e11_what_is_no_address_is_refused(machine, problem, body):
    problem(machine.post(PATH, body), 400, "invalid")
    assert machine.get(PATH).json()["results"] == []
