"""Whether everybody can use a page as it stands: axe-core's rules for WCAG 2.2 AA in both themes, and nothing cut off."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect

SCRIPT = (Path(__file__).resolve().parents[1] / "vendor" / "axe.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = [(1440, 900), (390, 844)]
NARROWEST = (320, 640)  # WCAG 1.4.10: nothing scrolls sideways, except what needs two dimensions
AXE = """async ([within, only]) => {
    await new Promise(requestAnimationFrame); // the theme is painted
    const options = {runOnly: only, resultTypes: ["violations"], selectors: false}; // to name a place costs a third more
    const {violations} = await axe.run(document.querySelector(within), options);
    return violations.flatMap(({id, nodes}) => nodes.map(({html, failureSummary}) => `${id}: ${html.slice(0, 160)}: ${failureSummary}`));
}"""
CUT_OFF = """() => {
    const apart = ".tabs, pre, code, .visually-hidden, .skip";
    const shown = [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility() && !one.closest(apart));
    const scrolls = (one) => one.scrollWidth > one.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(one).overflowX);
    const outside = ({left, right}) => left < -1 || right > innerWidth + 1;
    const controls = shown.filter((one) => one.matches("a, button, input, select, textarea, summary"));
    const found = [...shown.filter(scrolls), ...controls.filter((one) => outside(one.getBoundingClientRect()))];
    return found.map((one) => `cut off or scrolling sideways: ${one.cloneNode().outerHTML.slice(0, 160)}`);
}"""


def faults(page: Page, within: str = "html") -> list[str]:
    """What is wrong at the present size. The dark theme can only add faults of colour."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    colours = {"type": "rule", "values": ["color-contrast"]}
    found = []
    for theme, only in (("light", {"type": "tag", "values": TAGS}), ("dark", colours)):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        found += [f"{theme}: {fault}" for fault in page.evaluate(AXE, [within, only])]
    found += page.evaluate(CUT_OFF)
    return [f"{page.url} at {page.viewport_size['width']} px, {fault}" for fault in found]


def faults_at_all_sizes(page: Page) -> list[str]:
    found = []
    for size in SIZES:
        resize(page, size)
        found += faults(page)
    resize(page, NARROWEST)
    return found + [f"{page.url} at 320 px, {fault}" for fault in page.evaluate(CUT_OFF)]


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


def opened(
    page: Page, button: str = ":is([popovertarget], [command=show-modal], [data-palette]):visible"
) -> Iterator[str]:
    """Opens whatever the page's buttons open, one after the other; gives where it stands."""
    place = ":popover-open, dialog[open]"
    for number in range(page.locator(button).count()):
        page.locator(button).nth(number).click()
        expect(page.locator(place).first).to_be_visible()
        expect(page.locator(".htmx-request")).to_have_count(0)
        yield place
        page.keyboard.press("Escape")
        expect(page.locator(place)).to_have_count(0)
