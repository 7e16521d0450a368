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
    form = listing.narrowed.form
    return [
        Chip(
            form.fields[name].label,
            ", ".join(_words(listing, name, values)),
            listing.url_with(**{name: None}),
            " ".join(form.errors.get(name, [])),
        )
        for name, values in listing.asked.items()
        if name != "q"  # stands in the search field
    ]


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
    "assignee": lambda account: account.memberships.select_related("user"),
    "profile": lambda account: account.profiles.all(),
    "tag": lambda account: account.tags.all(),
}
