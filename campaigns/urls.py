from django.urls import path

from campaigns.views import campaigns, enrolments, flow_drafts, flows, pictures, segments, sendings, sources

app_name = "campaigns"
urlpatterns = [
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.new, name="campaign_new"),
    path("campaigns/preview/", campaigns.preview, name="preview"),
    path("campaigns/pictures/<int:picture_id>/", pictures.picture, name="picture"),
    path("campaigns/<int:campaign_id>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:campaign_id>/preview/", campaigns.preview, name="campaign_preview"),
    path("campaigns/<int:campaign_id>/review/", sendings.review, name="review"),
    path("campaigns/<int:campaign_id>/sending/", sendings.sending, name="sending"),
    path("campaigns/<int:campaign_id>/pause/", sendings.pause, name="pause"),
    path("campaigns/<int:campaign_id>/cancellation/", sendings.cancellation, name="cancellation"),
    path("campaigns/<int:campaign_id>/copies/", sendings.copies, name="copies"),
    path("campaigns/<int:campaign_id>/name/", sendings.name, name="name"),
    path("campaigns/<int:campaign_id>/progress/", sendings.progress, name="progress"),
    path("segments/", segments.segments, name="segments"),
    path("segments/new/", segments.new, name="segment_new"),
    path("segments/rules/", segments.rules, name="segment_rules"),
    path("segments/people/", segments.people, name="segment_people"),
    path("segments/<int:segment_id>/", segments.segment, name="segment"),
    path("segments/<int:segment_id>/count/", segments.count, name="segment_count"),
    path("segments/<int:segment_id>/copies/", segments.copies, name="segment_copies"),
    path("flows/", flows.flows, name="flows"),
    path("flows/<int:flow_id>/", flows.flow, name="flow"),
    path("flows/<int:flow_id>/draft/", flow_drafts.draft, name="flow_draft"),
    path("flows/<int:flow_id>/switch/", flow_drafts.switch, name="flow_switch"),
    path("flows/<int:flow_id>/rehearsal/", flow_drafts.rehearsal, name="flow_rehearsal"),
    path("profiles/<int:profile_id>/flows/", enrolments.enrolments, name="enrolments"),
    path("enrolments/<int:enrolment_id>/", enrolments.enrolment, name="enrolment"),
    path("campaigns/sources/<int:source_id>/", sources.source, name="source"),
    path("campaigns/sources/<int:source_id>/recipients.csv", sources.recipients, name="source_recipients"),
]
