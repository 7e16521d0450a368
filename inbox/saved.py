"""Saved views (B3) as the list and the column of views know them."""

from inbox.models import SavedView
from inbox.sorting import SORTS, USUAL
from inbox.standing import View


def views(request) -> dict[str, View]:
    """By their keys, the team's first. Asked for once, as the list and the column both need them."""
    if not hasattr(request, "saved_views"):
        usable = request.account.saved_views.usable_by(request.membership).in_order()
        request.saved_views = {saved.key: as_view(saved) for saved in usable}
    return request.saved_views


def is_key(key: str) -> bool:
    return key.startswith("saved-")


def named(request, key: str) -> View | None:
    return views(request).get(key) if is_key(key) else None


def as_view(saved: SavedView) -> View:
    return View(
        saved.key,
        saved.name,
        "users" if saved.is_shared else "bookmark",
        saved.filters,
        empty=f"Nothing in {saved.name}",
        sort=saved.sort if saved.sort in SORTS else USUAL,
        saved=saved,
    )
