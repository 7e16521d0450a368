"""E1: connecting a number, its webhook address, its token, its end; checked with the carrier over real HTTP."""

import pytest

from accounts import tenancy
from sms.models import Number
from tests.carrier import free_port, new_number
from tests.pages import field_error, words
from tests.sms.payloads import inbound, post


@pytest.fixture
def theirs(carrier, settings):
    """An account with the carrier, which has numbers of its own."""
    settings.TWILIO_BASE_URL = carrier.base_url
    return carrier.account("Acme")


@pytest.fixture
def form(theirs):
    return {
        "number": new_number(),
        "account_sid": theirs.sid,
        "auth_token": theirs.token,
        "messaging_service_sid": "",
        "compliance_by": "helpdesk",
    }


@pytest.fixture
def alice(cast, sign_in):
    return sign_in(cast.alice)


@pytest.fixture
def connect(alice, form):
    return lambda **changes: alice.post("/settings/sms/numbers/", form | changes)


def numbers(cast) -> list[str]:
    with tenancy.enter(cast.acme.pk):
        return list(Number.objects.connected().exclude(pk=cast.number.pk).values_list("number", flat=True))


def again(cast, number) -> Number:
    with tenancy.enter(cast.acme.pk):
        return Number.objects.get(pk=number.pk)


def test_e1_a_number_is_connected_and_its_address_is_shown_to_copy(cast, alice, connect, form, settings):
    assert connect().status_code == 302
    assert numbers(cast) == [form["number"]]
    with tenancy.enter(cast.acme.pk):
        number = Number.objects.get(number=form["number"])
    address = f"{settings.PUBLIC_BASE_URL}/hooks/twilio/{number.route}/inbound/#rc=5&rp=all"
    page = alice.get("/settings/sms/").content.decode()
    assert address.replace("&", "&amp;") in page
    assert form["auth_token"] not in page
    assert len(number.route) >= 20


def test_e1_it_receives_from_then_on(cast, client, connect, form, theirs):
    connect()
    with tenancy.enter(cast.acme.pk):
        number = Number.objects.get(number=form["number"])
    text = inbound(AccountSid=theirs.sid, To=form["number"])
    assert post(client, number, text).status_code == 200
    with tenancy.enter(cast.acme.pk):
        assert cast.acme.tickets.get(profile__phone=text["From"]).preview == "Where is my parcel?"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("+1 (503) 555-7001", "+15035557001"), (" +44 20 7946 0958 ", "+442079460958"), ("72345", "72345")],
)
def test_e1_a_number_may_be_typed_as_people_write_it(cast, connect, typed, kept):
    assert connect(number=typed).status_code == 302
    assert numbers(cast) == [kept]


@pytest.mark.parametrize("name", ["ACME", "Acme Shop", "1800FLOWERS", "Ünïcode", "МАГАЗИН"])
def test_e1_a_sender_name_is_refused_and_the_form_says_why(cast, connect, name):
    answer = connect(number=name)
    assert answer.status_code == 422
    assert "A sender name can't be connected: people can't answer it" in field_error(answer, "number")
    assert numbers(cast) == []


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("number", "", "required"),
        ("number", "503 555 0100", "country code"),
        ("number", "+1503", "digits"),
        ("number", "12", "country code"),
        ("account_sid", "", "required"),
        ("account_sid", "SK" + "a" * 32, "An Account SID is AC"),
        ("account_sid", "AC" + "z" * 32, "An Account SID is AC"),
        ("account_sid", "AC" + "a" * 31 + "/", "An Account SID is AC"),
        ("auth_token", "", "required"),
        ("compliance_by", "nobody", "valid choice"),
    ],
)
def test_e1_what_is_wrong_is_said_beside_the_field(cast, connect, field, value, reason):
    answer = connect(**{field: value})
    assert answer.status_code == 422
    assert reason in field_error(answer, field)
    assert numbers(cast) == []


def test_e1_a_wrong_token_is_found_out_with_the_provider(cast, connect):
    answer = connect(auth_token="wrong")
    assert answer.status_code == 422
    assert "The provider does not know this account id with this token." in words(answer.content)
    assert b"wrong" not in answer.content.replace(b"went wrong", b"")
    assert numbers(cast) == []


def test_e1_an_unknown_account_id_likewise(cast, connect):
    answer = connect(account_sid="AC" + "0" * 32)
    assert "The provider does not know this account id" in words(answer.content)
    assert numbers(cast) == []


def test_e1_a_provider_that_can_not_be_reached_is_told_and_what_was_typed_stays(
    cast, connect, form, settings
):
    settings.TWILIO_BASE_URL = f"http://127.0.0.1:{free_port()}"
    answer = connect()
    assert answer.status_code == 422
    assert "The provider can't be reached to check this. Try again in a minute." in words(answer.content)
    assert f'value="{form["number"]}"' in answer.content.decode()
    assert numbers(cast) == []


def test_e1_the_same_number_twice_is_refused(cast, connect, form):
    connect()
    answer = connect()
    assert answer.status_code == 422
    assert "This number is connected already." in field_error(answer, "number")
    assert numbers(cast) == [form["number"]]


