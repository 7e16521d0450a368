"""The provider's webhooks (E1, E13): verified before anything else, acknowledged once Postgres has them."""

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.access import provider_signed
from sms import parsing, webhooks
from sms.models import Number

# Not a <Message> reply: that would go around the consent gate and the log.
NOTHING_TO_SAY = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'


def acknowledged() -> HttpResponse:
    return HttpResponse(NOTHING_TO_SAY, content_type="text/xml")


@csrf_exempt
@require_POST
@provider_signed
def inbound(request, provider, route):
    return _taken(request, provider, route, webhooks.take_in)


@csrf_exempt
@require_POST
@provider_signed
def status(request, provider, route):
    return _taken(request, provider, route, webhooks.take_status)


def _taken(request, provider, route, take) -> HttpResponse:
    number = Number.objects.by_route(route)
    if number is not None and number.provider_name != provider:
        number = None
    raw = request.body.decode("utf-8", "replace").replace("\0", "")
    if number is None or not _genuine(request, number):
        reason = "unknown address" if number is None else "signature does not match"
        webhooks.refuse(number, request.path, reason, raw, request.headers)
        return HttpResponse("The signature does not match.", status=403, content_type="text/plain")
    try:
        take(number, parsing.cleaned(request.POST), request.GET, raw, request.headers)
    except webhooks.Malformed as error:
        webhooks.refuse(number, request.path, str(error), raw, request.headers)
        return HttpResponse(str(error), status=400, content_type="text/plain")
    return acknowledged()


def _genuine(request, number) -> bool:
    """Over the public address that the provider was given, never over what Host or a proxy claims."""
    url = settings.PUBLIC_BASE_URL + request.get_full_path()
    return number.provider.is_genuine(number, url, request.POST, request.headers)
