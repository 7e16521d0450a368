"""A5: signing in and out, and the brake on guessing."""

import pytest

from tests.world import PASSWORD

BOB = {"login": "bob@example.com", "password": PASSWORD}


def test_a5_signing_in_lands_in_the_only_account(cast, client):
    answer = client.post("/sign-in/", BOB, follow=True)
    assert answer.redirect_chain[-1][0] == "/a/acme/inbox/mine/"
    assert answer.status_code == 200


def test_a5_the_address_is_taken_in_any_case(cast, client):
    assert client.post("/sign-in/", BOB | {"login": "BOB@Example.com"}).status_code == 302


def test_a5_signing_in_leads_to_where_one_wanted_to_go(cast, client):
    asked = client.get("/a/acme/tickets/1/?view=all")
    assert asked.url == "/sign-in/?next=/a/acme/tickets/1/%3Fview%3Dall"
    answer = client.post("/sign-in/", BOB | {"next": "/a/acme/tickets/1/?view=all"})
    assert answer.url == "/a/acme/tickets/1/?view=all"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_a5_signing_in_never_leads_to_another_site(cast, client, target):
    assert client.post("/sign-in/", BOB | {"next": target}).url == "/accounts/"


@pytest.mark.parametrize(
    "wrong", [{"password": "wrong"}, {"login": "nobody@example.com"}, {"password": PASSWORD.upper()}]
)
def test_a5_a_wrong_password_and_an_unknown_address_get_the_same_words(cast, client, wrong):
    answer = client.post("/sign-in/", BOB | wrong)
    assert answer.status_code == 200
    assert b"The email address and/or password you specified are not correct." in answer.content
    assert client.get("/accounts/").status_code == 302


def test_a5_guessing_is_braked_even_if_the_last_guess_is_right(cast, client):
    for _ in range(5):
        client.post("/sign-in/", BOB | {"password": "guess"})
    answer = client.post("/sign-in/", BOB)
    assert b"Too many failed login attempts" in answer.content
    assert client.get("/accounts/").status_code == 302


def test_a5_the_brake_holds_for_one_address_only(cast, client):
    for _ in range(5):
        client.post("/sign-in/", BOB | {"password": "guess"})
    assert client.post("/sign-in/", {"login": "alice@example.com", "password": PASSWORD}).status_code == 302


def test_a5_somebody_switched_off_can_not_sign_in(cast, client):
    type(cast.bob.user).objects.filter(pk=cast.bob.user_id).update(is_active=False)
    client.post("/sign-in/", BOB)
    assert client.get("/accounts/").status_code == 302


def test_a5_somebody_switched_off_is_out_at_once(cast, sign_in):
    bob = sign_in(cast.bob)
    assert bob.get("/inbox/mine/").status_code == 200
    type(cast.bob.user).objects.filter(pk=cast.bob.user_id).update(is_active=False)
    assert bob.get("/inbox/mine/").status_code == 302


def test_a5_signing_out_needs_a_post_and_ends_the_session(cast, sign_in):
    bob = sign_in(cast.bob)
    assert bob.get("/sign-out/").status_code == 200
    assert bob.get("/inbox/mine/").status_code == 200
    assert bob.post("/sign-out/").status_code == 302
    assert bob.get("/inbox/mine/").status_code == 302


def test_a5_the_front_door_leads_in(cast, client):
    assert client.get("/").url == "/sign-in/"
    client.force_login(cast.bob.user)
    assert client.get("/").url == "/accounts/"
