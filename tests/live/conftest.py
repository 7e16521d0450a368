"""Browsers on the running product. Every test fails on a console error, a script's exception or a CSP violation."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import expect

from profiles.models import Profile
from tests.brand import Brand
from tests.daytime import zone_at
from tests.live.desk import Desk
from tests.stack import running_stack, stack

__all__ = ["running_stack", "stack"]  # of this package: its sweeper must not be at work in other tests

expect.set_options(timeout=10_000)


@pytest.fixture
def house(stack, settings) -> Brand:
    """An account of this test's own on the running product."""
    return stack.account()


@pytest.fixture
def person(house):
    """`person("Paula")`: the phone of somebody who has given consent; `consent=False`: of somebody who has not. For them it
    is noon, or the given hour of the day (E10)."""

    def make(name="Paula", consent=True, of=None, hour=12):
        brand = of or house
        phone = brand.phone(name)
        with brand.inside():
            profile = Profile.objects.create(
                account=brand.account, phone=phone.number, first_name=name, time_zone=zone_at(hour)
            )
            if consent:
                profile.give_consent("marketing", "Sign-up form")
        phone.say = lambda words, **more: phone.text(words, to=brand.address, **more)
        return phone

    return make


@pytest.fixture
def desk(browser, house) -> Iterator:
    """`desk("alice")`: a browser of her own, signed in, on the desk; options are the browser context's."""
    made: list[Desk] = []

    def make(who="alice", path="/inbox/unassigned/", of=None, base_url="", **options) -> Desk:
        brand = of or house
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}} | options)
        context.add_cookies([session(brand, who)])
        made.append(Desk(context.new_page(), brand, base_url or brand.base_url))
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
    cookie = client.cookies["sessionid"]
    return {"name": cookie.key, "value": cookie.value, "url": brand.base_url}
