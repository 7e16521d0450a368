"""The filters of a list in words, each with the address of the list without it."""

from dataclasses import dataclass

from helpdesk.numbers import whole
from inbox.listing import Listing


@dataclass(frozen=True)
class Chip:
    """`error` says what is wrong with the value; such a filter does not narrow."""

    label: str
    words: str
    without: str
    error: str = ""


def chips(listing: Listing) -> list[Chip]:
    """Those that the address asks for, and those of a saved view that make no sense any more."""
    errors = listing.narrowed.form.errors
    own = {name: values for name, values in listing.filters.items() if name in errors}
    return [
        _chip(listing, name, values, " ".join(errors.get(name, [])))
        for name, values in (own | listing.asked).items()
        if name != "q"  # stands in the search field
    ]


def told(listing: Listing) -> list[Chip]:
    """All that narrow it, the view's own too."""
    return [_chip(listing, name, values) for name, values in listing.sound.items()]


def _chip(listing: Listing, name: str, values: list[str], error: str = "") -> Chip:
    label = listing.narrowed.form.fields[name].label
    without = listing.url_with(**{name: None if name in listing.asked else [""]})
    return Chip(label, ", ".join(_words(listing, name, values)), without, error)


def _words(listing: Listing, name: str, values: list[str]) -> list[str]:
    choices = dict(getattr(listing.narrowed.form.fields[name], "choices", []))
    known = {"": "any"} | {str(value): str(label) for value, label in choices.items() if value}
    if name in BY_ID:
        ids = [number for value in values if value not in known and (number := whole(value))]
        rows = BY_ID[name](listing.request.account).filter(pk__in=ids) if ids else []
        known |= {str(row.pk): str(row) for row in rows}
    return [known.get(value, value) for value in values]


# Whose values are ids: where the names stand.
BY_ID = {
    "attributed_to": lambda account: account.sources.all(),
    "assignee": lambda account: account.memberships.select_related("user"),
    "profile": lambda account: account.profiles.all(),
    "tag": lambda account: account.tags.all(),
}
