"""Reachable outside any account and inside one alike."""

from allauth.account import views as allauth
from django.urls import path

from accounts.access import public
from accounts.views import choosing

urlpatterns = [
    path("accounts/", choosing.choose, name="choose"),
    path("sign-out/", public(allauth.logout), name="account_logout"),
]
