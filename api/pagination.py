"""Lists: newest first by a key that never changes, so no row is missed or shown twice while others are added."""

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

MAX_ID = 2**63 - 1


class Filters(serializers.Serializer):
    """What may stand after the ? of a list. A name that is not known is refused: a slip in it would show everything."""

    page_size = serializers.IntegerField(
        min_value=1, max_value=100, default=50, help_text="How many at most."
    )
    before = serializers.IntegerField(
        min_value=1, max_value=MAX_ID, required=False, help_text="Only those that are older; see `next`."
    )

    @classmethod
    def read(cls, request) -> "Filters":
        """Raises ValidationError."""
        # A plain dict: to a form's data, a switch that is not there would mean false.
        filters = cls(data=request.query_params.dict(), context={"request": request})
        if unknown := set(filters.initial_data) - filters.names:
            raise serializers.ValidationError(
                {name: ["This list has no such filter."] for name in sorted(unknown)}
            )
        filters.is_valid(raise_exception=True)
        return filters

    @property
    def names(self) -> set[str]:
        return set(self.fields)

    @classmethod
    def parameters(cls) -> list[OpenApiParameter]:
        """Those of the names that are no fields here."""
        return []

    def apply(self, rows: QuerySet) -> QuerySet:
        return rows

    def placed(self, rows: QuerySet, key: str) -> QuerySet:
        """In their order, from where the page before ended."""
        rows = rows.order_by(f"-{key}")
        before = self.validated_data.get("before")
        return rows.filter(**{f"{key}__lt": before}) if before else rows

    def onward(self, row, key: str) -> dict[str, str]:
        """What the address of the next page says, when this row ends a page."""
        return {"before": str(getattr(row, key))}


class NewestFirst(BasePagination):
    """`{"next": address or null, "results": […]}`. The view names its `filters` and the key, `newest_by`."""

    def paginate_queryset(self, queryset, request, view=None):
        filters = view.filters.read(request)
        size = filters.validated_data["page_size"]
        page = list(filters.placed(filters.apply(queryset), view.newest_by)[: size + 1])
        self.next = None
        if len(page) > size:
            self.next = request.build_absolute_uri()
            for name, value in filters.onward(page[size - 1], view.newest_by).items():
                self.next = replace_query_param(self.next, name, value)
        return page[:size]

    def get_paginated_response(self, data):
        return Response({"next": self.next, "results": data})

    def get_paginated_response_schema(self, schema):
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {
                "next": {
                    "type": "string",
                    "format": "uri",
                    "nullable": True,
                    "description": "The address of the next page; null on the last.",
                },
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view):
        return []  # ApiSchema reads them from the view's filters
