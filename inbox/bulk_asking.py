"""A bulk action as it is asked for (B6): which tickets are meant, and what the action needs to know."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404

from helpdesk.numbers import whole
from inbox import search, snoozes
from inbox.listing import Listing
from inbox.models import BulkAction, Tag
from inbox.models.bulk_verbs import OFFERED

MOST_CHOSEN = 500
MOST_FOUND = 100_000


def begin(request, listing: Listing) -> BulkAction:
    """What the page's form asks for. Raises ValidationError, and Http404 for what is not of the account."""
    action, _, what = request.POST.get("action", "").partition(" ")
    if action not in OFFERED:
        raise ValidationError("Choose what to do with the tickets.", code="required")
    everything = "all" in request.POST
    tickets = matching(listing) if everything else chosen(request.account, request.POST.getlist("number"))
    details = _details(request, action, what)
    return BulkAction.objects.begin(request.account, action, tickets, request.membership, **details)


def chosen(account, numbers: list[str]):
    """All of these tickets. Raises Http404 where one of them is not the account's: then none is touched."""
    asked = {whole(str(number)) for number in numbers}
    if not asked:
        raise ValidationError("Choose at least one ticket.", code="required")
    if len(asked) > MOST_CHOSEN:
        raise ValidationError(f"Choose at most {MOST_CHOSEN} tickets, or all that match.", code="too_many")
    tickets = account.tickets.filter(number__in=asked - {None})
    if tickets.count() != len(asked):
        raise Http404
    return tickets


def matching(listing: Listing):
    """All tickets that the list would show if one scrolled on."""
    if listing.narrowed.errors:
        raise ValidationError("One of the filters makes no sense. Take it away first.", code="filter")
    return found(listing.sort.page(listing.tickets), listing.request.account, listing.said)


def found(tickets, account, said: str, similar: bool = True):
    """Those of the tickets, in their order, that the text finds; without a text all of them. Raises ValidationError
    where there are too many to find them all."""
    if not said.strip():
        return tickets
    try:
        result = search.find(tickets, account, said, MOST_FOUND, similar)
    except search.TooSlow:
        raise ValidationError("This search takes too long. Add a word.", code="slow") from None
    if result.is_partial or len(result.ids) == MOST_FOUND:
        words = f"Too many tickets say “{said}” to find them all. Add a word or a filter."
        raise ValidationError(words, code="too_many")
    return account.tickets.filter(pk__in=result.ids)


def _details(request, action: str, what: str) -> dict[str, Any]:
    account = request.account
    if action == "snooze":
        return {"until": snoozes.until(what or request.POST.get("until", ""), request.zone)}
    if action == "assign":
        return {
            "member": _one(account.memberships.select_related("user"), what) if what != "nobody" else None
        }
    if action in ("tag", "untag"):
        return {"tag": _one(Tag.objects.filter(account=account), what)}
    return {}


def _one(rows, pk: str):
    found = rows.filter(pk=whole(pk)).first() if whole(pk) else None
    if found is None:
        raise Http404
    return found
