"""What a list shows of a search: the tickets that were found, where they say it, and what there is to tell of it."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.safestring import SafeString

from inbox import search
from inbox.snippets import snippets


@dataclass(frozen=True)
class Results:
    """`news` is blank, or `similar` (nothing fits, these people have similar names), `partial` (only the newest tickets
    were looked at) or `slow` (given up)."""

    tickets: models.QuerySet
    said: str = ""
    news: str = ""
    snippets: dict[int, SafeString] = field(default_factory=dict)


def results(tickets: models.QuerySet, account, said: str, most: int) -> Results:
    """Of these tickets, in their order, the first `most` that the text finds; without a text all of them."""
    said = said.strip()
    if not said:
        return Results(tickets)
    try:
        found = search.find(tickets, account, said, most)
    except search.TooSlow:
        return Results(tickets.none(), said, "slow")
    news = "similar" if found.is_similar and found.ids else "partial" if found.is_partial else ""
    shown = snippets(found.query, found.ids) if found.query and found.ids and not found.is_similar else {}
    return Results(tickets.filter(pk__in=found.ids), said, news, shown)
