"""The OpenAPI document as the page for people shows it: nouns, their calls, and the fields of those."""

import json
from dataclasses import dataclass, field
from functools import cache
from shlex import quote

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from api.schema import description

JSON, FORM = "application/json", "multipart/form-data"
NOUNS = [
    "Tickets",
    "Bulk actions",
    "Automations",
    "Campaigns",
    "Messages",
    "Notes",
    "Tags",
    "Views",
    "Macros",
    "Coupons",
    "Flows",
    "Automations",
    "Profiles",
    "Events",
    "Segments",
    "Sources",
    "Notifications",
    "Usage",
    "Account",
]


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
    content = operation.get("requestBody", {}).get("content", {})
    body = content.get(JSON) or content.get(FORM, {})
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
        curl=curl(path, method, body),
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
        Field(name, _type(member), _note(member), name in required)
        for name, member in members.items()
        if not (writable and member.get("readOnly"))
    ]


def _note(schema: dict) -> SafeString:
    """What the field is, and of an object what is in it."""
    inner = _resolved(schema.get("items", schema)).get("properties", {})
    parts = [schema.get("description", ""), inner and f"With {', '.join(f'`{name}`' for name in inner)}."]
    return marked(" ".join(filter(None, parts)))


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
    name = {"date-time": "time", "uuid": "UUID", "email": "e-mail", "uri": "address", "binary": "file"}.get(
        full.get("format", "")
    )
    return (name or full.get("type", "object")) + (" or null" if schema.get("nullable") else "")


def curl(path: str, method: str, body: dict) -> str:
    address = description()["servers"][0]["url"] + path.replace("{", "<").replace("}", ">")
    lines = [
        f"curl {'' if method == 'GET' else f'-X {method} '}'{address}'",
        '  -H "Authorization: Bearer $KEY"',
    ]
    if examples := body.get("examples"):
        value = json.dumps(next(iter(examples.values()))["value"], ensure_ascii=False)
        lines += [f"  -H 'Content-Type: {JSON}'", f"  -d {quote(value)}"]
    lines += [
        f"  -F {name}=@photo.jpg"
        for name, member in _resolved(body.get("schema", {})).get("properties", {}).items()
        if member.get("format") == "binary"
    ]
    return " \\\n".join(lines)
