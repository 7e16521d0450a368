"""A2, A7, M1: the account of the key, and its members."""

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
