"""What all endpoints share."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import serializers
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api.pagination import Filters
from api.parsing import Json
from api.schema import ApiSchema


class Endpoint(GenericViewSet):
    """Rows are looked up from `request.account`, the account of the key; `request.auth`, the key, is who acts."""

    schema = ApiSchema()
    parser_classes = [Json]
    metadata_class = None  # OPTIONS is answered by the description
    noun = ""
    filters: type[Filters] = Filters
    newest_by = "id"

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        # A form that a middleware has read already would pass for an empty body.
        takes_forms = MultiPartParser in self.parser_classes
        if not takes_forms and (request._request.POST or request._request.FILES):
            raise UnsupportedMediaType(request.content_type)

    def listed(self, rows) -> Response:
        """A page of the rows that the filters leave."""
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def shown(self, row, status: int = 200) -> Response:
        return Response(self.get_serializer(row).data, status)

    def asked(self, form: type[serializers.Serializer]) -> dict:
        """The body as the form understands it. Raises ValidationError."""
        body = form(data=self.request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        return body.validated_data


def endpoint(view: type[Endpoint], **actions: str) -> Callable:
    """The view function, with the policy mark that every view carries: whoever holds a key of the account."""
    function: Any = view.as_view(dict(actions))
    function.policy = "api_key"
    return function


class refused_as:
    """A verb's ValidationError becomes one about the field that brought it about."""

    def __init__(self, field: str):
        self.field = field

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if isinstance(error, DjangoValidationError):
            raise serializers.ValidationError({self.field: error.messages}) from error
