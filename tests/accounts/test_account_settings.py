"""A7: the account's settings."""

import pytest

from accounts import tenancy
from accounts.forms import AccountForm
from accounts.models import Account
from tests.pages import field_error
from tests.world import text_from

FORM = {
    "name": "Acme & Co",
    "organization_prefix": "ACME",
    "support_email": "care@acme.example",
    "time_zone": "Europe/Berlin",
    "privacy_url": "https://acme.example/privacy",
    "terms_url": "https://acme.example/terms",
}


@pytest.fixture
def save(cast, sign_in):
    alice = sign_in(cast.alice)
    return lambda **changes: alice.post("/settings/account/", FORM | changes)


def saved(cast) -> Account:
    with tenancy.every_account():
        return Account.objects.get(pk=cast.acme.pk)


def test_a7_settings_are_kept(cast, save):
    assert save().status_code == 302
    account = saved(cast)
    kept = {name: getattr(account, name) for name in FORM}
    assert kept == FORM
    assert (account.slug, account.prefix, str(account.zone)) == ("acme", "ACME", "Europe/Berlin")


def test_a7_the_page_shows_what_is_kept(cast, sign_in):
    content = sign_in(cast.alice).get("/settings/account/").content.decode()
    assert 'value="help@acme.example"' in content
    assert '<option value="America/New_York" selected>' in content


@pytest.mark.parametrize("field", ["organization_prefix", "support_email", "privacy_url", "terms_url"])
def test_a7_what_is_optional_may_be_blank(cast, save, field):
    assert save(**{field: ""}).status_code == 302
    assert getattr(saved(cast), field) == ""


def test_a7_without_a_prefix_the_name_stands_in(cast, save):
    save(organization_prefix="")
    assert saved(cast).prefix == "Acme & Co"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("name", "", "required"),
        ("name", "x" * 81, "at most 80"),
        ("organization_prefix", "x" * 31, "at most 30"),
        ("support_email", "care", "valid email"),
        ("time_zone", "Mars/Olympus", "not a time zone"),
        ("time_zone", "../../etc/passwd", "not a time zone"),
        ("time_zone", "", "required"),
        ("privacy_url", "not an address", "valid URL"),
        ("terms_url", "javascript:alert(1)", "valid URL"),
    ],
)
def test_a7_a_wrong_value_is_refused_beside_its_field_and_nothing_changes(cast, save, field, value, reason):
    answer = save(**{field: value})
    assert answer.status_code == 422
    assert reason in field_error(answer, field)
    account = saved(cast)
    assert (account.name, account.support_email, account.time_zone) == (
        "Acme",
        "help@acme.example",
        "America/New_York",
    )


def test_a7_a_refused_page_still_shows_what_was_typed(save):
    assert b'value="Acme &amp; Co"' in save(support_email="care").content


def test_a7_saving_takes_back_nothing_that_changed_meanwhile(cast):
    """The account's row also counts its tickets: writing all of it would give a number out twice."""
    form = AccountForm(FORM, instance=saved(cast))
    with tenancy.enter(cast.acme.pk):
        text_from(cast.number, "+15035550150", "Hello")
        assert form.is_valid()
        form.save()
        text_from(cast.number, "+15035550151", "Hello")
    assert (saved(cast).name, saved(cast).last_ticket_number) == ("Acme & Co", 6)
