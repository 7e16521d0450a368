"""E1: what the provider has of the account's numbers, and whether their texts come here; asked over real HTTP."""

import httpx
import pytest
from django.utils import timezone

from accounts import tenancy
from sms import comparing, sweeps
from sms.comparing import State
from sms.models import Number
from tests.carrier import free_port, new_number
from tests.pages import words

SERVICE = "MG" + "5" * 32


@pytest.fixture
def theirs(cast, carrier, settings):
    """Acme's account with the carrier; its number there posts to us."""
    settings.TWILIO_BASE_URL = carrier.base_url
    with tenancy.enter(cast.acme.pk):
        cast.number.account_sid = f"AC{int(new_number()[1:]):032x}"
        cast.number.save()
        account = carrier.account("Acme", sid=cast.number.account_sid, token=cast.number.auth_token)
        cast.number.number = new_number()
        cast.number.save()
    account.line = account.number(cast.number.number, sms_url=cast.number.inbound_url)
    return account


@pytest.fixture
def alice(cast, sign_in):
    return sign_in(cast.alice)


def states(cast):
    with tenancy.enter(cast.acme.pk):
        (at,) = comparing.compare(cast.acme.sms_numbers.connected())
        return {line.display: line.state for line in at.lines}, at.trouble


def test_e1_a_number_that_posts_here_is_right(cast, theirs):
    assert states(cast) == ({str(cast.number): State.RIGHT}, "")


def test_e1_one_that_points_elsewhere_is_pointed_here_with_one_button(cast, theirs, alice):
    theirs.line.change(sms_url="https://old-desk.example/hook")
    page = words(alice.get("/settings/sms/provider/").content)
    assert "Points elsewhere" in page
    assert "https://old-desk.example/hook" in page
    answer = alice.post(f"/settings/sms/numbers/{cast.number.pk}/webhook/", follow=True)
    assert "here from now on" in words(answer.content)
    assert states(cast)[0] == {str(cast.number): State.RIGHT}


def test_e1_a_service_that_decides_for_its_numbers_is_told_to_leave_it_to_them(cast, theirs, alice, carrier):
    theirs.line.change(service_sid=SERVICE)
    httpx.post(
        f"{carrier.base_url}/v1/Services/{SERVICE}",
        data={"InboundRequestUrl": "https://old-desk.example/pool", "UseInboundWebhookOnNumber": "false"},
        auth=(theirs.sid, theirs.token),
        trust_env=False,
    )
    assert states(cast)[0] == {str(cast.number): State.ELSEWHERE}
    alice.post(f"/settings/sms/numbers/{cast.number.pk}/webhook/")
    assert states(cast)[0] == {str(cast.number): State.RIGHT}


def test_e1_others_of_the_account_are_shown_and_can_be_connected(cast, theirs, alice):
    other = new_number()
    theirs.number(other, name="Germany")
    page = alice.get("/settings/sms/provider/").content.decode()
    assert "Not connected" in page
    assert f"?number=%2B{other[1:]}&amp;account_sid={theirs.sid}" in page
    form = alice.get("/settings/sms/", {"number": other, "account_sid": theirs.sid}).content.decode()
    assert f'value="{other}"' in form


def test_e1_one_that_the_provider_no_longer_has_is_gone(cast, theirs):
    with tenancy.enter(cast.acme.pk):
        cast.number.number = new_number()
        cast.number.save()
    assert State.GONE in states(cast)[0].values()


def test_e1_a_provider_that_does_not_answer_or_knows_us_not_is_told(cast, theirs, alice, settings):
    theirs.rotate_token()
    assert states(cast) == ({}, "The provider does not accept the account id and token.")
    settings.TWILIO_BASE_URL = f"http://127.0.0.1:{free_port()}"
    assert states(cast) == ({}, "The provider can't be reached now.")
    answer = alice.post(f"/settings/sms/numbers/{cast.number.pk}/webhook/", follow=True)
    assert "Nothing was changed. The provider can't be reached now." in words(answer.content)


def test_e1_check_my_webhook_says_what_is_right_and_what_is_not(cast, theirs, alice, carrier):
    path = f"/settings/sms/numbers/{cast.number.pk}/webhook/"
    page = words(alice.get(path).content)
    assert "Its texts come to the address above." in page
    assert "Nobody has texted it in the last day." in page
    carrier.phone(new_number()).text("Hello?", to=theirs.line, quiet=True)
    theirs.line.change(sms_url="https://old-desk.example/hook")
    page = words(alice.get(path).content)
    assert "Its texts go to https://old-desk.example/hook by POST" in page
    assert "The provider received a text that has not come here." in page


def test_e1_once_a_day_it_is_looked_at_by_itself_and_an_admin_is_told(cast, theirs, alice):
    def looked_at():
        with tenancy.every_account():
            Number.objects.exclude(account=cast.acme).update(compared_at=timezone.now())
            Number.objects.filter(account=cast.acme).update(compared_at=None)
        assert (sweeps.compare(), sweeps.compare()) == (1, 0)
        with tenancy.enter(cast.acme.pk):
            cast.acme.refresh_from_db()
        return [alert.text for alert in cast.acme.standing_alerts]

    assert looked_at() == []
    theirs.line.change(sms_url="https://old-desk.example/hook")
    assert looked_at() == [
        f"The provider posts the texts of {cast.number} to another address, so none of them comes here."
    ]
    alice.post(f"/settings/sms/numbers/{cast.number.pk}/webhook/")
    assert looked_at() == []


@pytest.mark.parametrize("path", ["", "webhook/", "health/"])
def test_a1_a_number_of_another_account_is_not_found(cast, alice, path):
    with tenancy.every_account():
        theirs = Number.objects.get(account=cast.globex)
    assert alice.get(f"/settings/sms/numbers/{theirs.pk}/{path}").status_code == 404
    assert alice.post(f"/settings/sms/numbers/{theirs.pk}/{path or 'default/'}").status_code in (404, 405)


def test_a2_support_may_neither_ask_the_provider_nor_change_a_number(cast, sign_in):
    bob = sign_in(cast.bob)
    assert bob.get("/settings/sms/provider/").status_code == 403
    assert bob.post(f"/settings/sms/numbers/{cast.number.pk}/webhook/").status_code == 403
