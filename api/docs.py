"""The API's description for people, made from the same document as the one for machines."""

import json
from dataclasses import dataclass, field
from functools import cache
from shlex import quote

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from drf_spectacular.settings import spectacular_settings
from rest_framework.settings import api_settings

from accounts.access import public
from api.problems import CODES
from api.schema import description

JSON = "application/json"
ROOT = spectacular_settings.SCHEMA_PATH_PREFIX
PERIODS = {"s": "second", "m": "minute", "h": "hour", "d": "day"}
NOUNS = ["Tickets", "Messages", "Profiles", "Account"]


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
        "first_call": _curl(f"{ROOT}/account/", "GET", {}),
        "rate": _rate(),
    }
    return render(request, "api/docs.html", context)


def _rate() -> str:
    calls, _, period = str(api_settings.DEFAULT_THROTTLE_RATES["key"]).partition("/")
    return f"{calls} calls a {PERIODS[period[0]]}"


def marked(text: str) -> SafeString:
    """The one bit of Markdown that descriptions use: `code`."""
    parts = text.split("`")
    return format_html_join(
        "",
        "{}",
        ((format_html("<code>{}</code>", part) if at % 2 else part,) for at, part in enumerate(parts)),
    )


@dataclass(frozen=True)
class Field:
    name: str
    type: str
    note: SafeString
    required: bool = False


@dataclass(frozen=True)
class Call:
    id: str
    method: str
    path: str
    summary: str
    text: SafeString
    parameters: list[Field]
    body: list[Field]
    answer: list[Field]
    codes: list[str]
    curl: str


@dataclass
class Noun:
    name: str
    calls: list[Call] = field(default_factory=list)


@cache
def nouns() -> list[Noun]:
    found = {name: Noun(name) for name in NOUNS}
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            found[operation["tags"][0]].calls.append(_call(path, method.upper(), operation))
    return list(found.values())


def _call(path: str, method: str, operation: dict) -> Call:
    body = operation.get("requestBody", {}).get("content", {}).get(JSON, {})
    answers = operation["responses"]
    answer = next((answers[code] for code in ("200", "201") if code in answers), {})
    return Call(
        id=operation["operationId"],
        method=method,
        path=path,
        summary=operation["summary"],
        text=marked(operation.get("description", "")),
        parameters=[_parameter(parameter) for parameter in operation.get("parameters", [])],
        body=_fields(body.get("schema", {}), writable=True),
        answer=_fields(answer.get("content", {}).get(JSON, {}).get("schema", {})),
        codes=list(answers),
        curl=_curl(path, method, body),
    )


def _parameter(parameter: dict) -> Field:
    where = "" if parameter["in"] == "query" else f"In the {parameter['in']}. "
    note = where + parameter.get("description", "")
    return Field(
        parameter["name"], _type(parameter["schema"]), marked(note), parameter.get("required", False)
    )


def _fields(schema: dict, writable: bool = False) -> list[Field]:
    """The members of an object; of a list, those of what it lists."""
    schema = _resolved(schema)
    members = schema.get("properties", {})
    if "results" in members:
        return _fields(members["results"]["items"])
    required = schema.get("required", []) if writable else []
    return [
        Field(name, _type(member), marked(member.get("description", "")), name in required)
        for name, member in members.items()
        if not (writable and member.get("readOnly"))
    ]


def _resolved(schema: dict) -> dict:
    """The component that a reference names."""
    for part in [schema, *schema.get("allOf", []), *schema.get("oneOf", [])]:
        if "$ref" in part:
            return description()["components"]["schemas"][part["$ref"].rpartition("/")[2]]
    return schema


def _type(schema: dict) -> str:
    """In a word or two, as a reader would say it."""
    full = _resolved(schema)
    if "enum" in full:
        return " | ".join(str(value) for value in full["enum"] if value is not None)
    if full.get("type") == "array":
        return f"list of {_type(full['items'])}"
    name = {"date-time": "time", "uuid": "UUID", "email": "e-mail", "uri": "address"}.get(
        full.get("format", "")
    )
    return (name or full.get("type", "object")) + (" or null" if schema.get("nullable") else "")


def _curl(path: str, method: str, body: dict) -> str:
    address = description()["servers"][0]["url"] + path.replace("{", "<").replace("}", ">")
    lines = [
        f"curl {'' if method == 'GET' else f'-X {method} '}'{address}'",
        '  -H "Authorization: Bearer $KEY"',
    ]
    if examples := body.get("examples"):
        value = json.dumps(next(iter(examples.values()))["value"], ensure_ascii=False)
        lines += [f"  -H 'Content-Type: {JSON}'", f"  -d {quote(value)}"]
    return " \\\n".join(lines)
