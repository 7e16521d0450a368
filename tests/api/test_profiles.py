"""K1, M1: profiles through the API."""

import pytest

from accounts import tenancy

NEW = {"phone": "+1 (503) 555-0144", "first_name": "Ada", "properties": {"size": "M", "pets": ["cat"]}}


def test_m1_a_profile_is_made(machine):
    answer = machine.post("profiles/", NEW)
    profile = answer.json()
    assert answer.status_code == 201
    assert (profile["phone"], profile["name"]) == ("+15035550144", "Ada")
    assert profile["properties"] == NEW["properties"]
    assert machine.get(f"profiles/{profile['id']}/").json() == profile


def test_e4_making_a_profile_gives_no_consent(machine):
    never = {
        "marketing_since": "2020-01-01T00:00:00Z", "is_subscriber": True, "account": 1, "id": 10**9,
        "created_at": "2020-01-01T00:00:00Z",
    }  # fmt: skip
    profile = machine.post("profiles/", NEW | never).json()
    assert (profile["is_subscriber"], profile["marketing_since"]) == (False, None)
    assert profile["id"] != 10**9
    assert not profile["created_at"].startswith("2020")


def test_m1_one_profile_per_phone(cast, machine, problem):
    answer = problem(machine.post("profiles/", {"phone": "+1 503 555 0101"}), 409, "phone_taken")
    assert answer["profile"] == cast.paula.pk
    assert str(cast.paula.pk) in answer["detail"]


def test_m1_the_same_phone_is_another_profile_in_another_account(cast, stranger):
    assert stranger.post("profiles/", {"phone": cast.paula.phone}).status_code == 201


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"phone": "503"}, "phone"),
        ({"phone": "5035550144"}, "phone"),
        ({"phone": {}}, "phone"),
        ({"email": "ada"}, "email"),
        ({"first_name": "x" * 81}, "first_name"),
        ({"first_name": "\x00"}, "first_name"),
        ({"country": "Germany"}, "country"),
        ({"time_zone": "Mars/Crater"}, "time_zone"),
        ({"time_zone": "../etc/passwd"}, "time_zone"),
        ({"properties": "x"}, "properties"),
        ({"properties": {"a": "x" * 20_000}}, "properties"),
        ({"properties": {"a": "\x00"}}, "properties"),
        ({"properties": {"\x00": 1}}, "properties"),
        ({"properties": {"a": "\ud800"}}, "properties"),
    ],
)
def test_m1_wrong_input_is_named_and_changes_nothing(cast, machine, problem, wrong, field):
    body = {"phone": "+15035550144"} | wrong
    assert problem(machine.post("profiles/", body), 400, "invalid")["errors"].keys() == {field}
    answer = machine.patch(f"profiles/{cast.paula.pk}/", wrong)
    assert problem(answer, 400, "invalid")["errors"].keys() == {field}
    assert len(machine.get("profiles/").json()["results"]) == 4


@pytest.mark.parametrize("body", [{}, {"first_name": "Ada"}, {"phone": "", "email": ""}, [], "x", None, 5])
def test_m1_a_profile_can_be_reached_somehow(machine, problem, body):
    problem(machine.post("profiles/", body), 400, "invalid")


def test_m1_profiles_are_found_by_phone_and_by_email(cast, machine):
    machine.patch(f"profiles/{cast.quinn.pk}/", {"email": "Quinn@example.com"})

    def found(query):
        return [profile["id"] for profile in machine.get(f"profiles/?{query}").json()["results"]]

    assert found("phone=%2B15035550101") == [cast.paula.pk]
    assert found("phone=+15035550101") == [cast.paula.pk]
    assert found("email=quinn@example.com") == [cast.quinn.pk]
    assert found("phone=%2B15035550199") == []
    assert found("") == [cast.sue.pk, cast.sam.pk, cast.quinn.pk, cast.paula.pk]


def test_m1_a_wrong_phone_is_no_filter(machine, problem):
    assert problem(machine.get("profiles/", phone="x"), 400, "invalid")["errors"].keys() == {"phone"}


def test_m1_a_profile_is_changed_and_the_rest_stays(cast, machine):
    answer = machine.patch(f"profiles/{cast.paula.pk}/", {"last_name": "Jones", "country": "us"})
    profile = answer.json()
    assert answer.status_code == 200
    assert (profile["name"], profile["country"], profile["phone"]) == ("Paula Jones", "US", "+15035550101")
    assert profile["is_subscriber"]


def test_m1_a_phone_can_be_added_but_not_changed(cast, machine, problem):
    by_mail = machine.post("profiles/", {"email": "eve@example.com"}).json()["id"]
    problem(machine.patch(f"profiles/{by_mail}/", {"phone": cast.paula.phone}), 409, "phone_taken")
    assert machine.patch(f"profiles/{by_mail}/", {"phone": "+15035550145"}).status_code == 200
    for phone in ("+15035550146", ""):
        answer = machine.patch(f"profiles/{by_mail}/", {"phone": phone})
        assert problem(answer, 400, "invalid")["errors"].keys() == {"phone"}
    assert machine.patch(f"profiles/{by_mail}/", {"phone": "+1 503 555 0145"}).status_code == 200


def test_m1_a_profile_keeps_a_way_to_be_reached(machine, problem):
    by_mail = machine.post("profiles/", {"email": "eve@example.com"}).json()["id"]
    problem(machine.patch(f"profiles/{by_mail}/", {"email": ""}), 400, "invalid")


def test_k1_a_person_is_tagged_by_name_and_the_tag_is_taken_off(cast, machine, problem):
    made = machine.post(f"profiles/{cast.paula.pk}/tags/", {"name": "wholesale"})
    assert made.status_code == 201
    (tag,) = made.json()["tags"]
    assert tag["name"] == "wholesale"
    assert machine.get(f"profiles/{cast.paula.pk}/").json()["tags"] == [tag]
    assert machine.get(f"tags/{tag['id']}/").json()["profile_count"] == 1
    assert machine.delete(f"profiles/{cast.paula.pk}/tags/{tag['id']}/").json()["tags"] == []
    assert "name" in problem(machine.post(f"profiles/{cast.paula.pk}/tags/", {}), 400, "invalid")["errors"]


def test_h11_properties_that_are_saved_are_known_by_their_names(cast, machine):
    machine.post("profiles/", NEW)
    machine.patch(f"profiles/{cast.paula.pk}/", {"properties": {"visits": 3}})
    with tenancy.enter(cast.acme.pk):
        known = list(cast.acme.property_names.values_list("name", "kind"))
    assert known == [("pets", "list"), ("size", "text"), ("visits", "number")]
