from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import Endpoint
from api.serializers.flows import (
    EnrolmentFilters,
    EnrolmentSerializer,
    FlowForm,
    FlowSerializer,
    SwitchForm,
    VersionSerializer,
)
from campaigns.models import Enrolment, Flow

WELCOME = {
    "name": "Welcome",
    "metric": "Subscribed",
    "steps": [
        {"kind": "text", "text": "Hi {first_name}, good to have you!"},
        {"kind": "wait", "number": 2, "unit": "days"},
        {"kind": "wait", "unit": "clock", "time": "10:00"},
        {"kind": "text", "text": "10 % off your first order: https://acme.example/sale"},
    ],
}


class Flows(Endpoint):
    noun = "Flows"
    serializer_class = FlowSerializer

    def list(self, request):
        """Flows, newest first"""
        return self.listed(request.account.flows.for_display().prefetch_related("versions"))

    @extend_schema(
        request=FlowForm,
        responses={201: FlowSerializer},
        examples=[OpenApiExample("A welcome", WELCOME, request_only=True)],
    )
    def create(self, request):
        """Make a flow

        It is a draft, which may be incomplete; switching it on says what is missing.
        """
        return self.shown(Flow.objects.make(request.account, **self.asked(FlowForm)), 201)


class OneFlow(Flows):
    conflicts = ["destroy"]

    def flow(self):
        return self.request.account.flows.by_id(self.kwargs["flow_id"])

    def retrieve(self, request, flow_id):
        """One flow"""
        return self.shown(self.flow())

    @extend_schema(request=FlowForm)
    def partial_update(self, request, flow_id):
        """Change it

        What starts it, what ends it and its steps are changed in the draft, for people who enter once it is switched on
        again. The name and the kind count at once.
        """
        form = FlowForm(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        flow = self.flow()
        flow.revise(**form.validated_data)
        return self.shown(flow)

    @extend_schema(responses={200: FlowSerializer})
    def destroy(self, request, flow_id):
        """Delete it

        Only one that was never on: the others have results. Answers with the flow as it was.
        """
        flow = self.flow()
        shown = self.shown(flow)
        flow.remove()
        return shown


class FlowVersions(OneFlow):
    serializer_class = VersionSerializer
    conflicts = []

    def list(self, request, flow_id):
        """Its versions, newest first

        People inside finish the version that was on when they entered.
        """
        return self.listed(self.flow().versions.all())


class FlowSwitch(OneFlow):
    conflicts = []

    @extend_schema(request=None, responses=FlowSerializer)
    def create(self, request, flow_id):
        """Switch it on

        With what its draft says, if it has one: also while it is on, for people who enter from now on.
        """
        flow = self.flow()
        flow.switch_on()
        return self.shown(flow)

    @extend_schema(parameters=[SwitchForm], responses={200: FlowSerializer})
    def destroy(self, request, flow_id):
        """Switch it off

        Nobody enters any more.
        """
        wish = SwitchForm(data=request.query_params)
        wish.is_valid(raise_exception=True)
        flow = self.flow()
        flow.switch_off(stop=wish.validated_data["people"] == "stop")
        return self.shown(flow)


class FlowEnrolments(OneFlow):
    serializer_class = EnrolmentSerializer
    filters = EnrolmentFilters

    def list(self, request, flow_id):
        """Who was and is inside, newest first"""
        return self.listed(self.flow().enrolments.select_related("version"))


class PersonsEnrolments(Endpoint):
    noun = "Flows"
    serializer_class = EnrolmentSerializer
    filters = EnrolmentFilters

    def list(self, request, profile_id):
        """The flows of a person, newest first"""
        person = get_object_or_404(request.account.profiles, pk=profile_id)
        return self.listed(person.enrolments.select_related("version"))


class OneEnrolment(Endpoint):
    noun = "Flows"
    serializer_class = EnrolmentSerializer

    @extend_schema(responses={200: EnrolmentSerializer})
    def destroy(self, request, enrolment_id):
        """Take a person out of a flow

        Nothing more of it is sent to them, nor what waits to be sent.
        """
        rows = Enrolment.objects.filter(account=request.account).select_related("version")
        enrolment = get_object_or_404(rows, pk=enrolment_id)
        enrolment.take_out()
        return self.shown(rows.get(pk=enrolment.pk))
