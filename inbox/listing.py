"""A list of tickets as somebody looks at it: a view, what the address asks otherwise, and a page of it by keyset."""

from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.forms import HiddenInput
from django.http import Http404
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from accounts.access import Action
from inbox import rows, saved, sources, standing
from inbox.filters import TicketFilter
from inbox.results import Results, results
from inbox.sorting import SORTS, NoCursor, Sort
from inbox.standing import Filters, View

PAGE = 50


class Page(NamedTuple):
    """`next` is the address of the next page, or ''."""

    rows: list[SafeString]
    next: str
    search: Results


class Listing:
    """A filter in the address takes the place of the view's own; a blank one lifts it: `?status=` shows any status.

    Everything that is known without the database is a plain attribute: fragments of a ticket need no more.
    """

    def __init__(self, request, view: View):
        self.request, self.view = request, view
        self.key, self.label, self.icon = view.key, view.label, view.icon
        self.empty, self.hint = view.empty, view.hint
        self.asked = self._asked(request.GET)

    def _asked(self, address) -> Filters:
        """What the address says, where it differs from the view."""
        found = {}
        for name in TicketFilter.base_filters:
            if name in address and name not in self.view.fixed:
                values = [value for value in address.getlist(name) if value]
                if values != self.view.filters.get(name, []):
                    found[name] = values or [""]
        return found

    @property
    def filters(self) -> Filters:
        both = self.view.filters | self.asked
        return {name: values for name, values in both.items() if values != [""]}

    @property
    def sort(self) -> Sort:
        return SORTS.get(self.request.GET.get("sort", "")) or SORTS[self.view.sort]

    @cached_property
    def narrowed(self) -> TicketFilter:
        """The filters as they are asked for, and what is wrong with them (`errors`)."""
        return self._narrowed(self.filters, only=self.filters | self.asked)

    @cached_property
    def sound(self) -> Filters:
        """The filters that do narrow: in the place of one that makes no sense stands the view's own."""
        own = {name: self.view.filters.get(name, []) for name in self.narrowed.errors}
        return {name: values for name, values in (self.filters | own).items() if values}

    @cached_property
    def tickets(self):
        """What is listed."""
        sound = self._narrowed(self.sound, only=self.sound) if self.narrowed.errors else self.narrowed
        return sound.qs

    def _narrowed(self, filters: Filters, only: Filters | None = None) -> TicketFilter:
        tickets = self.request.account.tickets.all()
        return TicketFilter(MultiValueDict(filters), tickets, request=self.request, only=only)

    @property
    def form(self):
        """What can be chosen in this view, as it is chosen now."""
        form = self._narrowed(self.filters).form
        assignee = form.fields["assignee"]
        team = self.request.account.memberships.who_may(Action.WORK_INBOX).by_name()
        others = [(str(member.pk), str(member)) for member in team if member != self.request.membership]
        assignee.choices = [*assignee.choices, *others]
        form.fields["profile"].widget = form.fields["q"].widget = HiddenInput()
        chosen, said = self.filters.get("attributed_to", []), self.request.GET.get("said", "")
        form.fields["attributed_to"].choices = sources.choices(self.request.account, chosen, said)
        form.fields["tag"].choices = [(str(tag.pk), tag.name) for tag in self.request.account.tags.all()]
        idle = [
            *(["channel"] if len(settings.CHANNELS) < 2 else []),
            *([] if form.fields["tag"].choices else ["tag"]),
            *(
                []
                if form.fields["attributed_to"].choices or "said" in self.request.GET
                else ["attributed_to"]
            ),
        ]
        for name in {*self.view.fixed, *idle}:
            del form.fields[name]
        return form

    @property
    def is_resorted(self) -> bool:
        return self.sort.key != self.view.sort

    @property
    def is_untidy(self) -> bool:
        """Whether the address, as a form makes it, says more than it needs to."""
        address = self.request.GET
        names = (name for name in TicketFilter.base_filters if name in address)
        return "said" in address or any(address.getlist(name) != self.asked.get(name) for name in names)

    @property
    def query(self) -> str:
        """What leads to the same list again, after the view's own address."""
        return self.query_with()

    def query_with(self, sort: str = "", **filters: list[str] | None) -> str:
        """The same with other filters; None: as the view has it."""
        asked: dict = {name: values for name, values in (self.asked | filters).items() if values is not None}
        chosen = sort or self.sort.key
        ordered = {} if chosen == self.view.sort else {"sort": chosen}
        return urlencode(asked | ordered, doseq=True)

    @property
    def url(self) -> str:
        return self.url_with()

    def url_with(self, **changes) -> str:
        return _joined(self.base_url, self.query_with(**changes))

    @property
    def base_url(self) -> str:
        return reverse("inbox:list", args=[self.key])

    @property
    def unsorted_url(self) -> str:
        return self.url_with(sort=self.view.sort)

    @property
    def filters_url(self) -> str:
        return _joined(reverse("inbox:filters", args=[self.key]), self.query)

    @property
    def saving_url(self) -> str:
        return _joined(reverse("inbox:saving", args=[self.key]), self.query)

    @property
    def beside(self) -> str:
        """For the address of a ticket: the list that it was opened from."""
        return "&".join(filter(None, (f"view={self.key}", self.query)))

    @property
    def said(self) -> str:
        """What is searched for, or ''."""
        return " ".join(self.filters.get("q", []))

    @property
    def kept_by_search(self) -> list[tuple[str, str]]:
        """What the search field's form says besides, so that a search combines with the filters and the order."""
        kept = [(name, value) for name, values in self.asked.items() if name != "q" for value in values]
        return [*kept, *([("sort", self.sort.key)] if self.is_resorted else [])]

    def page(self, open_number: int | None = None) -> Page:
        """The tickets after the cursor in the address that the search finds."""
        sort, account = self.sort, self.request.account
        tickets = self._tickets_after(self.request.GET.get("after", ""))
        search = results(tickets, account, self.said, PAGE + 1)
        found = rows.read(search.tickets[: PAGE + 1])
        place = rows.Place(
            reverse("inbox:ticket", args=[0]).removesuffix("0/"),
            f"/?{self.beside}",
            self.request.zone,
            sort,
            account.long_wait_minutes,
        )
        shown = [
            rows.markup(row, place, row.number == open_number, search.snippets.get(row.id, ""))
            for row in found[:PAGE]
        ]
        after = urlencode({"after": sort.cursor(found[PAGE - 1])}) if len(found) > PAGE else ""
        return Page(shown, after and _joined(self.url, after), search)

    def _tickets_after(self, cursor: str):
        try:
            return self.sort.page(self.tickets, cursor)
        except NoCursor:
            raise Http404 from None


def _joined(url: str, query: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def listing_of(request, key: str) -> Listing:
    """Raises Http404 where there is no such view, or it is somebody else's own."""
    view = standing.named(key) or saved.named(request, key)
    if view is None:
        raise Http404
    return Listing(request, view)


def beside(request) -> Listing:
    """The list beside which a ticket is shown; All tickets when somebody deleted the view meanwhile."""
    key = request.GET.get("view", "all")
    is_gone = saved.is_key(key) and not saved.named(request, key)
    return listing_of(request, "all" if is_gone else key)
