"""A5: a forgotten password, by mail."""

import re

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import make_password

import helpdesk.settings as own
from tests.pages import words
from tests.world import PASSWORD

NEW = "another good phrase"


@pytest.fixture
def link(cast, client, mailoutbox):
    client.post("/password/reset/", {"email": "bob@example.com"})
    return re.search(r"http://\S+(/password/reset/key/\S+)", mailoutbox[0].body)[1]


def choose(client, link, password):
    form = client.get(link, follow=True)
    return client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})


def sign_in(client, password):
    return client.post("/sign-in/", {"login": "bob@example.com", "password": password}).status_code == 302


def test_a5_a_link_by_mail_sets_a_new_password(client, link, mailoutbox):
    assert mailoutbox[0].to == ["bob@example.com"]
    answer = choose(client, link, NEW)
    assert answer.url == "/password/reset/key/done/"
    assert not sign_in(client, PASSWORD)
    assert sign_in(client, NEW)


def test_a5_a_link_works_once(client, link):
    choose(client, link, NEW)
    assert "This link no longer works" in words(client.get(link, follow=True).content)


def test_a5_a_made_up_link_is_refused(cast, client):
    answer = client.get("/password/reset/key/1-made-up/", follow=True)
    assert "This link no longer works" in words(answer.content)


def test_a5_a_weak_new_password_is_refused(client, link):
    answer = choose(client, link, "short")
    assert answer.status_code == 200
    assert "too short" in words(answer.content)
    assert sign_in(client, PASSWORD)


def test_a5_known_and_unknown_addresses_get_the_same_answer(cast, client, mailoutbox):
    """Nobody learns who has an account here; the mail to an unknown address holds no link to set a password."""
    seen = []
    for address in ("bob@example.com", "nobody@example.com"):
        answer = client.post("/password/reset/", {"email": address}, follow=True)
        content = re.sub(rb'nonce="[^"]+"|value="[^"]+"|name="csrf[^>]+|"[\w-]{64}"', b"", answer.content)
        seen.append((answer.redirect_chain, re.sub(rb"bob@|nobody@", b"", content)))
    assert seen[0] == seen[1]
    assert not any("/key/" in mail.body for mail in mailoutbox if mail.to == ["nobody@example.com"])


def test_a5_the_mail_names_our_address_whatever_host_was_claimed(cast, client, mailoutbox, settings):
    answer = client.post("/password/reset/", {"email": "bob@example.com"}, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert not mailoutbox


def test_a5_what_is_kept_of_a_password_is_dear_to_guess(settings):
    """The other tests hash in one round."""
    settings.PASSWORD_HASHERS = getattr(own, "PASSWORD_HASHERS", global_settings.PASSWORD_HASHERS)
    kind, rounds, *_ = make_password(NEW).split("$")
    assert kind == "pbkdf2_sha256"
    assert int(rounds) >= 600_000
