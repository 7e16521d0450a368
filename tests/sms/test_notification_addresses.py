"""E11 in the settings: who is mailed of new texts."""

import pytest

from accounts import tenancy
from inbox.models import Channel, NotificationAddress
from tests.pages import field_error, part, words

LIST = "/settings/sms/notifications/"


def listed(account) -> list[str]:
    with tenancy.enter(account.pk):
        return [str(address) for address in NotificationAddress.objects.listed()]


def card(client) -> str:
    markup = part(client.get("/settings/sms/"), "notifications")
    return words(markup[: markup.index("</section>")])


@pytest.fixture
def shop(cast) -> NotificationAddress:
    with tenancy.enter(cast.acme.pk):
        channel = Channel.objects.for_kind(cast.acme, "sms")
        (address,) = NotificationAddress.objects.enlist(channel, ["shop@acme.example"], by=cast.bob)
    return address


def test_e11_it_is_off_by_default(cast, sign_in):
    assert "Nobody is mailed." in card(sign_in(cast.bob))


def test_e11_several_addresses_are_added_at_once(cast, sign_in):
    bob = sign_in(cast.bob)
    answer = bob.post(LIST, {"emails": "a@acme.example, b@acme.example;\n c@acme.example"}, follow=True)
    assert "on its way to 3 people." in words(answer.content)
    assert listed(cast.acme) == ["a@acme.example", "b@acme.example", "c@acme.example"]
    assert card(bob).count("Not confirmed") == 3
    assert "added by Bob" in card(bob)


@pytest.mark.parametrize(
    ("emails", "error"),
    [
        ("", "This field is required."),
        ("a@acme.example, b@, c d", "b@, c, d can't be an e-mail address. Nothing was added."),
        ("a@acme.example\nBcc: b@acme.example", "Bcc: can't be an e-mail address. Nothing was added."),
        (f"{'x' * 250}@acme.example", "can't be an e-mail address"),
    ],
)
def test_e11_what_is_no_address_is_refused_with_what_was_typed(cast, sign_in, emails, error):
    answer = sign_in(cast.bob).post(LIST, {"emails": emails})
    assert answer.status_code == 422
    assert error in field_error(answer, "emails")
    assert listed(cast.acme) == []


def test_e11_a_link_is_sent_again_but_not_at_once(cast, sign_in, shop):
    answer = sign_in(cast.bob).post(f"{LIST}{shop.pk}/confirmation/", follow=True)
    assert "Wait a minute before you ask again." in words(answer.content)


def test_e11_an_address_is_removed(cast, sign_in, shop):
    bob = sign_in(cast.bob)
    answer = bob.post(f"{LIST}{shop.pk}/", {"_method": "DELETE"}, follow=True)
    assert "shop@acme.example is no longer told of new texts." in words(answer.content)
    assert listed(cast.acme) == []


def test_e11_trouble_with_the_mail_server_is_shown(cast, sign_in, shop):
    with tenancy.enter(cast.acme.pk):
        shop.put_back("The mail server can't be reached. The next try comes by itself.")
    assert "The mail server can't be reached." in card(sign_in(cast.bob))


def test_a1_e11_another_accounts_addresses_are_not_found(cast, sign_in, shop):
    charlie = sign_in(cast.charlie)
    assert charlie.delete(f"{LIST}{shop.pk}/").status_code == 404
    assert charlie.post(f"{LIST}{shop.pk}/confirmation/").status_code == 404
    assert "shop@acme.example" not in card(charlie)
    assert listed(cast.acme) == ["shop@acme.example"]


def test_a2_e11_an_analyst_adds_nobody(cast, sign_in):
    assert sign_in(cast.anna).post(LIST, {"emails": "a@acme.example"}).status_code == 403
