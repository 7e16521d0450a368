"""The campaigns and flows that the filter offers: some of maybe thousands, the others by name."""

from collections.abc import Iterable

from helpdesk.numbers import whole
from inbox.models import Source

MOST = 30


def choices(account, chosen: Iterable[str], said: str = "") -> list[tuple[str, str]]:
    """Those that are chosen, then the newest whose name has what is said in it."""
    ids = [number for value in chosen if (number := whole(value))]
    sources = account.sources.causes().order_by("-id")
    kept = list(sources.filter(pk__in=ids)) if ids else []
    found = sources.exclude(pk__in=ids).filter(name__icontains=said.replace("\0", "").strip())[:MOST]
    return [_choice(source) for source in [*kept, *found]]


def _choice(source: Source) -> tuple[str, str]:
    return str(source.pk), source.name
