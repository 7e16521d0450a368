from django.urls import path, re_path

from api.docs import docs, schema
from api.endpoints import endpoint
from api.problems import nowhere
from api.views.accounts import Account, InboxOptions, Links, Members, OneDuty
from api.views.automation_results import AutomationResults, NotUnderstood, Synonyms
from api.views.automations import (
    AutomationCopies,
    AutomationDraft,
    AutomationProblems,
    Automations,
    AutomationSwitch,
    AutomationTemplates,
    AutomationVersions,
    OneAutomation,
)
from api.views.bulk_actions import BulkActions, OneBulkAction
from api.views.campaigns import (
    CampaignForecast,
    Campaigns,
    Cancellation,
    OneCampaign,
    Pause,
    Schedule,
    Trials,
)
from api.views.coupons import CouponPools, OneCouponPool, PoolCodes
from api.views.events import Events as PostedEvents
from api.views.events import ProfileEvents
from api.views.flows import (
    FlowEnrolments,
    Flows,
    FlowSwitch,
    FlowVersions,
    OneEnrolment,
    OneFlow,
    PersonsEnrolments,
)
from api.views.macros import Macros, OneMacro
from api.views.messages import Deliveries, Fetches, Messages, OneMessage
from api.views.notes import Notes, OneNote
from api.views.notifications import (
    NotificationAddresses,
    NotificationConfirmation,
    OneNotificationAddress,
)
from api.views.persons_sessions import PersonsSession
from api.views.pictures import OnePicture, Pictures
from api.views.profile_tags import OneProfileTag, ProfileTags
from api.views.profiles import Blocks, Consents, OptOutDoubts, Profiles
from api.views.saved_views import OneSavedView, SavedViews
from api.views.scheduled_replies import OneScheduledReply, ScheduledReplies
from api.views.segments import OneSegment, SegmentCount, Segments
from api.views.sessions import Keywords, OneSession, Sessions
from api.views.simulations import AutomationTrials, Simulations
from api.views.sources import ExternalMessages, SourceResults, Sources
from api.views.tags import Merger, OneTag, Tags, TicketTag, TicketTags
from api.views.texts import TextPreviews
from api.views.tickets import Assignment, Closure, Events, Reading, Snooze, Ticket, Tickets
from api.views.usage import Usage

