"""Reachable without signing in."""

from django.urls import path, re_path

from sms.views import links

urlpatterns = [
    re_path(r"^l/(?P<code>\w{8})/?$", links.link, name="link"),
    path("link-domains/known/", links.known, name="link_domain_known"),
]
