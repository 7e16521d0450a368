"""The tenant in the URL: `/a/<slug>/…` becomes `request.account`, `request.membership` and the script prefix."""

import contextlib
import re
import zoneinfo

import structlog
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.db.models import BooleanField, CharField, F, Func, Value
from django.db.models.functions import Cast
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import set_script_prefix
from django.utils import timezone

from accounts import tenancy
from accounts.models import ApiKey, Membership

TENANT_PATH = re.compile(r"^(/a/([a-z0-9-]+))(/.*)$")
API_PATH = "/api/"


class TenantMiddleware:
    """One transaction per request inside an account; an unknown account and a stranger's look the same (404).

    The script prefix is set in both branches, so that `{% url %}`, `reverse()` and `redirect()` carry the tenant by
    themselves and never the one of the request before.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.account = request.membership = None
        set_script_prefix("/")
        if match := TENANT_PATH.match(request.path_info):
            return self.inside_account(request, *match.groups())
        if request.path_info.startswith(API_PATH):
            return self.with_api_key(request)
        return self.get_response(request)

    def inside_account(self, request, prefix, slug, path):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        with tenancy.as_user(request.user.pk):
            membership = membership_of(request.user, slug)
            if membership is None:
                return HttpResponse(render_to_string("404.html", request=request), status=404)
            request.membership, request.account = membership, membership.account
            request.zone = zone_of(request)
            request.path_info, request.urlconf = path, settings.ACCOUNT_URLCONF
            set_script_prefix(prefix + "/")
            structlog.contextvars.bind_contextvars(account=slug)
            with timezone.override(request.zone):
                return self.respond(request)

    def with_api_key(self, request):
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        with tenancy.every_account():
            request.api_key = (
                ApiKey.objects.by_secret(secret) if scheme.lower() == "bearer" and secret else None
            )
            tenancy.settle_in(request.api_key and request.api_key.account_id)
            if request.api_key:
                request.account = request.api_key.account
                request.zone = request.account.zone
                structlog.contextvars.bind_contextvars(account=request.account.slug)
            return self.respond(request)

    def respond(self, request):
        request.failed = False
        response = self.get_response(request)
        if request.failed or response.status_code >= 500:
            transaction.set_rollback(True)
        return response

    def process_exception(self, request, exception):
        # Noted, and acted upon once the error page is rendered: it may still ask the database for something.
        request.failed = True


def zone_of(request) -> zoneinfo.ZoneInfo:
    """The agent's own zone, as their browser says it (static/js/time-zone.js); before that the account's."""
    with contextlib.suppress(KeyError, ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return zoneinfo.ZoneInfo(request.COOKIES["time_zone"])
    return request.account.zone


class _Enter(Func):
    function = "set_config"
    output_field = CharField()


def membership_of(user, slug: str) -> Membership | None:
    """The membership, and with the same statement the transaction enters its account."""
    enter = _Enter(
        Value("app.account"), Cast(F("account_id"), CharField()), Value(True, output_field=BooleanField())
    )
    membership = (
        Membership.objects.filter(account__slug=slug, user=user, removed_at=None)
        .select_related("account")
        .annotate(entered=enter)
        .first()
    )
    if membership:
        membership.user = user
    return membership
