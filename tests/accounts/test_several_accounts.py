"""A3: one user may belong to several accounts and switch between them."""

import pytest

from accounts import tenancy
from accounts.models import Account
from tests.pages import field_error


@pytest.fixture
def bob(cast, client):
    """Bob of acme, who also leads an account of his own."""
    Account.open("Bobs Boats", owner=cast.bob.user)
    client.force_login(cast.bob.user)
    return client


def test_a3_with_several_accounts_one_chooses(bob):
    answer = bob.get("/accounts/")
    assert answer.status_code == 200
    content = answer.content.decode()
    assert 'href="/a/acme/"' in content
    assert 'href="/a/bobs-boats/"' in content
    assert "Globex" not in content


def test_a3_with_one_account_one_is_in_it_unless_one_asks_for_all(cast, sign_in):
    bob = sign_in(cast.bob)
    assert bob.get("/accounts/").url == "/a/acme/"
    assert bob.get("/accounts/?all").status_code == 200


def test_a3_each_account_shows_its_own_and_the_role_in_it(bob):
    assert b"Paula" in bob.get("/a/acme/inbox/all/").content
    assert b"Paula" not in bob.get("/a/bobs-boats/inbox/all/").content
    assert bob.get("/a/acme/settings/account/").status_code == 403
    assert bob.get("/a/bobs-boats/settings/account/").status_code == 200


def test_a3_the_switcher_stands_on_every_page(bob):
    content = bob.get("/a/acme/inbox/mine/").content.decode()
    assert 'href="/a/acme/accounts/?all"' in content
    assert 'href="/a/bobs-boats/"' in content


def test_a3_the_accounts_page_inside_an_account_shows_all_of_them(bob):
    content = bob.get("/a/acme/accounts/?all").content.decode()
    assert 'href="/a/acme/"' in content
    assert 'href="/a/bobs-boats/"' in content


@pytest.mark.parametrize("path", ["/accounts/", "/a/acme/accounts/"])
def test_a3_another_account_can_be_opened(cast, bob, path):
    answer = bob.post(path, {"brand": "Third"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/a/third/inbox/mine/"
    with tenancy.every_account():
        assert Account.objects.get(slug="third").memberships.get().role == "owner"


def test_a3_an_account_without_a_name_is_refused(bob):
    answer = bob.post("/accounts/", {"brand": " "})
    assert answer.status_code == 422
    assert "required" in field_error(answer, "brand")


def test_a3_somebody_without_any_account_is_told_so(cast, client, django_user_model):
    client.force_login(django_user_model.objects.create_user("new@example.com", "x", name="New"))
    answer = client.get("/accounts/")
    assert answer.status_code == 200
    assert (
        b"You don&#x27;t belong to any account yet" in answer.content or b"You don't belong" in answer.content
    )
