"""The few things that templates say over and over: an icon, a moment, an avatar, the style sheets in their order."""

import json
from datetime import date, datetime
from functools import lru_cache

from django import template
from django.core.files.storage import storages
from django.utils import dateformat, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_text_list

from helpdesk import spans
from helpdesk.static_storage import SHEETS

register = template.Library()


@register.simple_tag
def style_sheets(bundle: str = "all") -> str:
    """The links of a bundle's style sheets: one where they were collected, one per file in development."""
    storage = storages["staticfiles"]
    bundles = getattr(storage, "bundles", None)
    names = [bundles[bundle]] if bundles else SHEETS[bundle]
    return _links('<link rel="stylesheet" href="{}">', storage, *names)


@register.simple_tag
def modules(names: str) -> str:
    """Script tags of the named modules of static/js."""
    paths = (f"js/{name}.js" for name in names.split())
    return _links('<script type="module" src="{}"></script>', storages["staticfiles"], *paths)


@register.simple_tag
def import_map(names: str) -> str:
    """What `import … from "desk/<name>"` means in them."""
    return _import_map(storages["staticfiles"], *names.split())


@register.simple_tag
def icon(name: str) -> str:
    """A picture of static/vendor/lucide.svg (bin/vendor lists them). Never read out: words stand beside it."""
    return _icon(name, storages["staticfiles"])


# The addresses of a storage's files do not change while it lives, and a page has up to a hundred of them.


@lru_cache
def _links(markup: str, storage, *paths: str) -> SafeString:
    return format_html_join("\n", markup, ((storage.url(path),) for path in paths))


@lru_cache
def _import_map(storage, *names: str) -> SafeString:
    imports = {f"desk/{name}": storage.url(f"js/{name}.js") for name in names}
    return mark_safe(json.dumps({"imports": imports}))  # noqa: S308  (names of ours alone)


@lru_cache(512)
def _icon(name: str, storage) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        storage.url("vendor/lucide.svg"),
        name,
    )


@register.simple_tag
def when(at: datetime | date | None, style: str = "relative") -> str:
    """A moment that local-time.js turns into the reader's zone; before that (and without scripts) the exact time.

    Styles: relative ("4m"), ago ("4m ago"), clock ("14:03"), day ("Today", also for a date), full ("12 Mar, 14:03").
    """
    if at is None:
        return ""
    if not isinstance(at, datetime):
        return format_html(
            '<local-time at="{}" format="day">{}</local-time>', at.isoformat(), dateformat.format(at, "j F Y")
        )
    local = timezone.localtime(at)
    words = (
        f"{local:%H:%M}"
        if style == "clock"
        else dateformat.format(local, "j F Y" if style == "day" else "j M, H:i")
    )
    return format_html('<local-time at="{}" format="{}">{}</local-time>', at.isoformat(), style, words)


@register.simple_tag
def waits(since: datetime, long: int) -> str:
    """How long somebody has waited, aging by itself; it stands out from `long` minutes on (B11)."""
    return format_html(
        '<local-time class="wait" at="{}" format="wait" long="{}">waits since {}</local-time>',
        since.isoformat(),
        long,
        dateformat.format(timezone.localtime(since), "j M, H:i"),
    )


@register.filter
def span(minutes: int) -> str:
    """ "3 days"."""
    return spans.told(minutes)


@register.filter
def grouped(number: int) -> str:
    """ "12,480"."""
    return f"{number:,}"


@register.filter
def wall_clock(at: datetime, pattern: str) -> str:
    """The moment as its own zone's clock shows it; Django's `date` would turn it into the zone of the request."""
    return dateformat.format(at, pattern)


@register.simple_tag
def avatar(person, size: str = "") -> str:
    """A profile's or a member's initials on their own colour; a silhouette for somebody known by number only."""
    hue = getattr(person, "hue", None)
    if hue is None:
        hue = (getattr(person, "user_id", None) or getattr(person, "pk", 0) or 0) * 5 % 12
    return format_html(
        '<span class="avatar{}" data-hue="{}" aria-hidden="true">{}</span>',
        f" avatar--{size}" if size else "",
        hue,
        person.initials or icon("user"),
    )


@register.filter
def names(people) -> str:
    """As in “Bob, Dora and Eve”."""
    return get_text_list([str(person) for person in people], "and")


@register.filter
def may(membership, action: str) -> bool:
    """Whether the member's role allows the action (A2), for showing or hiding what leads there."""
    return bool(membership) and membership.may(action)
