"""Where short links lead (E6): to exactly the address that we were given, at once, and to no other."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import public
from sms import visitors
from sms.models import Link, LinkDomain
from sms.web_links import target


@public
@never_cache
@require_safe
def link(request, code, host=""):
    url = Link.objects.follow(code, host, visitors.is_person(request), visitors.device(request))
    if url is None:
        return gone(request)
    where = {"Location": target(url), "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
    return HttpResponse(status=302, headers=where, content_type="text/plain")


@public
@never_cache
@require_safe
def test(request, token, host):
    """The address that the settings show for a link domain was opened, and led here."""
    domain = LinkDomain.objects.confirm(host, token)
    return render(request, "sms/links/answers.html", {"domain": domain}) if domain else gone(request)


@public
@never_cache
@require_safe
def known(request):
    """Asked by the proxy before it gets a certificate for a name: 200 for a link domain of any account, else 404."""
    host = request.GET.get("domain", "").lower()
    return HttpResponse(status=200 if LinkDomain.objects.answers_at(host) else 404, content_type="text/plain")


def gone(request):
    """Whatever else is asked for on a link domain, and codes that there are not."""
    return render(request, "sms/links/gone.html", status=404)
