import logging

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

OVERRIDABLE = {"DELETE", "PUT", "PATCH"}


class OutageMiddleware:
    """The database is away: 503, so that providers and browsers try again instead of taking it for an answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError):
            return self.unavailable()

    def process_exception(self, request, exception):
        if isinstance(exception, OperationalError | InterfaceError):
            logger.exception("database unavailable")
            return self.unavailable()
        return None

    def unavailable(self):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "5"})


class MethodOverrideMiddleware:
    """Plain forms can only POST; a hidden `_method` lets them say DELETE too.

    Must stand after the CSRF check, which reads a form's token of POST requests only.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method == "POST" and request.membership is not None:
            method = request.POST.get("_method", "").upper()
            if method in OVERRIDABLE:
                request.method = method
