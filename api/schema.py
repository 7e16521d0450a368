"""The OpenAPI description, made from the code: a docstring's first line is the summary, the rest the description."""

from functools import cache
from inspect import cleandoc

from django.conf import settings
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from api.problems import CONTENT_TYPE, Problem

PROBLEMS = {
    "400": "The input is not right.",
    "401": "No key, or not a live one.",
    "403": "The key may only read.",
    "404": "Not in this account.",
    "409": "Not as things stand; `code` says why.",
    "429": "Too many calls with this key.",
}


class ApiSchema(AutoSchema):
    def get_tags(self):
        return [self.view.noun]

    def get_summary(self):
        return self._words()[0]

    def get_description(self):
        return self._words()[1]

    def _words(self) -> tuple[str, str]:
        action = getattr(self.view, self.view.action)
        summary, _, rest = cleandoc(action.__doc__ or "").partition("\n")
        return summary.rstrip("."), " ".join(rest.split())

    def get_override_parameters(self):
        filters = self.view.filters
        return [filters, *filters.parameters()] if self.view.action == "list" else []

    def _is_list_view(self, serializer=None):
        return self.view.action == "list"

    def get_operation(self, *args, **kwargs):
        operation = super().get_operation(*args, **kwargs)
        assert operation is not None, "no action is left out"
        body = {CONTENT_TYPE: {"schema": self.resolve_serializer(Problem, "response").ref}}
        for code in self._problems(operation):
            operation["responses"].setdefault(code, {"description": PROBLEMS[code], "content": body})
        return operation

    def _problems(self, operation) -> list[str]:
        writes = self.method not in ("GET", "HEAD")
        takes_input = "requestBody" in operation or self.view.action == "list"
        may_conflict = self.view.action in getattr(self.view, "conflicts", ())
        asked = {"400": takes_input, "403": writes, "404": "{" in self.path, "409": may_conflict}
        return [code for code in PROBLEMS if asked.get(code, True)]


@cache
def description() -> dict:
    """The whole API as an OpenAPI 3 document."""
    document = SchemaGenerator(urlconf=settings.ROOT_URLCONF).get_schema(request=None, public=True)
    document["servers"] = [{"url": settings.PUBLIC_BASE_URL}]
    return document
