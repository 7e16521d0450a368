from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema

from accounts.access import Action
from api.endpoints import Endpoint
from api.serializers.accounts import (
    AccountSerializer,
    DutySerializer,
    InboxOptionsSerializer,
    LinkOptionsSerializer,
    MemberFilters,
    MemberSerializer,
)
from inbox import team
from inbox.models import Channel, Duty
from sms.models import LinkOptions


class Account(Endpoint):
    noun = "Account"
    serializer_class = AccountSerializer

    def retrieve(self, request):
        """The account that the key opens"""
        return self.shown(request.account)


class InboxOptions(Endpoint):
    noun = "Account"
    serializer_class = InboxOptionsSerializer

    def retrieve(self, request):
        """How the inbox behaves, for everybody"""
        return self.shown(request.account)

    @extend_schema(examples=[OpenApiExample("Round robin", {"round_robin": True, "open_ticket_cap": 20})])
    def partial_update(self, request):
        """Change how the inbox behaves"""
        changed = InboxOptionsSerializer(request.account, data=request.data, partial=True)
        changed.is_valid(raise_exception=True)
        return self.shown(changed.save())


class Links(Endpoint):
    noun = "Account"
    serializer_class = LinkOptionsSerializer

    def retrieve(self, request):
        """How links in texts are shortened"""
        return self.shown(self.options())

    @extend_schema(examples=[OpenApiExample("A week", {"order_days": 7}, request_only=True)])
    def partial_update(self, request):
        """Change how links in texts are shortened"""
        changed = LinkOptionsSerializer(self.options(), data=request.data, partial=True)
        changed.is_valid(raise_exception=True)
        return self.shown(changed.save())

    def options(self) -> LinkOptions:
        return LinkOptions.of(Channel.objects.for_kind(self.request.account, "sms"))


class Members(Endpoint):
    noun = "Account"
    serializer_class = MemberSerializer
    filters = MemberFilters

    def list(self, request):
        """The team, with who is online"""
        return self.listed(team.members(request.account))


class OneDuty(Endpoint):
    noun = "Account"
    serializer_class = DutySerializer

    @extend_schema(request=None, responses=DutySerializer)
    def create(self, request, member_id):
        """Set a member online

        Who is online is handed tickets by round robin. Without a sign of life of their own the member is away again
        after the account's time.
        """
        return self.turned(Duty.go_online)

    @extend_schema(responses={200: DutySerializer})
    def destroy(self, request, member_id):
        """Set a member away

        Until the member, or another call, says otherwise.
        """
        return self.turned(Duty.go_away)

    @extend_schema(examples=[OpenApiExample("Texts only", {"channels": ["sms"]}, request_only=True)])
    def partial_update(self, request, member_id):
        """Choose a member's channels"""
        changed = DutySerializer(self.duty(), data=request.data, partial=True)
        changed.is_valid(raise_exception=True)
        return self.shown(changed.save())

    def turned(self, verb):
        duty = self.duty()
        verb(duty)
        return self.shown(duty)

    def duty(self) -> Duty:
        """Of somebody who can be given tickets; others have none."""
        workers = self.request.account.memberships.who_may(Action.WORK_INBOX)
        return Duty.objects.of(get_object_or_404(workers, pk=self.kwargs["member_id"]))
