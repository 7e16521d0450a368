"""E10: at night the composer tells the customer's time, asks before it sends, and can send when their day begins."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from inbox.models import Message

pytestmark = pytest.mark.browser


@pytest.fixture
def paula(person, house):
    """Wrote at one o'clock; it is three now."""
    phone = person(hour=3)
    phone.say("Where is my parcel?")
    with house.inside():
        Message.objects.filter(profile__phone=phone.number).update(
            sent_at=timezone.now() - timedelta(hours=2)
        )
    return phone


def test_e10_at_night_the_agent_is_asked_and_sends_at_eight_their_time(desk, paula):
    alice = desk("alice", "/tickets/1/?view=all")
    alice.forgive("422")
    chip = alice.page.locator("#hours-chip")
    expect(chip).to_contain_text("03:")
    expect(chip).to_have_attribute("title", "By their own time zone, certain")
    alice.write("Good morning, it is on its way")
    expect(alice.button("Send at 08:00 their time")).to_be_visible()
    expect(alice.box).to_have_value("Good morning, it is on its way")
    alice.button("Send at 08:00 their time").click()
    expect(alice.message("Good morning")).to_contain_text("Scheduled for")
    expect(alice.box).to_be_empty()
    expect(alice.button("Send at 08:00 their time")).to_have_count(0)
    alice.write("Or are you awake?")
    alice.page.locator("#composer").get_by_role("button", name="Send now").click()
    expect(alice.delivery("Or are you awake?")).to_have_text("Delivered", timeout=15_000)
    assert paula.received() == ["Or are you awake?"]
