"""M1: keys of programs. Made by owners and admins, shown once, kept as a hash, revoked at once."""

import re

import pytest
from django.db import connection

from accounts import tenancy
from accounts.models import ApiKey
from tests.pages import field_error


@pytest.fixture
def alice(cast, sign_in):
    return sign_in(cast.alice)


def make(alice, **changes):
    answer = alice.post("/settings/api-keys/", {"name": "Shop back end", "scope": "write"} | changes)
    return answer, re.search(rb"hd_[\w-]{43}", answer.content)


def ask(client, secret):
    return client.get("/api/v1/account/", headers={"Authorization": f"Bearer {secret}"}).status_code


def test_m1_a_key_is_made_and_shown_once(cast, alice, client):
    answer, found = make(alice)
    assert answer.status_code == 201
    secret = found[0].decode()
    assert ask(client, secret) == 200
    page = alice.get("/settings/api-keys/").content.decode()
    assert "Shop back end" in page
    assert secret not in page
    assert secret[:8] in page


def test_m1_only_a_hash_is_kept(cast, alice):
    secret = make(alice)[1][0].decode()
    with tenancy.enter(cast.acme.pk), connection.cursor() as cursor:
        row = cursor.execute("SELECT accounts_apikey::text FROM accounts_apikey").fetchone()[0]
        key = ApiKey.objects.get()
    assert secret not in row
    assert secret[8:] not in row
    assert (key.hint, key.created_by, key.scope) == (secret[:8], cast.alice, "write")


def test_m1_a_revoked_key_ends_at_once(cast, alice, client):
    secret = make(alice)[1][0].decode()
    with tenancy.enter(cast.acme.pk):
        key = ApiKey.objects.get()
    assert alice.post(f"/settings/api-keys/{key.pk}/", {"_method": "DELETE"}).status_code == 302
    assert ask(client, secret) == 401
    assert b"Shop back end" not in alice.get("/settings/api-keys/").content.partition(b"toast-area")[0]
    assert alice.delete(f"/settings/api-keys/{key.pk}/").status_code == 404


def test_m1_a_key_of_another_account_is_not_found(cast, alice):
    with tenancy.enter(cast.globex.pk):
        theirs, _ = ApiKey.issue(cast.globex, "Theirs")
    assert alice.delete(f"/settings/api-keys/{theirs.pk}/").status_code == 404
    assert b"Theirs" not in alice.get("/settings/api-keys/").content
    with tenancy.enter(cast.globex.pk):
        theirs.refresh_from_db()
        assert theirs.revoked_at is None


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"name": ""}, "name", "required"),
        ({"name": "x" * 61}, "name", "at most 60"),
        ({"scope": "everything"}, "scope", "valid choice"),
        ({"scope": ""}, "scope", "required"),
    ],
)
def test_m1_a_key_needs_a_name_and_a_known_scope(cast, alice, changes, field, reason):
    answer, secret = make(alice, **changes)
    assert (answer.status_code, secret) == (422, None)
    assert reason in field_error(answer, field)
    with tenancy.enter(cast.acme.pk):
        assert not ApiKey.objects.exists()


@pytest.mark.parametrize(
    "header", ["", "Bearer ", "Bearer hd_", "Bearer hd_wrong", "Basic aGQ6aGQ=", "hd_wrong"]
)
def test_m1_without_a_known_key_nothing_is_told(cast, client, header):
    answer = client.get("/api/v1/account/", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert b"Acme" not in answer.content


def test_m1_a_key_remembers_its_use_to_the_minute(acme):
    key, secret = ApiKey.issue(acme.acme, "Shop")
    key.touch()
    first = ApiKey.objects.by_secret(secret)
    assert first.last_used_at is not None
    first.touch()
    assert ApiKey.objects.by_secret(secret).last_used_at == first.last_used_at
