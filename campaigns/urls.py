from django.urls import path

from campaigns.views import segments, sources

app_name = "campaigns"
urlpatterns = [
    path("segments/", segments.segments, name="segments"),
    path("segments/new/", segments.new, name="segment_new"),
    path("segments/rules/", segments.rules, name="segment_rules"),
    path("segments/people/", segments.people, name="segment_people"),
    path("segments/<int:segment_id>/", segments.segment, name="segment"),
    path("segments/<int:segment_id>/count/", segments.count, name="segment_count"),
    path("segments/<int:segment_id>/copies/", segments.copies, name="segment_copies"),
    path("campaigns/sources/<int:source_id>/", sources.source, name="source"),
    path("campaigns/sources/<int:source_id>/recipients.csv", sources.recipients, name="source_recipients"),
]
