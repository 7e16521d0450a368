"""The API's description, for machines and, made from the same document, for people."""

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.settings import spectacular_settings
from rest_framework.settings import api_settings

from accounts.access import public
from api.calls import curl, marked, nouns
from api.problems import CODES
from api.schema import description

PERIODS = {"s": "second", "m": "minute", "h": "hour", "d": "day"}


@public
@require_safe
def schema(request):
    """OpenAPI 3, as JSON."""
    return JsonResponse(description(), json_dumps_params={"indent": 1})


@public
@require_safe
def docs(request):
    context = {
        "document": description(),
        "nouns": nouns(),
        "codes": {code: marked(words) for code, words in CODES.items()},
        "first_call": curl(f"{spectacular_settings.SCHEMA_PATH_PREFIX}/account/", "GET", {}),
        "rate": _rate(),
    }
    return render(request, "api/docs.html", context)


def _rate() -> str:
    calls, _, period = str(api_settings.DEFAULT_THROTTLE_RATES["key"]).partition("/")
    return f"{calls} calls a {PERIODS[period[0]]}"
