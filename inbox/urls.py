from django.urls import path

from inbox.views import (
    arrivals,
    assignments,
    closures,
    filters,
    lists,
    media,
    messages,
    presence,
    readings,
    settings,
    snoozes,
    streams,
    tags,
    ticket_tags,
    tickets,
)

app_name = "inbox"
urlpatterns = [
    path("inbox/<slug:view>/", lists.ticket_list, name="list"),
    path("inbox/<slug:view>/filters/", filters.filters, name="filters"),
    path("navigation/", lists.navigation, name="navigation"),
    path("arrivals/", arrivals.arrivals, name="arrivals"),
    path("stream/", streams.stream, name="stream"),
    path("tickets/<int:number>/", tickets.ticket, name="ticket"),
    path("tickets/<int:number>/messages/", messages.messages, name="messages"),
    path("tickets/<int:number>/closure/", closures.closure, name="closure"),
    path("tickets/<int:number>/snooze/", snoozes.snooze, name="snooze"),
    path("tickets/<int:number>/assignment/", assignments.assignment, name="assignment"),
    path("tickets/<int:number>/presence/", presence.presence, name="presence"),
    path("tickets/<int:number>/reading/", readings.reading, name="reading"),
    path("tickets/<int:number>/tags/", ticket_tags.ticket_tags, name="ticket_tags"),
    path("tickets/<int:number>/tags/<int:tag_id>/", ticket_tags.ticket_tag, name="ticket_tag"),
    path("messages/<int:message_id>/delivery/", messages.delivery, name="delivery"),
    path("media/<int:media_id>/", media.media, name="media"),
    path("settings/tags/", tags.tags, name="tags"),
    path("settings/tags/<int:tag_id>/", tags.tag, name="tag"),
    path("settings/tags/<int:tag_id>/merger/", tags.merger, name="tag_merger"),
    path("settings/inbox/", settings.settings, name="settings"),
    path("settings/inbox/<slug:key>/", settings.card, name="settings_card"),
]
