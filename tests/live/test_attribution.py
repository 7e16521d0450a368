"""F4: a reply bears the campaign's name as it comes in, and the inbox is narrowed to the campaign by typing its name."""

import pytest
from playwright.sync_api import expect

from inbox.models import Message
from tests.campaigns.sends import sent, source
from tests.live.axe import faults_at_all_sizes
from tests.live.test_axe import look

pytestmark = pytest.mark.browser


def test_f4_a_reply_says_why_and_is_found_by_its_campaign(desk, house, person):
    paula, quinn = person("Paula"), person("Quinn")
    quinn.say("Another matter")
    with house.inside():
        campaigns = [source(house.account, f"Campaign {n}") for n in range(31)]
        sale = source(house.account, "Spring sale")
        sent(sale, house.account.profiles.get(phone=paula.number), hours_ago=3)
        campaigns.append(source(house.account, "Later on", "flow"))
    alice = desk("alice")
    paula.say("Yes please")
    alice.row("Paula").click()
    reply = alice.message("Yes please")
    expect(reply).to_be_visible()
    label = alice.page.locator(".message", has_text="Yes please").locator(".message__origin")
    expect(label).to_contain_text("Spring sale")
    expect(label).to_contain_text("because: last message received 3 h before; first reply")

    assert not faults_at_all_sizes(alice.page)

    alice.open("/inbox/all/")
    alice.press("f")
    form = alice.page.locator("#filters")
    form.get_by_label("Find a campaign or flow").fill("campaign 3")
    expect(form.get_by_text("Campaign 30")).to_be_visible()
    expect(form.get_by_text("Spring sale")).to_have_count(0)
    form.get_by_label("Find a campaign or flow").fill("spring")
    form.get_by_role("checkbox", name="Spring sale").check()
    form.get_by_label("Find a campaign or flow").fill("later")
    expect(form.get_by_text("Later on")).to_be_visible()
    expect(form.get_by_role("checkbox", name="Spring sale")).to_be_checked()
    form.get_by_role("button", name="Show the tickets").click()
    expect(alice.page.get_by_text("Reply to: Spring sale")).to_be_visible()
    expect(alice.row("Paula")).to_be_visible()
    expect(alice.row("Quinn")).to_have_count(0)
    assert not look(alice.page, alice.brand.url(f"/campaigns/sources/{sale.pk}/"))
    with house.inside():
        assert Message.objects.filter(attributed_to__isnull=False).count() == 1
