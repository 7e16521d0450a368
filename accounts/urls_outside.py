"""Signing up and in. The names are allauth's own, under which it finds its pages."""

from allauth.account import views as allauth
from django.urls import include, path, re_path

from accounts.access import public
from accounts.views import choosing

urlpatterns = [
    path("", choosing.front_door, name="front_door"),
    path("", include("accounts.urls_anywhere")),
    path("sign-up/", public(allauth.signup), name="account_signup"),
    path("sign-in/", public(allauth.login), name="account_login"),
    path("inactive/", public(allauth.account_inactive), name="account_inactive"),
    path("confirm-email/", public(allauth.email_verification_sent), name="account_email_verification_sent"),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$", public(allauth.confirm_email), name="account_confirm_email"
    ),
    path("password/reset/", public(allauth.password_reset), name="account_reset_password"),
    path("password/reset/done/", public(allauth.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        public(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
