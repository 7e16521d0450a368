from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema

from api import consenting
from api.endpoints import Endpoint
from api.problems import Conflict
from api.serializers.profiles import (
    BlockForm,
    BlockSerializer,
    ConsentForm,
    ConsentSerializer,
    ProfileFilters,
    ProfileSerializer,
)
from inbox import blocking, doubts, profile_tags


class Profiles(Endpoint):
    noun = "Profiles"
    serializer_class = ProfileSerializer
    filters = ProfileFilters
    conflicts = ["create", "partial_update"]

    def list(self, request):
        """Profiles, newest first"""
        return self.listed(self.profiles())

    @extend_schema(
        examples=[
            OpenApiExample("By phone", {"phone": "+15035550123", "first_name": "Ada"}, request_only=True)
        ]
    )
    def create(self, request):
        """Make a profile

        It needs a phone number or an e-mail address. A number that another profile has is a 409 with that profile's id.
        Making a profile gives no consent.
        """
        profile = ProfileSerializer(data=request.data)
        profile.is_valid(raise_exception=True)
        self.save(profile, account=request.account)
        return self.shown(profile.instance, status=201)

    def retrieve(self, request, profile_id):
        """One profile"""
        return self.shown(self.profile())

    @extend_schema(examples=[OpenApiExample("A name", {"first_name": "Ada"}, request_only=True)])
    def partial_update(self, request, profile_id):
        """Change a profile

        What is not given stays as it is. A phone number can be added but not changed.
        """
        profile = ProfileSerializer(self.profile(), data=request.data, partial=True)
        profile.is_valid(raise_exception=True)
        self.save(profile)
        return self.shown(profile.instance)

    def profiles(self):
        return profile_tags.with_labels(self.request.account.profiles.all())

    def profile(self):
        return get_object_or_404(self.profiles(), pk=self.kwargs["profile_id"])

    def save(self, profile: ProfileSerializer, **more) -> None:
        try:
            with transaction.atomic():
                profile.save(**more)
        except IntegrityError:
            other = get_object_or_404(self.request.account.profiles, phone=profile.validated_data["phone"])
            raise Conflict(
                "phone_taken", f"Profile {other.pk} has this phone number.", profile=other.pk
            ) from None


class Consents(Profiles):
    serializer_class = ConsentSerializer
    filters = Endpoint.filters
    conflicts = []

    def list(self, request, profile_id):
        """The history of a person's consent, newest first"""
        return self.listed(self.profile().consents.all())

    @extend_schema(
        request=ConsentForm,
        responses={201: ProfileSerializer},
        examples=[
            OpenApiExample(
                "Ticked at checkout",
                {"kind": "marketing", "given": True, "source": "Checkout, box “Text me offers”"},
                request_only=True,
            )
        ],
    )
    def create(self, request, profile_id):
        """Record that a person gave or withdrew consent

        Answers the profile as it stands after it. The latest word counts, by `at`: one that is older than what is known
        enters the history and changes nothing. Withdrawing ends both kinds and stops all texts.
        """
        profile = self.profile()
        consenting.record(profile, by=request.auth, **self.asked(ConsentForm))
        self.serializer_class = ProfileSerializer
        return self.shown(profile, status=201)


class Blocks(Profiles):
    serializer_class = BlockSerializer
    filters = Endpoint.filters
    conflicts = []

    def list(self, request, profile_id):
        """When a person was blocked and unblocked, newest first"""
        return self.listed(self.profile().blocks.all())

    @extend_schema(
        request=BlockForm,
        responses=ProfileSerializer,
        examples=[OpenApiExample("With a reason", {"reason": "Threatens the team"}, request_only=True)],
    )
    def create(self, request, profile_id):
        """Block a person

        Their open and snoozed tickets are closed. What they write from now on is kept, but notifies nobody, and neither
        reopens nor makes a ticket; nothing can be sent to them. STOP, HELP and START still work.
        """
        profile, reason = self.profile(), self.asked(BlockForm)["reason"]
        blocking.block(profile, by=request.auth, reason=reason)
        return self.standing(profile)

    @extend_schema(responses={200: ProfileSerializer})
    def destroy(self, request, profile_id):
        """Unblock a person

        Their messages count again, and the tickets that the block closed are as they were before.
        """
        profile = self.profile()
        blocking.unblock(profile, by=request.auth)
        return self.standing(profile)

    def standing(self, profile):
        self.serializer_class = ProfileSerializer
        return self.shown(profile)


class OptOutDoubts(Profiles):
    filters = Endpoint.filters
    conflicts = []

    @extend_schema(request=None, responses={200: ProfileSerializer})
    def create(self, request, profile_id):
        """Confirm that what a person wrote is an opt-out

        It withdraws their consent. Where there is no open doubt, nothing changes.
        """
        profile = self.profile()
        doubts.confirm(profile, by=request.auth)
        return self.shown(profile)

    @extend_schema(responses={200: ProfileSerializer})
    def destroy(self, request, profile_id):
        """Say that what a person wrote is no opt-out

        They may be texted as before. Where there is no open doubt, nothing changes.
        """
        profile = self.profile()
        doubts.deny(profile, by=request.auth)
        return self.shown(profile)
