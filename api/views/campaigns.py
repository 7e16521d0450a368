from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import Endpoint, refused_as
from api.serializers.campaigns import (
    CampaignForm,
    CampaignSerializer,
    ForecastSerializer,
    NewCampaignForm,
    ScheduleForm,
    TrialForm,
    TrialSerializer,
)
from campaigns.forecasting import Forecast
from campaigns.models import Campaign

EXAMPLE = {"name": "Spring sale", "text": "Hi {first_name}, 20 % off until Sunday: https://acme.example/sale"}


class Campaigns(Endpoint):
    noun = "Campaigns"
    serializer_class = CampaignSerializer

    def list(self, request):
        """Campaigns, newest first"""
        return self.listed(request.account.campaigns.for_display())

    @extend_schema(
        request=NewCampaignForm,
        responses={201: CampaignSerializer},
        examples=[OpenApiExample("To all subscribers", EXAMPLE, request_only=True)],
    )
    def create(self, request):
        """Write a draft

        Nothing is sent before its schedule is made.
        """
        return self.shown(Campaign.objects.make(request.account, **self.asked(NewCampaignForm)), 201)


class OneCampaign(Campaigns):
    conflicts = ["partial_update", "destroy", "create"]

    def campaign(self) -> Campaign:
        return get_object_or_404(self.request.account.campaigns.for_display(), pk=self.kwargs["campaign_id"])

    def retrieve(self, request, campaign_id):
        """One campaign, and how far it is"""
        return self.shown(self.campaign())

    @extend_schema(request=CampaignForm)
    def partial_update(self, request, campaign_id):
        """Change a draft

        What is left out stays as it is.
        """
        campaign = self.campaign()
        form = CampaignForm(data=request.data, partial=True, context=self.get_serializer_context())
        form.is_valid(raise_exception=True)
        return self.shown(campaign.write(**form.validated_data))

    @extend_schema(responses={200: CampaignSerializer})
    def destroy(self, request, campaign_id):
        """Delete a draft

        Answers with the campaign as it was.
        """
        campaign = self.campaign()
        shown = self.shown(campaign)
        campaign.discard()
        return shown


class CampaignForecast(OneCampaign):
    serializer_class = ForecastSerializer

    def retrieve(self, request, campaign_id):
        """What sending it would take

        Counted now: people, credits, and what stands in the way.
        """
        return self.shown(Forecast(self.campaign(), is_final=True))


class Schedule(OneCampaign):
    @extend_schema(request=ScheduleForm, responses={201: CampaignSerializer})
    def create(self, request, campaign_id):
        """Send it, now or at a time

        The same again changes nothing. 400: something stands in the way, and nothing is sent.
        """
        campaign = self.campaign()
        campaign.send(by=request.auth, at=self.asked(ScheduleForm).get("send_at"))
        return self.shown(campaign, 201)

    @extend_schema(responses={200: CampaignSerializer})
    def destroy(self, request, campaign_id):
        """Take it back before it begins

        It is a draft again.
        """
        campaign = self.campaign()
        campaign.unschedule()
        return self.shown(campaign)


class Pause(OneCampaign):
    @extend_schema(request=None, responses={201: CampaignSerializer})
    def create(self, request, campaign_id):
        """Hold it

        Nothing more leaves until it goes on.
        """
        campaign = self.campaign()
        campaign.pause()
        return self.shown(campaign, 201)

    @extend_schema(responses={200: CampaignSerializer})
    def destroy(self, request, campaign_id):
        """Let it go on"""
        campaign = self.campaign()
        campaign.resume()
        return self.shown(campaign)


class Cancellation(OneCampaign):
    @extend_schema(request=None, responses={201: CampaignSerializer})
    def create(self, request, campaign_id):
        """End it for good

        Whoever has not got it yet won't get it.
        """
        campaign = self.campaign()
        campaign.cancel()
        return self.shown(campaign, 201)


class Trials(OneCampaign):
    serializer_class = TrialSerializer

    @extend_schema(request=TrialForm, responses={201: TrialSerializer})
    def create(self, request, campaign_id):
        """Send a test text

        To phones of your own, which need no consent; whoever said STOP gets nothing. It is marked and counts nowhere.
        """
        campaign, phones = self.campaign(), self.asked(TrialForm)["phones"]
        with refused_as("phones"):
            trials = campaign.try_on(phones, by=request.auth)
        return self.shown({"messages": [trial.message_id for trial in trials]}, 201)