def test_e1_a_number_that_another_account_has_connected_is_refused_without_saying_whose(
    cast, connect, form, theirs
):
    """One webhook address per number: the provider would tell only one of the two."""
    with tenancy.enter(cast.globex.pk):
        Number.connect(cast.globex, number=form["number"], account_sid=theirs.sid, auth_token=theirs.token)
    answer = connect()
    assert answer.status_code == 422
    assert field_error(answer, "number")
    assert b"Globex" not in answer.content


def test_e1_a_disconnected_number_stays_in_its_conversations_and_can_come_back(
    cast, alice, connect, form, client
):
    connect()
    with tenancy.enter(cast.acme.pk):
        number = Number.objects.get(number=form["number"])
    answer = alice.post(f"/settings/sms/numbers/{number.pk}/", {"_method": "DELETE"}, follow=True)
    assert "is disconnected. Its conversations stay." in words(answer.content)
    assert numbers(cast) == []
    assert post(client, number, inbound(AccountSid=number.account_sid, To=number.number)).status_code == 403
    assert alice.delete(f"/settings/sms/numbers/{number.pk}/").status_code == 404
    assert connect().status_code == 302
    with tenancy.enter(cast.acme.pk):
        assert Number.objects.connected().get(number=form["number"]).route != number.route


def test_e13_a_rotated_token_is_checked_and_the_one_before_still_believed(
    cast, alice, connect, form, theirs, client
):
    connect()
    with tenancy.enter(cast.acme.pk):
        number = Number.objects.get(number=form["number"])
    old = theirs.token
    new = theirs.rotate_token()
    answer = alice.post(f"/settings/sms/numbers/{number.pk}/token/", {"auth_token": "guess"})
    assert answer.status_code == 422
    assert "The provider does not know this account id" in words(answer.content)
    assert (
        alice.post(f"/settings/sms/numbers/{number.pk}/token/", {"auth_token": f" {new} "}).status_code == 302
    )
    rotated = again(cast, number)
    assert rotated.tokens == [new, old]
    for n, token in enumerate((new, old)):
        number.auth_token = token
        text = inbound(AccountSid=theirs.sid, To=form["number"], MessageSid=f"SM{n:032}")
        assert post(client, number, text).status_code == 200


def test_e13_a_rotation_to_the_same_token_keeps_the_one_before(cast, alice, connect, form, theirs):
    """Pressed twice: the token under which webhooks are still on their way must not be forgotten."""
    connect()
    with tenancy.enter(cast.acme.pk):
        number = Number.objects.get(number=form["number"])
    old, new = theirs.token, theirs.rotate_token()
    for _ in range(2):
        alice.post(f"/settings/sms/numbers/{number.pk}/token/", {"auth_token": new})
    assert again(cast, number).tokens == [new, old]


@pytest.mark.parametrize("token", ["", "   "])
def test_e1_an_empty_token_is_refused(cast, alice, theirs, token):
    answer = alice.post(f"/settings/sms/numbers/{cast.number.pk}/token/", {"auth_token": token})
    assert answer.status_code == 422
    assert "required" in words(answer.content)


def test_e3_who_answers_stop_is_a_setting_of_the_number(cast, alice):
    path = f"/settings/sms/numbers/{cast.number.pk}/compliance/"
    assert alice.post(path, {"compliance_by": "provider"}).status_code == 302
    assert again(cast, cast.number).compliance_by == "provider"
    alice.post(path, {"compliance_by": "nobody"})
    assert again(cast, cast.number).compliance_by == "provider"


@pytest.mark.parametrize("path", ["", "token/", "compliance/"])
def test_a1_a_number_of_another_account_is_not_found(cast, alice, path):
    with tenancy.every_account():
        theirs = Number.objects.get(account=cast.globex)
    call = alice.post if path else alice.delete
    assert (
        call(
            f"/settings/sms/numbers/{theirs.pk}/{path}", {"auth_token": "x", "compliance_by": "provider"}
        ).status_code
        == 404
    )
    with tenancy.every_account():
        theirs.refresh_from_db()
        assert (theirs.disconnected_at, theirs.compliance_by) == (None, "helpdesk")


def test_e1_whoever_may_not_connect_sees_the_numbers_only(cast, sign_in):
    page = words(sign_in(cast.bob).get("/settings/sms/").content)
    assert "(503) 555-0100" in page
    assert "Connect a number" not in page
    assert "Disconnect" not in page


def test_e1_an_account_without_a_number_is_told_what_that_means(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        cast.number.disconnect()
    assert "No number is connected yet." in words(sign_in(cast.alice).get("/settings/sms/").content)


def test_e13_refused_webhooks_are_told_beside_the_number(cast, alice, client):
    assert "Waiting for the first text" in words(alice.get("/settings/sms/").content)
    post(client, cast.number, inbound(), signature="forged")
    assert "1 webhooks were refused in the last day: signature does not match" in words(
        alice.get("/settings/sms/").content
    )
