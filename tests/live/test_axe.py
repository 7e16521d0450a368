"""B9: WCAG 2.2 AA. Every page and whatever opens in it, wide and narrow, light and dark, through axe."""

import pytest
from playwright.sync_api import expect

from campaigns.models import Flow, Segment
from tests.campaigns.flowing import WELCOME
from tests.live.axe import SIZES, faults, faults_at_all_sizes, opened, resize

pytestmark = pytest.mark.browser


@pytest.fixture
def alice(desk, person):
    """Her desk with tickets of several kinds; Paula's, answered and tagged, is open."""
    person("Sue").say("Supercalifragilisticexpialidocious" * 4)
    person("Quinn", consent=False).say("Who is this?")
    person("Paula").say("Where is my parcel?")
    alice = desk("alice")
    alice.row("Paula").click()
    expect(alice.message("Where is my parcel?")).to_be_visible()
    alice.tag("A tag whose name is rather long, for a tag")
    alice.write("On its way")
    expect(alice.delivery("On its way")).to_have_text("Delivered")
    return alice


def test_b9_the_pages_before_the_desk(desk):
    alice = desk("alice", path="")
    root, found = alice.base_url, []
    for path in ("/accounts/?all", "/api/v1/docs/", "/sign-out/"):
        found += look(alice.page, root + path)
    alice.page.context.clear_cookies()
    alice.forgive("404")
    for path in ("/sign-in/", "/sign-up/", "/password/reset/", "/password/reset/done/", "/nowhere/"):
        found += look(alice.page, root + path)
    assert not found, "\n".join(found)


def test_b9_lists_their_filters_and_what_a_ticket_shows(alice):
    root, found = alice.brand.url("/inbox/"), []
    for path in ("all/", "snoozed/", "all/?status=closed&assignee=me", "all/filters/"):
        found += look(alice.page, root + path)
    alice.open("/inbox/all/").row("Quinn").click()
    expect(alice.refusal).to_be_visible()
    found += faults_at_all_sizes(alice.page)
    assert not found, "\n".join(found)


def test_b9_a_ticket_and_whatever_opens_on_the_desk(alice):
    found = faults_at_all_sizes(alice.page)
    for size in SIZES:
        resize(alice.page, size)
        for place in opened(alice.page):
            found += faults(alice.page, within=place)
    alice.press("?")
    found += faults(alice.page, within="dialog[open]")
    assert not found, "\n".join(found)


def test_b9_every_page_of_the_settings(alice):
    page = alice.open("/settings/account/").page
    tabs = page.get_by_role("navigation", name="Settings").get_by_role("link").all()
    found = []
    for path in [*(tab.get_attribute("href") for tab in tabs), alice.brand.url("/preferences/")]:
        found += look(page, path if path.startswith("http") else alice.base_url + path)
    assert len(tabs) > 4 and not found, "\n".join(found)


def test_b9_flows_and_segments(desk, house):
    with house.inside():
        flow = Flow.objects.make(house.account, "Welcome", metric="Subscribed", steps=WELCOME)
        rules = {"any": [{"kind": "consent", "how": "marketing"}, {"kind": "consent", "how": "opted_out"}]}
        segment = Segment.objects.make(house.account, "Shops", rules)
    alice, found = desk("alice", path=""), []
    for path in ("/flows/", f"/flows/{flow.pk}/", "/segments/", "/segments/new/", f"/segments/{segment.pk}/"):
        found += look(alice.page, house.url(path))
    assert not found, "\n".join(found)


def look(page, url) -> list[str]:
    """The page with everything unfolded."""
    page.goto(url)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    return faults_at_all_sizes(page)
