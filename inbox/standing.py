"""The views that every account has (B2): each a name for filters, with which its list begins."""

from dataclasses import dataclass, field
from functools import cache

from inbox.channels import backend_for
from inbox.filters import kinds
from inbox.models import SavedView
from inbox.sorting import USUAL

Filters = dict[str, list[str]]


@dataclass(frozen=True)
class View:
    """`fixed` are the filters that make the view what it is; the others can be changed while looking at it. `saved` is
    where somebody made it (saved.py)."""

    key: str
    label: str
    icon: str
    filters: Filters = field(default_factory=dict)
    fixed: tuple[str, ...] = ()
    hotkey: str = ""
    empty: str = "No ticket here"
    hint: str = "What fits this view appears here by itself."
    sort: str = USUAL
    saved: SavedView | None = None

    @property
    def is_shared(self) -> bool:
        return self.saved is not None and self.saved.is_shared


VIEWS = {
    view.key: view
    for view in (
        View(
            "mine",
            "My inbox",
            "inbox",
            {"status": ["open"], "assignee": ["me"]},
            fixed=("assignee",),
            hotkey="g i",
            empty="Nothing waits for you",
            hint="Take a ticket from Unassigned, or enjoy the quiet.",
        ),
        View(
            "unassigned",
            "Unassigned",
            "user-plus",
            {"status": ["open"], "assignee": ["none"]},
            fixed=("assignee",),
            hotkey="g u",
            empty="Everything has an owner",
            hint="New conversations appear here by themselves.",
        ),
        View(
            "all",
            "All tickets",
            "messages-square",
            hotkey="g a",
            empty="No conversations yet",
            hint="When a customer texts your number, the conversation appears here.",
        ),
        View(
            "snoozed",
            "Snoozed",
            "alarm-clock",
            {"status": ["snoozed"]},
            fixed=("status",),
            hotkey="g z",
            empty="Nothing is snoozed",
            hint="A snoozed ticket waits here until its time, or until the customer writes again.",
        ),
        View(
            "mentions",
            "Mentions",
            "at-sign",
            {"mentions": ["me"]},
            fixed=("mentions",),
            hotkey="g m",
            empty="Nobody has called you",
            hint="A ticket comes here when a colleague writes @ and your name in a note on it.",
        ),
    )
}


@cache
def channel_views() -> dict[str, View]:
    """The open tickets of each channel."""
    return {
        f"channel-{kind}": View(
            f"channel-{kind}",
            label,
            backend_for(kind).icon,
            {"status": ["open"], "channel": [kind]},
            fixed=("channel",),
            empty=f"No open ticket from {label}",
            hint="New conversations appear here by themselves.",
        )
        for kind, label in kinds()
    }


def named(key: str) -> View | None:
    return VIEWS.get(key) or channel_views().get(key)
