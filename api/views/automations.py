from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers

from api.endpoints import Endpoint, refused_as
from api.serializers.automation_problems import AutomationProblemsSerializer
from api.serializers.automations import (
    AutomationForm,
    AutomationSerializer,
    AutomationVersionSerializer,
    NewAutomationForm,
    RestorationForm,
    TemplatesSerializer,
    TemplatesWish,
)
from api.serializers.flows import SwitchForm
from api.serializers.scripts import field_of
from automations import script_templates
from automations.models import Automation, Incomplete

PETS = {
    "name": "Pets survey",
    "keywords": ["PETS"],
    "messages": [
        {
            "name": "pet",
            "text": "Hi {first_name}, what pet do you have?",
            "choices": [{"text": "Cat", "synonyms": ["kitten"]}, {"text": "Dog"}, {"text": "None", "leads_to": "end"}],
            "save_as": "pet",
        },
        {
            "name": "size",
            "text": "How big is your {answers.pet}?",
            "choices": [{"text": "Small", "recommendation": "The small bed!"}, {"text": "Large", "tag": "Large pet"}],
            "save_as": "pet_size",
        },
    ],
    "recommendation": "Thank you, {first_name}! Here are 10 % off: https://acme.example/pets",
}  # fmt: skip


class Automations(Endpoint):
    noun = "Automations"
    serializer_class = AutomationSerializer

    def list(self, request):
        """Automations, newest first"""
        return self.listed(request.account.automations.for_display().prefetch_related("versions"))

    @extend_schema(
        request=NewAutomationForm,
        responses={201: AutomationSerializer},
        examples=[OpenApiExample("A survey", PETS, request_only=True)],
    )
    def create(self, request):
        """Make an automation

        It is a draft, which may be incomplete: `problems` says what is missing before it can be switched on.
        """
        asked = self.asked(NewAutomationForm)
        with refused_as("keywords"):
            return self.shown(Automation.objects.make(request.account, **asked), 201)


class OneAutomation(Automations):
    def automation(self) -> Automation:
        return self.request.account.automations.by_id(self.kwargs["automation_id"])

    def retrieve(self, request, automation_id):
        """One automation"""
        return self.shown(self.automation())

    @extend_schema(request=AutomationForm)
    def partial_update(self, request, automation_id):
        """Change it

        All but its name is changed in the draft, for people who enter once it is switched on again. `messages` are
        given all at once. Messages and choices that keep their ids keep their results.
        """
        form = AutomationForm(data=request.data, partial=True, context=self.get_serializer_context())
        form.is_valid(raise_exception=True)
        automation = self.automation()
        with refused_as("keywords"):
            automation.rewrite(**form.validated_data)
        return self.shown(automation)

    @extend_schema(responses={200: AutomationSerializer})
    def destroy(self, request, automation_id):
        """Delete it

        Whoever is inside leaves without a word, and its keywords are free. What it said stays in the threads. Answers
        with the automation as it was.
        """
        automation = self.automation()
        shown = self.shown(automation)
        automation.remove()
        return shown


class AutomationVersions(OneAutomation):
    serializer_class = AutomationVersionSerializer

    def list(self, request, automation_id):
        """Its versions, newest first

        People inside finish the version that was on when they entered.
        """
        return self.listed(self.automation().versions.all())


class AutomationDraft(OneAutomation):
    @extend_schema(request=RestorationForm, responses={200: AutomationSerializer})
    def create(self, request, automation_id):
        """Begin its draft anew

        From what one of its versions says.
        """
        automation, number = self.automation(), self.asked(RestorationForm)["version"]
        with refused_as("version"):
            automation.restore(get_object_or_404(automation.versions.all(), number=number))
        return self.shown(automation)

    @extend_schema(responses={200: AutomationSerializer})
    def destroy(self, request, automation_id):
        """Discard its draft

        Back to the version that is or was on; one that never was keeps its draft.
        """
        automation = self.automation()
        automation.discard_draft()
        return self.shown(automation)


class AutomationCopies(OneAutomation):
    @extend_schema(request=None, responses={201: AutomationSerializer})
    def create(self, request, automation_id):
        """Copy it

        A new draft that says the same, without its keywords.
        """
        return self.shown(self.automation().duplicate(), 201)


class AutomationSwitch(OneAutomation):
    @extend_schema(request=None, responses=AutomationSerializer)
    def create(self, request, automation_id):
        """Switch it on

        With what its draft says, if it has one: also while it is on, for people who enter from now on. What is missing
        is said field by field.
        """
        automation = self.automation()
        with refused_as("keywords"):
            try:
                automation.switch_on()
            except Incomplete as incomplete:
                raise serializers.ValidationError(errors_of(automation, incomplete)) from incomplete
        return self.shown(automation)

    @extend_schema(parameters=[SwitchForm], responses={200: AutomationSerializer})
    def destroy(self, request, automation_id):
        """Switch it off

        Nobody enters any more.
        """
        wish = SwitchForm(data=request.query_params)
        wish.is_valid(raise_exception=True)
        automation = self.automation()
        automation.switch_off(stop=wish.validated_data["people"] == "stop")
        return self.shown(automation)


class AutomationProblems(OneAutomation):
    serializer_class = AutomationProblemsSerializer

    def retrieve(self, request, automation_id):
        """What is missing

        Of its draft, or of the version that is on: all that keeps it from being switched on, and advice.
        """
        automation = self.automation()
        script = automation.edited.read_script()
        found = automation.problems(automation.edited)
        shown = [{**problem._asdict(), "field": field_of(script, problem.place)} for problem in found]
        return self.shown({"problems": shown})


class AutomationTemplates(Endpoint):
    noun = "Automations"
    serializer_class = TemplatesSerializer

    @extend_schema(parameters=[TemplatesWish])
    def retrieve(self, request):
        """What a new one can begin from"""
        wish = TemplatesWish(data=request.query_params)
        wish.is_valid(raise_exception=True)
        return self.shown({"templates": script_templates.in_language(wish.validated_data["language"])})


def errors_of(automation: Automation, incomplete: Incomplete) -> dict[str, list[str]]:
    script, errors = automation.edited.read_script(), dict[str, list[str]]()
    for problem in incomplete.problems:
        field = field_of(script, problem.place) or serializers.api_settings.NON_FIELD_ERRORS_KEY
        errors.setdefault(field, []).append(problem.text)
    return errors
