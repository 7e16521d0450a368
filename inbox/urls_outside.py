"""Reachable without signing in."""

from django.urls import path

from inbox.views import notifications

urlpatterns = [
    path(
        "notifications/confirmation/<str:token>/",
        notifications.confirmation,
        name="notification_confirmation",
    ),
    path(
        "notifications/unsubscription/<str:token>/",
        notifications.unsubscription,
        name="notification_unsubscription",
    ),
]
