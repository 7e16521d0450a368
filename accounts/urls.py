from django.urls import path

from accounts.views import alerts, api_keys, preferences, settings

app_name = "accounts"
urlpatterns = [
    path("", settings.home, name="home"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/<slug:key>/", alerts.alert, name="alert"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("settings/account/", settings.settings, name="settings"),
    path("settings/api-keys/", api_keys.api_keys, name="api_keys"),
    path("settings/api-keys/<int:key_id>/", api_keys.api_key, name="api_key"),
]
