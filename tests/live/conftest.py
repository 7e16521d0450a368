"""Browsers on the running product. Every test fails on a console error, a script's exception or a CSP violation."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import expect

from profiles.models import Profile
from tests.brand import Brand
from tests.live.desk import Desk
from tests.stack import Stack

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def running_stack(carrier_process, django_db_setup):
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    stack = Stack(carrier_process.base_url, url.geturl())
    stack.start()
    yield stack
    stack.stop()


@pytest.fixture
def house(stack) -> Brand:
    """An account of this test's own on the running product."""
    return stack.account()


@pytest.fixture
def person(house):
    """`person("Paula")`: the phone of somebody who has given consent; `consent=False`: of somebody who has not."""

    def make(name="Paula", consent=True, of=None):
        brand = of or house
        phone = brand.phone(name)
        with brand.inside():
            profile = Profile.objects.create(account=brand.account, phone=phone.number, first_name=name)
            if consent:
                profile.give_consent("marketing", "Sign-up form")
        phone.say = lambda words, **more: phone.text(words, to=brand.address, **more)
        return phone

    return make


@pytest.fixture
def desk(browser, house) -> Iterator:
    """`desk("alice")`: a browser of her own, signed in, on the desk; options are the browser context's."""
    made: list[Desk] = []

    def make(who="alice", path="/inbox/unassigned/", of=None, **options) -> Desk:
        brand = of or house
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}} | options)
        context.add_cookies([session(brand, who)])
        made.append(Desk(context.new_page(), brand))
        return made[-1].open(path) if path else made[-1]

    yield make
    faults = [fault for one in made for fault in one.faults]
    for one in made:
        one.page.context.close()
    assert not faults, "the browser's console: " + "\n".join(faults)


def session(brand: Brand, who: str) -> dict[str, str]:
    """The cookie that signing in gives (signing in by the form is for the tests of that)."""
    client = Client()
    client.force_login(getattr(brand, who))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": brand.base_url}