urlpatterns = [
    path("v1/account/", endpoint(Account, get="retrieve"), name="api_account"),
    path(
        "v1/account/inbox/",
        endpoint(InboxOptions, get="retrieve", patch="partial_update"),
        name="api_inbox_options",
    ),
    path(
        "v1/account/links/",
        endpoint(Links, get="retrieve", patch="partial_update"),
        name="api_link_options",
    ),
    path("v1/members/", endpoint(Members, get="list"), name="api_members"),
    path(
        "v1/members/<int:member_id>/duty/",
        endpoint(OneDuty, post="create", delete="destroy", patch="partial_update"),
        name="api_duty",
    ),
    path("v1/tickets/", endpoint(Tickets, get="list"), name="api_tickets"),
    path("v1/tickets/<int:number>/", endpoint(Ticket, get="retrieve"), name="api_ticket"),
    path(
        "v1/tickets/<int:number>/closure/",
        endpoint(Closure, post="create", delete="destroy"),
        name="api_closure",
    ),
    path(
        "v1/tickets/<int:number>/snooze/",
        endpoint(Snooze, post="create", delete="destroy"),
        name="api_snooze",
    ),
    path("v1/tickets/<int:number>/assignment/", endpoint(Assignment, post="create"), name="api_assignment"),
    path(
        "v1/tickets/<int:number>/reading/",
        endpoint(Reading, post="create", delete="destroy"),
        name="api_reading",
    ),
    path(
        "v1/tickets/<int:number>/messages/",
        endpoint(Messages, get="list", post="create"),
        name="api_messages",
    ),
    path(
        "v1/tickets/<int:number>/scheduled-replies/",
        endpoint(ScheduledReplies, get="list", post="create"),
        name="api_scheduled_replies",
    ),
    path(
        "v1/tickets/<int:number>/scheduled-replies/<int:reply_id>/",
        endpoint(OneScheduledReply, patch="partial_update", delete="destroy"),
        name="api_scheduled_reply",
    ),
    path("v1/tickets/<int:number>/notes/", endpoint(Notes, get="list", post="create"), name="api_notes"),
    path("v1/tickets/<int:number>/pictures/", endpoint(Pictures, post="create"), name="api_pictures"),
    path(
        "v1/tickets/<int:number>/pictures/<int:picture_id>/",
        endpoint(OnePicture, delete="destroy"),
        name="api_picture",
    ),
    path(
        "v1/tickets/<int:number>/notes/<int:note_id>/",
        endpoint(OneNote, patch="partial_update", delete="destroy"),
        name="api_note",
    ),
    path("v1/tickets/<int:number>/events/", endpoint(Events, get="list"), name="api_events"),
    path("v1/tickets/<int:number>/tags/", endpoint(TicketTags, post="create"), name="api_ticket_tags"),
    path(
        "v1/tickets/<int:number>/tags/<int:tag_id>/",
        endpoint(TicketTag, delete="destroy"),
        name="api_ticket_tag",
    ),
    path("v1/bulk-actions/", endpoint(BulkActions, post="create"), name="api_bulk_actions"),
    path(
        "v1/bulk-actions/<int:bulk_action_id>/",
        endpoint(OneBulkAction, get="retrieve", delete="destroy"),
        name="api_bulk_action",
    ),
    path("v1/coupon-pools/", endpoint(CouponPools, get="list", post="create"), name="api_coupon_pools"),
    path(
        "v1/coupon-pools/<int:pool_id>/",
        endpoint(OneCouponPool, get="retrieve", patch="partial_update", delete="destroy"),
        name="api_coupon_pool",
    ),
    path(
        "v1/coupon-pools/<int:pool_id>/codes/",
        endpoint(PoolCodes, get="list", post="create"),
        name="api_coupon_codes",
    ),
    path("v1/automations/", endpoint(Automations, get="list", post="create"), name="api_automations"),
    path(
        "v1/automations/templates/",
        endpoint(AutomationTemplates, get="retrieve"),
        name="api_automation_templates",
    ),
    path("v1/automations/keywords/", endpoint(Keywords, get="list"), name="api_automation_keywords"),
    path("v1/automations/sessions/", endpoint(Sessions, get="list"), name="api_automation_sessions"),
    path(
        "v1/automations/sessions/<int:session_id>/",
        endpoint(OneSession, get="retrieve"),
        name="api_automation_session",
    ),
    path(
        "v1/automations/<int:automation_id>/",
        endpoint(OneAutomation, get="retrieve", patch="partial_update", delete="destroy"),
        name="api_automation",
    ),
    path(
        "v1/automations/<int:automation_id>/problems/",
        endpoint(AutomationProblems, get="retrieve"),
        name="api_automation_problems",
    ),
    path(
        "v1/automations/<int:automation_id>/switch/",
        endpoint(AutomationSwitch, post="create", delete="destroy"),
        name="api_automation_switch",
    ),
    path(
        "v1/automations/<int:automation_id>/draft/",
        endpoint(AutomationDraft, post="create", delete="destroy"),
        name="api_automation_draft",
    ),
    path(
        "v1/automations/<int:automation_id>/versions/",
        endpoint(AutomationVersions, get="list"),
        name="api_automation_versions",
    ),
    path(
        "v1/automations/<int:automation_id>/copies/",
        endpoint(AutomationCopies, post="create"),
        name="api_automation_copies",
    ),
    path(
        "v1/automations/<int:automation_id>/results/",
        endpoint(AutomationResults, get="retrieve"),
        name="api_automation_results",
    ),
    path(
        "v1/automations/<int:automation_id>/not-understood/",
        endpoint(NotUnderstood, get="retrieve"),
        name="api_not_understood",
    ),
    path(
        "v1/automations/<int:automation_id>/synonyms/",
        endpoint(Synonyms, get="retrieve", post="create"),
        name="api_synonyms",
    ),
    path("v1/campaigns/", endpoint(Campaigns, get="list", post="create"), name="api_campaigns"),
    path(
        "v1/campaigns/<int:campaign_id>/",
        endpoint(OneCampaign, get="retrieve", patch="partial_update", delete="destroy"),
        name="api_campaign",
    ),
    path(
        "v1/campaigns/<int:campaign_id>/forecast/",
        endpoint(CampaignForecast, get="retrieve"),
        name="api_campaign_forecast",
    ),
    path(
        "v1/campaigns/<int:campaign_id>/schedule/",
        endpoint(Schedule, post="create", delete="destroy"),
        name="api_campaign_schedule",
    ),
    path(
        "v1/campaigns/<int:campaign_id>/pause/",
        endpoint(Pause, post="create", delete="destroy"),
        name="api_campaign_pause",
    ),
    path(
        "v1/campaigns/<int:campaign_id>/cancellation/",
        endpoint(Cancellation, post="create"),
        name="api_campaign_cancellation",
    ),
    path(
        "v1/campaigns/<int:campaign_id>/trials/",
        endpoint(Trials, post="create"),
        name="api_campaign_trials",
    ),
    path("v1/messages/<int:message_id>/", endpoint(OneMessage, get="retrieve"), name="api_message"),
    path("v1/messages/<int:message_id>/delivery/", endpoint(Deliveries, post="create"), name="api_delivery"),
    path("v1/text-previews/", endpoint(TextPreviews, post="create"), name="api_text_previews"),
    path("v1/media/<int:media_id>/fetch/", endpoint(Fetches, post="create"), name="api_media_fetch"),
    path("v1/profiles/", endpoint(Profiles, get="list", post="create"), name="api_profiles"),
    path(
        "v1/profiles/<int:profile_id>/",
        endpoint(Profiles, get="retrieve", patch="partial_update"),
        name="api_profile",
    ),
    path(
        "v1/profiles/<int:profile_id>/consents/",
        endpoint(Consents, get="list", post="create"),
        name="api_consents",
    ),
    path(
        "v1/profiles/<int:profile_id>/events/",
        endpoint(ProfileEvents, get="list", post="create"),
        name="api_profile_events",
    ),
    path(
        "v1/profiles/<int:profile_id>/session/",
        endpoint(PersonsSession, get="retrieve", post="create", delete="destroy"),
        name="api_session",
    ),
    path("v1/events/", endpoint(PostedEvents, post="create"), name="api_posted_events"),
    path(
        "v1/profiles/<int:profile_id>/tags/",
        endpoint(ProfileTags, post="create"),
        name="api_profile_tags",
    ),
    path(
        "v1/profiles/<int:profile_id>/tags/<int:tag_id>/",
        endpoint(OneProfileTag, delete="destroy"),
        name="api_profile_tag",
    ),
    path("v1/sources/", endpoint(Sources, get="list"), name="api_sources"),
    path("v1/sources/<int:source_id>/", endpoint(Sources, get="retrieve"), name="api_source"),
    path(
        "v1/sources/<int:source_id>/results/",
        endpoint(SourceResults, get="retrieve"),
        name="api_source_results",
    ),
    path("v1/external-messages/", endpoint(ExternalMessages, post="create"), name="api_external_messages"),
    path(
        "v1/profiles/<int:profile_id>/enrolments/",
        endpoint(PersonsEnrolments, get="list"),
        name="api_profile_enrolments",
    ),
    path(
        "v1/automations/<int:automation_id>/simulations/",
        endpoint(Simulations, post="create"),
        name="api_automation_simulations",
    ),
    path(
        "v1/automations/<int:automation_id>/trials/",
        endpoint(AutomationTrials, post="create"),
        name="api_automation_trials",
    ),
    path("v1/flows/", endpoint(Flows, get="list", post="create"), name="api_flows"),
    path(
        "v1/flows/<int:flow_id>/",
        endpoint(OneFlow, get="retrieve", patch="partial_update", delete="destroy"),
        name="api_flow",
    ),
    path("v1/flows/<int:flow_id>/versions/", endpoint(FlowVersions, get="list"), name="api_flow_versions"),
    path(
        "v1/flows/<int:flow_id>/switch/",
        endpoint(FlowSwitch, post="create", delete="destroy"),
        name="api_flow_switch",
    ),
    path(
        "v1/flows/<int:flow_id>/enrolments/", endpoint(FlowEnrolments, get="list"), name="api_flow_enrolments"
    ),
    path("v1/enrolments/<int:enrolment_id>/", endpoint(OneEnrolment, delete="destroy"), name="api_enrolment"),
    path("v1/tags/", endpoint(Tags, get="list", post="create"), name="api_tags"),
    path(
        "v1/tags/<int:tag_id>/",
        endpoint(OneTag, get="retrieve", patch="partial_update", delete="destroy"),
        name="api_tag",
    ),
    path("v1/tags/<int:tag_id>/merger/", endpoint(Merger, post="create"), name="api_tag_merger"),
    path("v1/usage/", endpoint(Usage, get="retrieve"), name="api_usage"),
    path("v1/views/", endpoint(SavedViews, get="list", post="create"), name="api_views"),
    path(
        "v1/views/<int:view_id>/",
        endpoint(OneSavedView, get="retrieve", patch="partial_update", delete="destroy"),
        name="api_view",
    ),
    path("v1/segments/", endpoint(Segments, get="list", post="create"), name="api_segments"),
    path(
        "v1/segments/<int:segment_id>/",
        endpoint(OneSegment, get="retrieve", patch="partial_update", delete="destroy"),
        name="api_segment",
    ),
    path(
        "v1/segments/<int:segment_id>/count/",
        endpoint(SegmentCount, get="retrieve"),
        name="api_segment_count",
    ),
    path(
        "v1/profiles/<int:profile_id>/block/",
        endpoint(Blocks, get="list", post="create", delete="destroy"),
        name="api_block",
    ),
    path(
        "v1/profiles/<int:profile_id>/opt-out-doubt/",
        endpoint(OptOutDoubts, post="create", delete="destroy"),
        name="api_opt_out_doubt",
    ),
    path(
        "v1/notification-addresses/",
        endpoint(NotificationAddresses, get="list", post="create"),
        name="api_notification_addresses",
    ),
    path(
        "v1/notification-addresses/<int:address_id>/",
        endpoint(OneNotificationAddress, get="retrieve", delete="destroy"),
        name="api_notification_address",
    ),
    path(
        "v1/notification-addresses/<int:address_id>/confirmation/",
        endpoint(NotificationConfirmation, post="create"),
        name="api_notification_confirmation",
    ),
    path("v1/macros/", endpoint(Macros, get="list", post="create"), name="api_macros"),
    path(
        "v1/macros/<int:macro_id>/",
        endpoint(OneMacro, get="retrieve", patch="partial_update", delete="destroy"),
        name="api_macro",
    ),
    path("v1/schema/", schema, name="api_schema"),
    path("v1/docs/", docs, name="api_docs"),
    re_path(r"^(?P<path>.*)$", nowhere),
]
