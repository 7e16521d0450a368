"""B10, G12: what customers write is shown as they wrote it and never runs; no page breaks the content security policy.

That nothing ran, and that no console complained, is asserted for every browser test (see conftest).
"""

import pytest
from playwright.sync_api import expect

from profiles.models import Profile

pytestmark = pytest.mark.browser
TEXTS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(2)">',
    "{{7*7}} {% debug %} ${7*7}",
    "</template><svg onload=alert(3)>",
    "javascript:alert(4)//",
    '" autofocus onfocus="alert(5)" x="',
    "<b hx-get='/' hx-trigger='load'>x</b>",
    "\u202egnp.exe\u202c",
    "a\u0000b" + "\u200d" * 5 + "é" * 3,
    "https://example.com/<wbr>?q=\"'&amp;",
]
PAGES = ["/inbox/mine/", "/inbox/all/", "/tickets/1/", "/tickets/1/snooze/", "/settings/account/", "/settings/inbox/", "/settings/sms/", "/settings/api-keys/"]  # fmt: skip
OUTSIDE = ["/", "/sign-in/", "/sign-up/", "/password/reset/", "/accounts/", "/api/v1/docs/"]


def test_hostile_texts_are_shown_as_texts(house, desk, person):
    phone = person("<i>Paula</i> {{name}}")
    alice = desk("alice")
    for text in TEXTS:
        phone.say(text)
    alice.row("<i>Paula</i> {{name}}").click()
    for text in TEXTS:
        expect(alice.message(text.replace("\0", "")).first).to_be_visible()
    alice.write('Quoted: <script>alert(6)</script><img src=x onerror="alert(7)">')
    expect(alice.delivery("Quoted:")).to_have_text("Delivered")
    assert alice.page.locator("#entries script, #entries img, #rows i, #entries b").count() == 0
    alice.page.reload()
    expect(alice.message("Quoted: <script>")).to_be_visible()


def test_no_page_of_an_account_breaks_the_policy(house, desk, person):
    person("<b>Paula</b>").say("<script>alert(1)</script>")
    with house.inside():
        Profile.objects.update(city="<svg onload=alert(1)>", country="US")
    alice = desk("alice", path=None)
    for path in PAGES:
        alice.open(path)


def test_no_page_outside_breaks_the_policy(house, desk):
    alice = desk("alice", path=None)
    for path in OUTSIDE:
        answer = alice.page.goto(house.base_url + path)
        policy = answer.headers["content-security-policy"]
        assert (answer.status, "unsafe" in policy) == (200, False), path
        assert "script-src 'self'" in policy
