"""Outside of any account: signing in, providers' webhooks, the API, health. Inside: helpdesk/account_urls.py."""

from django.urls import include, path

from helpdesk import views

urlpatterns = [
    path("", include("accounts.urls_outside")),
    path("", include("inbox.urls_outside")),
    path("", include("sms.urls_outside")),
    path("health/", views.healthy, name="health"),
    path("hooks/", include("sms.hooks")),
    path("api/", include("api.urls")),
]
