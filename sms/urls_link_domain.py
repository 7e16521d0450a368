"""All that there is on a link domain (sms.middleware); the views take the host besides."""

from django.urls import path, re_path

from sms.views import links

urlpatterns = [
    re_path(r"^(?P<code>\w{8})/?$", links.link),
    path("-/<str:token>", links.test),
]
