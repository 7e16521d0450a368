"""Reachable without signing in."""

from django.urls import path

from inbox.views import media, notifications

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
    path("media/<str:token>/", media.handed_over, name="media_handed_over"),
]
