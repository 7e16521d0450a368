"""The cast of the carrier's tests: an account `acme`, its number `shop`, the phone `paula` and a server that listens."""

from collections.abc import Iterator

import pytest

from sandbox.client import Account, Carrier, Number, Phone
from tests.carrier import new_number
from tests.sandbox.listener import Listener


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as listener:
        yield listener


@pytest.fixture
def acme(carrier: Carrier) -> Iterator[Account]:
    account = carrier.account("Acme")
    yield account
    account.delete()


@pytest.fixture
def shop(acme: Account, listener: Listener) -> Number:
    return acme.number(new_number(), name="Acme shop", sms_url=listener.url("/sms?t=7"))


@pytest.fixture
def paula(carrier: Carrier) -> Phone:
    return carrier.phone(new_number(), "Paula")
