"""Link domains (E6): another host name than ours answers with the short links of the account that has it, if any."""

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve

from sms.models import LinkDomain
from sms.views import links


class LinkDomainMiddleware:
    """Stands before all that asks for the host: Django refuses those that are not its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        host, _port = split_domain_port(request.META.get("HTTP_HOST", ""))
        if _is_ours(host) or not LinkDomain.objects.answers_at(host):
            return self.get_response(request)
        try:
            view, _, found = resolve(request.path_info, "sms.urls_link_domain")
        except Resolver404:
            return links.gone(request)
        return view(request, host=host, **found)


def _is_ours(host: str) -> bool:
    """Also where anything is allowed (“*”), a link domain is no place for the desk."""
    named = [name for name in settings.ALLOWED_HOSTS if name != "*"]
    return not host or validate_host(host, named)
