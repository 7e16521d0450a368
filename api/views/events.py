from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers

from api.endpoints import Endpoint
from api.problems import Conflict
from api.serializers.events import (
    POSTED,
    EventByPhoneForm,
    EventFilters,
    EventForm,
    ProfileEventSerializer,
)
from profiles.models import Profile, ProfileEvent

NOBODY = "No profile has this number. Make one first, or say create_profile."
KEY_REUSED = "This key was used for another event. Use a new one for each event."
ORDER = {
    "metric": "Placed order",
    "value": "59.00",
    "currency": "EUR",
    "key": "order-1001",
    "data": {"order": "1001", "products": [{"name": "Tent", "quantity": 1, "price": "59.00"}]},
}


class Recording(Endpoint):
    noun = "Events"
    serializer_class = ProfileEventSerializer
    conflicts = ["create"]

    def recorded(self, profile: Profile, event: dict):
        """Once per key: the first answers 201, a repeat 200."""
        key = f"{POSTED}{event['key']}" if event.get("key") else ""
        if made := profile.record_event(**event | {"key": key}):
            return self.shown(made, status=201)
        first = ProfileEvent.objects.get(account=self.request.account, key=key)
        if (first.profile_id, first.metric) != (profile.pk, event["metric"]):
            raise Conflict("key_reused", KEY_REUSED)
        return self.shown(first)


class ProfileEvents(Recording):
    filters = EventFilters

    def list(self, request, profile_id):
        """What happened to a person, the newest recorded first

        Clicks on short links, orders, and whatever was posted here.
        """
        return self.listed(self.profile().events.all())

    @extend_schema(
        request=EventForm,
        responses={201: ProfileEventSerializer, 200: ProfileEventSerializer},
        examples=[OpenApiExample("An order", ORDER, request_only=True)],
    )
    def create(self, request, profile_id):
        """Record an event

        Flows may begin with it. The revenue of a `Placed order` is that of the text whose link the person followed last
        in the days before `at` (five, or as your settings say): in whatever order clicks and orders reach us.
        """
        return self.recorded(self.profile(), self.asked(EventForm))

    def profile(self):
        return get_object_or_404(self.request.account.profiles, pk=self.kwargs["profile_id"])


class Events(Recording):
    @extend_schema(
        request=EventByPhoneForm,
        responses={201: ProfileEventSerializer, 200: ProfileEventSerializer},
        examples=[OpenApiExample("An order", {"phone": "+15035550123"} | ORDER, request_only=True)],
    )
    def create(self, request):
        """Record an event by phone number

        As with a profile's id. Makes nobody unless `create_profile` says so.
        """
        event = self.asked(EventByPhoneForm)
        return self.recorded(self.profile(event.pop("phone"), event.pop("create_profile")), event)

    def profile(self, phone: str, create: bool) -> Profile:
        people = self.request.account.profiles
        profile = people.get_or_create(phone=phone)[0] if create else people.filter(phone=phone).first()
        if profile is None:
            raise serializers.ValidationError({"phone": NOBODY})
        return profile
