"""Errors as RFC 9457 problems (application/problem+json): `type`, `title`, `status`, `detail`, `code`, and `errors` by
field where the input was wrong. Every error rolls back what the request had written."""

from http import HTTPStatus
from math import ceil

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions, serializers, status
from rest_framework.response import Response

from accounts.access import public
from inbox.channels import OutsideHours, Refusal
from inbox.models import Answered, Taken

CONTENT_TYPE = "application/problem+json"
INVALID = "Some of the input is not right; nothing was changed."
# What the documentation lists; `type` points there.
CODES = {
    "invalid": "Some of the input is not right: `errors` says which field and why.",
    "malformed": "The body is not JSON.",
    "not_authenticated": "There is no API key in the Authorization header.",
    "invalid_key": "The API key is unknown or was revoked.",
    "read_only_key": "The key's scope is to read.",
    "not_found": "There is no such thing in this account.",
    "method_not_allowed": "The address does not take this method.",
    "no_consent": "The person has given no consent to be texted.",
    "blocked": "The person is blocked: nothing can be sent to them.",
    "opted_out": "The person has opted out of texts.",
    "credits_used_up": "This month's credits are used up.",
    "unreachable": "The person's phone gets no texts, as far as is known.",
    "halted": "The provider has stopped the account's texts: an admin must settle that.",
    "no_number": "The account has no texting number connected.",
    "taken": "The ticket is no longer the expected member's: `assignee` is the id of who has it, or null.",
    "answered": "A colleague answered after the message that you had seen: `message` is the answer's id.",
    "outside_hours": "It would be night where the person is, until `opens_at`. Confirm it, or schedule it for then.",
    "segment_in_use": "A campaign is scheduled for the segment: take it back or cancel it first.",
    "phone_taken": "Another profile has this phone number: `profile` is its id.",
    "key_reused": "This idempotency key was used for another message or event.",
    "not_retriable": "The message is on its way or has arrived.",
    "campaign_state": "The campaign is past that, or not so far: its `state` says how far it is.",
    "not_undoable": "The bulk action changed nothing, is itself an undoing, or is more than a day old.",
    "was_on": "The flow was on and has results, so it is not deleted.",
    "automation_off": "The automation is not on, so nobody can begin it.",
    "in_automation": "The person is inside an automation, and can be in one only.",
    "no_phone": "The person has no phone number.",
    "too_large": "The request is too large.",
    "unsupported_media_type": "The body has to be application/json.",
    "throttled": "Too many calls with this key: wait for the seconds in Retry-After.",
}


class Problem(serializers.Serializer):
    """What every error looks like."""

    type = serializers.URLField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.ChoiceField(sorted(CODES))
    errors = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)


class Conflict(exceptions.APIException):
    """The request is right in itself, but not as things stand. `more` are further members of the problem."""

    status_code = status.HTTP_409_CONFLICT

    def __init__(self, code: str, detail: str, title: str = "", **more):
        super().__init__(detail, code)
        self.title, self.more = title, more


def as_problem(error, context) -> Response | None:
    """DRF's exception handler. None for what is no answer but a fault of ours."""
    error = _as_api_exception(error)
    if not isinstance(error, exceptions.APIException):
        return None
    context["request"]._request.failed = True
    headers = {}
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        headers["WWW-Authenticate"] = getattr(error, "auth_header", "Bearer")
    if isinstance(error, exceptions.Throttled):
        headers["Retry-After"] = str(ceil(error.wait or 1))
    return Response(_members(error), error.status_code, headers=headers, content_type=CONTENT_TYPE)


def _as_api_exception(error):
    match error:
        case Refusal():
            return Conflict(error.code, error.text, error.title)
        case Taken():
            assignee = error.assignee and error.assignee.pk
            return Conflict("taken", str(error), assignee=assignee)
        case Answered():
            return Conflict("answered", str(error), message=error.message.pk)
        case OutsideHours():
            return Conflict("outside_hours", str(error), opens_at=error.opens_at.isoformat())
        case Http404():
            return exceptions.NotFound()
        case PermissionDenied():
            return exceptions.PermissionDenied()
        case DjangoValidationError():
            return exceptions.ValidationError(serializers.as_serializer_error(error))
    return error


def _members(error) -> dict:
    if isinstance(error, exceptions.ValidationError):
        errors = _by_field(error.detail)
        detail = " ".join(errors.pop(serializers.api_settings.NON_FIELD_ERRORS_KEY, [])) or INVALID
        return problem(error.status_code, "invalid", detail, errors=errors)
    code = getattr(error.detail, "code", error.default_code)
    return problem(
        error.status_code, code, str(error.detail), getattr(error, "title", ""), **getattr(error, "more", {})
    )


def _by_field(detail, field: str = "") -> dict[str, list[str]]:
    """Nested errors flattened: `properties.size`."""
    if isinstance(detail, dict):
        whole = serializers.api_settings.NON_FIELD_ERRORS_KEY
        names = {key: field if key == whole else f"{field}.{key}".lstrip(".") for key in detail}
        parts = [_by_field(value, names[key]) for key, value in detail.items()]
        return {name: words for part in parts for name, words in part.items()}
    words = detail if isinstance(detail, list) else [detail]
    if any(isinstance(word, dict | list) for word in words):
        return _by_field(dict(enumerate(words)), field)
    name = field or serializers.api_settings.NON_FIELD_ERRORS_KEY
    return {_writable(name): [_writable(str(word)) for word in words]}


def _writable(text: str) -> str:
    """What was given is named in what is said of it, half a character included, which no answer can hold."""
    return text.encode(errors="replace").decode()


def problem(code_of_status: int, code: str, detail: str, title: str = "", **more) -> dict:
    return {
        "type": f"{settings.PUBLIC_BASE_URL}{reverse('api_docs')}#{code}",
        "title": title or HTTPStatus(code_of_status).phrase,
        "status": code_of_status,
        "detail": detail,
        "code": code,
        **more,
    }


@csrf_exempt
@public
def nowhere(request, path=""):
    """Addresses of the API that lead nowhere answer like the others do, not with a page."""
    detail = "There is nothing at this address."
    if not path.endswith("/"):
        detail += " Every address ends with a slash."
    return JsonResponse(problem(404, "not_found", detail), status=404, content_type=CONTENT_TYPE)
