from django.urls import path

from campaigns.views import sources

app_name = "campaigns"
urlpatterns = [
    path("campaigns/sources/<int:source_id>/", sources.source, name="source"),
    path("campaigns/sources/<int:source_id>/recipients.csv", sources.recipients, name="source_recipients"),
]
