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
