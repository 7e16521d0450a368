"""A2: who may do what. The table is the requirement's own words; it is compared with the code cell by cell."""

import pytest

from accounts import tenancy
from accounts.access import Action, Role, may
from accounts.models import Membership

MEMBERS = {"owner": "alice", "admin": "adam", "manager": "dora", "support": "bob", "analyst": "anna"}
TABLE = """
                    owner admin manager support analyst
work_inbox          yes   yes   yes     yes     no
manage_inbox        yes   yes   yes     yes     no
manage_automations  yes   yes   yes     no      no
manage_members      yes   yes   no      no      no
manage_channels     yes   yes   no      no      no
manage_api_keys     yes   yes   no      no      no
manage_account      yes   yes   no      no      no
own_account         yes   no    no      no      no
see_reports         yes   yes   yes     yes     yes
"""
ROLES, *LINES = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [
    (action, role, cell == "yes") for action, *cells in LINES for role, cell in zip(ROLES, cells, strict=True)
]


@pytest.mark.parametrize(("action", "role", "allowed"), CELLS)
def test_a2_every_cell(action, role, allowed):
    assert may(role, action) is allowed


def test_a2_the_table_covers_every_action_and_role():
    assert {line[0] for line in LINES} == set(Action)
    assert set(ROLES) == set(Role)


@pytest.mark.parametrize("action", Action)
def test_a2_an_unknown_role_may_nothing(action):
    assert not may("intern", action)
    assert not may("", action)


def test_a2_an_unknown_action_is_denied_to_everybody():
    assert not any(may(role, "launch_rockets") for role in Role)


@pytest.mark.parametrize("action", Action)
def test_a2_a_removed_member_may_nothing(action):
    assert not Membership(role="owner", removed_at="2026-01-01T00:00Z").may(action)


TEAM, LEADS, HEADS = "owner admin manager support", "owner admin manager", "owner admin"
PAGES = [
    ("/inbox/mine/", TEAM),
    ("/inbox/unassigned/", TEAM),
    ("/inbox/all/", TEAM),
    ("/coupons/", TEAM),
    ("/settings/coupons/", LEADS),
    ("/navigation/", TEAM),
    ("/stream/", TEAM),
    ("/arrivals/", TEAM),
    ("/places/", f"{TEAM} analyst"),
    ("/found/", TEAM),
    ("/preferences/", f"{TEAM} analyst"),
    ("/tickets/1/", TEAM),
    ("/tickets/1/messages/", TEAM),
    ("/tickets/1/snooze/", TEAM),
    ("/tickets/1/tags/", TEAM),
    ("/tickets/1/macros/", TEAM),
    ("/settings/inbox/", TEAM),
    ("/tickets/1/assignment/", TEAM),
    ("/settings/sms/", TEAM),
    ("/settings/tags/", TEAM),
    ("/settings/macros/", TEAM),
    ("/settings/macros/new/", TEAM),
    ("/settings/account/", HEADS),
    ("/settings/api-keys/", HEADS),
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("path", "allowed"), PAGES)
def test_a2_pages(cast, sign_in, path, allowed, role):
    answer = sign_in(getattr(cast, MEMBERS[role])).get(path)
    assert answer.status_code == (200 if role in allowed.split() else 403)


# Wrong on purpose where that changes nothing: what counts is whether the door opens.
CHANGES = [
    ("post", "/tickets/1/closure/", {}, TEAM),
    ("delete", "/tickets/3/closure/", {}, TEAM),
    ("post", "/tickets/1/assignment/", {"member": ""}, TEAM),
    ("post", "/tickets/1/reading/", {}, TEAM),
    ("post", "/duty/", {}, TEAM),
    ("delete", "/duty/", {}, TEAM),
    ("post", "/duty/activity/", {}, TEAM),
    ("post", "/tickets/1/snooze/", {"until": "tomorrow"}, TEAM),
    ("post", "/tickets/1/messages/", {"body": "Hello"}, TEAM),
    ("post", "/tickets/1/tags/", {"name": "refund"}, TEAM),
    ("delete", "/tickets/1/tags/1/", {}, TEAM),
    ("post", "/settings/tags/", {"name": "refund", "colour": "red"}, TEAM),
    ("delete", "/settings/tags/1/", {}, TEAM),
    ("post", "/settings/tags/1/merger/", {}, TEAM),
    ("post", "/tickets/1/macros/", {"name": "refund"}, TEAM),
    ("post", "/settings/macros/", {"name": "refund", "body": "x"}, TEAM),
    ("post", "/settings/macros/preview/", {"body": "x"}, TEAM),
    ("delete", "/settings/macros/1/", {}, TEAM),
    ("post", "/settings/sms/texts/", {"texts-stop": "a", "texts-help": "b", "texts-start": "c"}, TEAM),
    ("post", "/settings/sms/auto-responder/", {}, TEAM),
    ("post", "/settings/sms/auto-close/", {}, TEAM),
    ("post", "/settings/inbox/waiting/", {}, TEAM),
    ("post", "/settings/sms/keywords/", {"word": "JOIN"}, LEADS),
    ("post", "/settings/sms/numbers/", {}, HEADS),
    ("post", "/settings/account/", {}, HEADS),
    ("post", "/settings/api-keys/", {"name": "Shop", "scope": "read"}, HEADS),
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("method", "path", "data", "allowed"), CHANGES)
def test_a2_changes(cast, sign_in, method, path, data, allowed, role):
    answer = getattr(sign_in(getattr(cast, MEMBERS[role])), method)(path, data)
    assert (answer.status_code != 403) is (role in allowed.split())


@pytest.mark.parametrize("change", ["numbers/{}/token/", "numbers/{}/compliance/", "numbers/{}/"])
@pytest.mark.parametrize("role", ["manager", "support", "analyst"])
def test_a2_a_channel_is_changed_by_owner_and_admin_only(cast, sign_in, change, role):
    client = sign_in(getattr(cast, MEMBERS[role]))
    path = f"/settings/sms/{change.format(cast.number.pk)}"
    answer = client.post(path) if change.count("/") > 2 else client.delete(path)
    assert answer.status_code == 403
    with tenancy.enter(cast.acme.pk):
        cast.number.refresh_from_db()
        assert cast.number.disconnected_at is None


def test_a2_an_analyst_is_told_what_there_is_and_sees_no_inbox(cast, sign_in):
    answer = sign_in(cast.anna).get("/")
    assert answer.status_code == 200
    assert b"Your role reads reports" in answer.content
    assert b"Paula" not in answer.content
    assert b"/inbox/mine/" not in answer.content


def test_a2_a_removed_member_is_a_stranger(cast, sign_in):
    bob = sign_in(cast.bob)
    with tenancy.enter(cast.acme.pk):
        Membership.objects.filter(pk=cast.bob.pk).update(removed_at="2026-01-01T00:00Z")
    assert bob.get("/inbox/all/").status_code == 404


def test_a2_what_a_role_may_not_do_is_not_shown_to_it(cast, sign_in):
    seen = {
        role: sign_in(getattr(cast, name)).get("/settings/sms/")
        for role, name in MEMBERS.items()
        if role != "analyst"
    }
    for role, answer in seen.items():
        assert (b"Connect a number" in answer.content) is (role in HEADS.split()), role
        assert (b"Add the keyword" in answer.content) is (role in LEADS.split()), role
        assert (b"/settings/api-keys/" in answer.content) is (role in HEADS.split()), role
