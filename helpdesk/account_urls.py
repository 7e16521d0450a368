"""Inside an account: what follows `/a/<slug>/`. `accounts.middleware` switches to this URLconf."""

from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls_anywhere")),
    path("", include("accounts.urls")),
    path("", include("inbox.urls")),
    path("", include("sms.urls")),
    path("", include("automations.urls")),
    path("", include("campaigns.urls")),
]
