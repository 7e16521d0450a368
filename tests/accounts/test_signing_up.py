"""A3: signing up opens an account with its owner, and lands in it."""

import re

import pytest
from django.test import Client

from accounts import tenancy
from accounts.models import Account, User
from tests.pages import field_error

FORM = {
    "name": "Nora",
    "brand": "Nora's Shop",
    "email": "Nora@Shop.example",
    "password1": "a long enough one",
}


@pytest.fixture
def sign_up(db, client):
    return lambda **changes: client.post("/sign-up/", FORM | changes, follow=True)


def accounts_of(email):
    with tenancy.every_account():
        return {
            account.slug: role
            for account in Account.objects.filter(memberships__user__email=email)
            for role in account.memberships.values_list("role", flat=True)
        }


def test_a3_signing_up_opens_an_account_and_lands_in_it(sign_up):
    answer = sign_up()
    assert answer.redirect_chain[-1][0] == "/a/noras-shop/inbox/mine/"
    assert answer.status_code == 200
    assert accounts_of("nora@shop.example") == {"noras-shop": "owner"}
    with tenancy.every_account():
        account = Account.objects.get(slug="noras-shop")
    assert (account.name, account.support_email, account.unread_badge) == (
        "Nora's Shop",
        "nora@shop.example",
        True,
    )


def test_a3_a_new_account_is_empty(cast, sign_up):
    assert b"Paula" not in sign_up().content


def test_a3_an_address_that_is_taken_is_refused_beside_the_field(sign_up):
    sign_up()
    answer = Client().post("/sign-up/", FORM | {"email": "nora@SHOP.example", "brand": "Other"})
    assert "already" in field_error(answer, "email")
    assert User.objects.filter(email__iexact="nora@shop.example").count() == 1
    with tenancy.every_account():
        assert not Account.objects.filter(slug="other").exists()


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "too short"),
        ("password", "too common"),
        ("8273645190", "entirely numeric"),
        ("nora@shop.exam", "too similar"),
    ],
)
def test_a5_a_weak_password_is_refused_beside_the_field(sign_up, password, reason):
    answer = sign_up(password1=password)
    assert reason in field_error(answer, "password1")
    assert not User.objects.filter(email__iexact="nora@shop.example").exists()
    assert b'value="Nora&#x27;s Shop"' in answer.content, "what was typed stays"
    assert f'value="{password}"'.encode() not in answer.content


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("brand", "", "required"),
        ("brand", "   ", "required"),
        ("brand", "x" * 81, "at most 80"),
        ("brand", "nul\0", "Null"),
        ("name", "", "required"),
        ("name", "x" * 101, "at most 100"),
        ("email", "", "required"),
        ("email", "nobody", "valid email"),
    ],
)
def test_a3_what_is_missing_or_wrong_is_said_beside_the_field(sign_up, field, value, reason):
    answer = sign_up(**{field: value})
    assert reason in field_error(answer, field)
    assert not User.objects.filter(name="Nora").exists()


@pytest.mark.parametrize("brand", ["Acme", "ACME!", "Ünïcode & Söhne", "猫の店", "🛍️", "-", "a" * 80, "admin"])
def test_a3_any_name_makes_an_account_that_can_be_opened(cast, sign_up, brand):
    """Taken names and names without a Latin letter get an address of their own."""
    answer = sign_up(brand=brand)
    assert answer.redirect_chain[-1][0].endswith("/inbox/mine/")
    assert answer.status_code == 200
    assert not answer.redirect_chain[-1][0].startswith("/a/acme/")


def test_a3_a_name_with_an_underscore_makes_an_account_that_can_be_opened(sign_up):
    assert sign_up(brand="foo_bar").redirect_chain[-1][0].endswith("/inbox/mine/")


def test_a3_somebody_signed_in_is_not_asked_to_sign_up(cast, sign_in):
    client = sign_in(cast.bob)
    client.prefix = ""
    assert client.get("/sign-up/").status_code == 302


class TestWithMail:
    """Where mail can be sent: the address is confirmed first, and nobody learns who is here already."""

    @pytest.fixture(autouse=True)
    def mail(self, settings):
        settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"

    def sign_up(self, client, email):
        form = {"name": "Zoe", "brand": "Socks", "email": email, "password1": "woolly-warm-42"}
        return client.post("/sign-up/", form)

    def test_a3_a_known_and_an_unknown_address_get_the_same_answer(self, cast, client, mailoutbox):
        known, unknown = self.sign_up(Client(), "alice@example.com"), self.sign_up(client, "zoe@example.com")
        assert (
            (known.status_code, known.url) == (unknown.status_code, unknown.url) == (302, "/confirm-email/")
        )
        assert [mail.to for mail in mailoutbox] == [["alice@example.com"], ["zoe@example.com"]]
        assert "already" in mailoutbox[0].body

    def test_a3_the_link_in_the_mail_opens_the_door(self, cast, client, mailoutbox):
        self.sign_up(client, "zoe@example.com")
        credentials = {"login": "zoe@example.com", "password": "woolly-warm-42"}
        assert client.post("/sign-in/", credentials).url == "/confirm-email/"
        link = re.search(r"/confirm-email/[^\s/]+/", mailoutbox[0].body)[0]
        assert client.get(link).status_code == 200
        client.post(link)
        assert client.post("/sign-in/", credentials).url == "/accounts/"
