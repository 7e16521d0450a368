"""The inbox's own filters and orders (B4, B5), as the API takes and documents them."""

from django_filters import ChoiceFilter, MultipleChoiceFilter
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from api.pagination import Filters
from inbox import search
from inbox.filters import AssigneeFilter, TicketFilter
from inbox.sorting import SORTS, NoCursor


class AskedTickets(TicketFilter):
    """A key is nobody, so it has no `me`, and is never mentioned."""

    mentions = None

    assignee = AssigneeFilter(
        choices=[("none", "Nobody")],
        help_text="A member's id, or `none` for tickets that are nobody's.",
        method="by_assignee",
    )


class TicketFilters(Filters):
    before = None
    sort = serializers.ChoiceField(list(SORTS), default="newest")
    after = serializers.CharField(max_length=100, required=False, help_text="Where to go on; see `next`.")

    @property
    def names(self):
        return {*self.fields, *AskedTickets.base_filters}

    @classmethod
    def parameters(cls):
        return [_parameter(name, each) for name, each in AskedTickets.base_filters.items()]

    def validate(self, asked):
        request = self.context["request"]
        self.narrowed = AskedTickets(request.query_params, request=request)
        if self.narrowed.errors:
            raise serializers.ValidationError(self.narrowed.errors)
        self.sort = SORTS[asked["sort"]]
        try:
            self.sort.read(asked["after"]) if "after" in asked else None
        except NoCursor:
            raise serializers.ValidationError(
                {"after": ["Take it from `next`, with the same sort."]}
            ) from None
        return asked

    def apply(self, tickets):
        return self.narrowed.filter_queryset(tickets)

    def placed(self, tickets, key):
        tickets = self.sort.page(tickets, self.validated_data.get("after", ""))
        said = self.narrowed.form.cleaned_data["q"]
        return tickets.filter(pk__in=self._found(tickets, said)) if said else tickets

    def _found(self, tickets, said: str) -> list[int]:
        most = self.validated_data["page_size"] + 1
        try:
            return search.find(tickets, self.context["request"].account, said, most, similar=False).ids
        except search.TooSlow:
            raise serializers.ValidationError(
                {"q": ["This takes too long. Add a word or a filter."]}
            ) from None

    def onward(self, ticket, key):
        return {"after": self.sort.cursor(ticket)}


def _parameter(name: str, each) -> OpenApiParameter:
    closed = type(each) in (ChoiceFilter, MultipleChoiceFilter)
    return OpenApiParameter(
        name,
        int if name == "profile" else str,
        description=each.extra.get("help_text", ""),
        enum=[str(key) for key, _ in each.field.choices if key] if closed else None,
        many=isinstance(each, MultipleChoiceFilter),
    )
