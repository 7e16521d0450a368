"""The page in a real browser: phones that write and receive, and the console (N2)."""

import re

import pytest
from playwright.sync_api import Page, expect

from sandbox.client import Account, Carrier, Number, Phone
from tests.carrier import sdk
from tests.sandbox.listener import Listener

pytestmark = pytest.mark.browser


@pytest.fixture
def paulas(page: Page, carrier: Carrier, shop: Number, paula: Phone) -> Page:
    page.goto(carrier.base_url)
    # The wall keeps the phones of other tests; each texts the number that is chosen on it.
    phone = page.locator(f"text-phone[data-number='{paula.number}']")
    phone.get_by_role("combobox").select_option(shop.number)
    return page


def test_a_phone_writes_and_receives(
    paulas: Page, acme: Account, shop: Number, paula: Phone, listener: Listener
) -> None:
    phone = paulas.locator(f"text-phone[data-number='{paula.number}']")
    phone.get_by_role("textbox").fill("Where is <b>my</b> parcel?")
    phone.get_by_role("textbox").press("Enter")
    expect(phone.locator(".bubble--mine")).to_have_text("Where is <b>my</b> parcel?")
    acme.carrier.wait_until(lambda: listener.posts)
    sdk(acme).messages.create(to=paula.number, from_=shop.number, body="On its way")
    expect(phone.get_by_text("On its way")).to_be_visible()
    phone.get_by_role("button", name="Text STOP").click()
    acme.carrier.wait_until(lambda: listener.posts[-1].params["Body"] == "STOP")


def test_a_failed_webhook_is_shown_and_sent_again(
    paulas: Page, shop: Number, paula: Phone, listener: Listener
) -> None:
    phone = paulas.locator(f"text-phone[data-number='{paula.number}']")
    listener.answers = [(503, "")]
    paula.text("Hello?", to=shop)
    expect(phone.get_by_text("Webhook answered 503")).to_be_visible()
    phone.get_by_role("button", name="Send again").click()
    expect(phone.get_by_text("Webhook answered 503")).to_be_hidden()
    assert len(listener.posts) == 2


def test_the_console_sets_a_webhook_and_a_fault(page: Page, carrier: Carrier, shop: Number) -> None:
    page.goto(f"{carrier.base_url}/#console")
    number = page.locator("form.number", has_text=re.sub(r"(\+1)(\d{3})(\d{3})", r"\1 \2 \3 ", shop.number))
    number.get_by_label("post it to", exact=False).first.fill("https://help.example.com/in#rc=5&rp=all")
    number.get_by_role("button", name="Save").click()
    expect(number.get_by_role("button", name="Saved")).to_be_visible()
    assert {one.number: one.sms_url for one in carrier.numbers()}[
        shop.number
    ] == "https://help.example.com/in#rc=5&rp=all"
    page.get_by_label("What should go wrong").select_option("drop")
    page.get_by_role("button", name="Make it go wrong").click()
    expect(page.get_by_text("the next text, for everybody")).to_be_visible()
    page.get_by_role("button", name="Clear: Accept the text, then hang up").click()
    expect(page.get_by_text("the next text, for everybody")).to_be_hidden()
