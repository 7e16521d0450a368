"""A2, A7, M1: the account of the key, and its members."""

import pytest

from accounts import tenancy


def test_m1_the_account_of_the_key(machine):
    account = machine.get("account/").json()
    assert (account["name"], account["time_zone"]) == ("Acme", "America/New_York")
    assert account["key"] == {"name": "Shop", "scope": "write"}


def test_m1_the_members_of_the_account_and_who_can_work_tickets(machine):
    members = {member["name"]: member for member in machine.get("members/").json()["results"]}
    assert members.keys() == {"Alice", "Adam", "Dora", "Bob", "Anna"}
    assert members["Bob"]["role"] == "support"
    assert members["Bob"]["email"] == "bob@example.com"
    assert {name for name, member in members.items() if not member["assignable"]} == {"Anna"}


def test_m1_who_was_removed_is_no_member(cast, machine):
    with tenancy.enter(cast.acme.pk):
        cast.dora.removed_at = cast.dora.created_at
        cast.dora.save()
    assert "Dora" not in [member["name"] for member in machine.get("members/").json()["results"]]


# D1: who is at work


def duty_of(machine, name):
    members = {member["name"]: member for member in machine.get("members/").json()["results"]}
    return members[name]["duty"]


def test_d1_a_member_is_set_online_and_away(cast, machine):
    assert duty_of(machine, "Bob") is None
    assert machine.post(f"members/{cast.bob.pk}/duty/").json()["state"] == "online"
    assert duty_of(machine, "Bob")["state"] == "online"
    assert machine.delete(f"members/{cast.bob.pk}/duty/").json()["state"] == "away"


def test_d1_the_list_of_those_online_and_how_much_they_have(cast, machine):
    machine.post(f"members/{cast.bob.pk}/duty/")
    machine.delete(f"members/{cast.dora.pk}/duty/")
    online = machine.get("members/", online="true").json()["results"]
    assert [(member["name"], member["open_tickets"]) for member in online] == [("Bob", 1)]
    away = machine.get("members/", online="false").json()["results"]
    assert {member["name"] for member in away} == {"Alice", "Adam", "Dora", "Anna"}


def test_d1_a_members_channels_are_chosen(cast, machine, problem):
    path = f"members/{cast.bob.pk}/duty/"
    assert machine.patch(path, {"channels": ["sms"]}).json()["channels"] == ["sms"]
    assert machine.patch(path, {"channels": []}).json()["channels"] == []
    assert "channels.0" in problem(machine.patch(path, {"channels": ["fax"]}), 400, "invalid")["errors"]
    assert machine.patch(path, {"state": "online"}).json()["state"] == "inactive", "is read only"


def test_d1_who_works_no_tickets_has_no_duty(cast, machine, problem):
    problem(machine.post(f"members/{cast.anna.pk}/duty/"), 404, "not_found")


def test_a1_another_accounts_member_is_not_found(cast, stranger, problem):
    for method in ("post", "delete"):
        problem(getattr(stranger, method)(f"members/{cast.bob.pk}/duty/"), 404, "not_found")
    problem(stranger.patch(f"members/{cast.bob.pk}/duty/", {"channels": []}), 404, "not_found")


# B12: how the inbox behaves

OPTIONS = {
    "unread_badge": False,
    "long_wait_minutes": 120,
    "round_robin": True,
    "open_ticket_cap": 20,
    "attribution_window_hours": 24,
    "away_after_minutes": 30,
    "undo_send_seconds": 10,
}


def test_b12_the_options_of_the_inbox_are_read_and_changed(machine, reader):
    before = machine.get("account/inbox/").json()
    assert before["round_robin"] is False
    for name, value in OPTIONS.items():
        assert machine.patch("account/inbox/", {name: value}).json() == before | {name: value}
        before[name] = value
    assert reader.get("account/inbox/").json() == OPTIONS
    assert machine.patch("account/inbox/", {"open_ticket_cap": None}).json()["open_ticket_cap"] is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("unread_badge", None),
        ("long_wait_minutes", 0),
        ("long_wait_minutes", 10081),
        ("round_robin", "perhaps"),
        ("open_ticket_cap", 0),
        ("open_ticket_cap", "many"),
        ("away_after_minutes", 1441),
        ("undo_send_seconds", 7),
    ],
)
def test_b12_a_wrong_option_is_named_and_nothing_changes(machine, problem, name, value):
    before = machine.get("account/inbox/").json()
    wrong = {"round_robin": True} | {name: value}
    assert name in problem(machine.patch("account/inbox/", wrong), 400, "invalid")["errors"]
    assert machine.get("account/inbox/").json() == before


def test_b12_a_key_that_may_only_read_changes_no_option(reader, problem):
    problem(reader.patch("account/inbox/", {"round_robin": True}), 403, "read_only_key")


def test_b12_every_open_browser_is_told(machine, django_capture_on_commit_callbacks, monkeypatch, cast):
    rung = []
    monkeypatch.setattr("helpdesk.live.ring", lambda account, names: rung.append((account, names)))
    with django_capture_on_commit_callbacks(execute=True):
        machine.patch("account/inbox/", {"unread_badge": False})
    assert rung == [(cast.acme.pk, ("tickets",))]


def test_a1_the_options_are_those_of_the_keys_own_account(machine, stranger):
    stranger.patch("account/inbox/", OPTIONS)
    assert machine.get("account/inbox/").json()["round_robin"] is False
