"""The look keeps its promises (ui.md): contrast of the tokens in light and dark (B9), the weight of a first load (P13),
nothing that the strict CSP would refuse, nothing vendored without its licence and hash."""

import gzip
import hashlib
import math
import re
from pathlib import Path

import pytest

from helpdesk.static_storage import SHEETS
from inbox.models.tag import Colour

ROOT = Path(__file__).resolve().parents[2]
STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"
PAIR = re.compile(
    r"(--color-[\w-]+):\s*(?:light-dark\((oklch\([^)]*\)),\s*(oklch\([^)]*\))\)|(oklch\([^)]*\)));"
)

# What is written on what. Text needs 4.5 : 1 (WCAG 2.2 AA), the edge of a field 3 : 1.
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "ink-faint") for ground in ("canvas", "surface", "raised", "sunken", "hover")),
    *(("ink", ground) for ground in ("selected", "bubble-in", "bubble-out", "negative-soft")),
    *(("ink-soft", ground) for ground in ("selected",)),
    *(("ink-faint", ground) for ground in ("selected",)),
    *(("link", ground) for ground in ("canvas", "surface", "raised", "sunken", "selected")),
    *(("negative", ground) for ground in ("surface", "raised", "negative-soft")),
    *(("positive", ground) for ground in ("surface", "positive-soft")),
    *(("caution", ground) for ground in ("surface", "caution-soft")),
    *((colour, f"{colour}-soft") for colour in Colour.values),
    *((ink, "caution-soft") for ink in ("ink", "ink-soft")),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-badge", "badge"),
]  # fmt: skip
EDGES = [("field-line", ground) for ground in ("surface", "raised")] + [
    ("accent", "surface"),
    ("accent", "canvas"),
    ("online", "canvas"),
    ("online", "raised"),
]


def luminance(colour: str) -> float:
    """Relative luminance of `oklch(L% C H)`, by the published OKLab matrices, clipped to sRGB."""
    lightness, chroma, hue = (float(part.rstrip("%")) for part in colour[6:-1].split("/")[0].split())
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    lightness /= 100
    l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3  # noqa: E741  the formula's own letters
    m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s
    green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s
    blue = -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
    red, green, blue = (min(max(channel, 0), 1) for channel in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def tokens(scheme: int) -> dict[str, str]:
    text = (STATIC / "css" / "tokens.css").read_text()
    return {name.removeprefix("--color-"): both or pair[scheme] for name, *pair, both in PAIR.findall(text)}


def compressed(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_the_contrast_formula_knows_black_on_white():
    assert contrast("oklch(100% 0 0)", "oklch(0% 0 0)") == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_is_readable_on_every_ground_b9(scheme):
    colours = tokens(scheme)
    poor = {
        f"{ink} on {ground}": ratio
        for ink, ground in TEXT
        if (ratio := contrast(colours[ink], colours[ground])) < 4.5
    }
    assert not poor


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_the_edges_of_fields_and_the_focus_ring_are_visible_b9(scheme):
    colours = tokens(scheme)
    poor = {
        f"{edge} on {ground}": ratio
        for edge, ground in EDGES
        if (ratio := contrast(colours[edge], colours[ground])) < 3
    }
    assert not poor


def test_every_style_sheet_is_linked_once_and_the_layers_come_first():
    named = [sheet for sheets in SHEETS.values() for sheet in sheets]
    assert sorted(named) == sorted(f"css/{path.name}" for path in (STATIC / "css").glob("*.css"))
    assert SHEETS["all"][0] == "css/layers.css"


# Fetched when their popover is first opened (menus.js), or when a text first needs it (segment-counter.js).
ON_OPENING = {
    "emoji-picker.js",
    "emoji.js",
    "coupon-picker.js",
    "stand-ins.js",
    "text-hints.js",
    "transliteration.js",
}


def test_the_desks_assets_leave_room_for_its_page_p13():
    """First load ≤ 100 KB compressed; the page itself has its own limit of 25 KB. The sheets are served as one."""
    css = b"".join((STATIC / sheet).read_bytes() for sheet in SHEETS["all"])
    templates = "".join(
        (TEMPLATES / name).read_text() for name in ("base.html", "app.html", "inbox/desk.html")
    )
    named = re.findall(r'{% (?:modules|import_map) "([^"]+)" %}|"js/([\w-]+)\.js"', templates)
    names = {f"{name}.js" for each in named for name in " ".join(each).split()} | {"live-worker.js"}
    assert len(names) > 40
    js = (STATIC / "js" / name for name in names - ON_OPENING)
    vendored = (STATIC / "vendor" / name for name in ("htmx.js", "lucide.svg"))
    assert len(gzip.compress(css, 9)) + compressed(*js, *vendored) <= 75_000


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_a_template_holds_nothing_that_the_csp_refuses(path):
    """No style attribute, no inline handler, nothing that htmx would evaluate, no script or style without its nonce."""
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=|\son\w+\s*=|hx-on|[\"']js:|<style", text)
    assert not re.search(r"hx-trigger=\"[^\"]*\[", text)
    for tag in re.findall(r"<script[^>]*>", text):
        assert "src=" in tag or 'nonce="{{ request.csp_nonce }}"' in tag


@pytest.mark.parametrize("folder", ["static/vendor", "tests/vendor"])
def test_vendored_files_are_what_their_list_says_with_a_licence_beside_them(folder):
    vendor = ROOT / folder
    rows = re.findall(
        r"^\| (\S+) \| ([^|]+) \|.*`([0-9a-f]{64})` \|$", (vendor / "VENDOR.md").read_text(), re.M
    )
    listed = {name: digest for name, _, digest in rows}
    present = {path.name for path in vendor.iterdir()} - {"VENDOR.md"}
    assert set(listed) == present
    for name, digest in listed.items():
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == digest
        assert (vendor / f"{name.rsplit('.')[0]}.LICENSE").exists()


def test_every_icon_that_is_asked_for_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "vendor/lucide.svg").read_text()))
    asked = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'{% icon "([\w-]+)" %}', path.read_text())
    }
    assert asked <= sprite
