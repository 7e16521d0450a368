"""Inside an account: what follows `/a/<slug>/`. `accounts.middleware` switches to this URLconf."""

from allauth.account import views as allauth
from django.urls import include, path

from accounts.access import public
from accounts.views import choosing

urlpatterns = [
    path("accounts/", choosing.choose, name="choose"),
    path("sign-out/", public(allauth.logout), name="account_logout"),
    path("", include("accounts.urls")),
    path("", include("inbox.urls")),
    path("", include("sms.urls")),
]
