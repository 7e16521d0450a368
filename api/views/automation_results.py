from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import Endpoint, refused_as
from api.serializers.automation_results import (
    AllNotUnderstoodSerializer,
    AutomationResultsSerializer,
    EffectSerializer,
    ResultsWish,
    SynonymSerializer,
    UnderstoodSerializer,
)
from automations.outcomes import replaying, synonyms
from automations.outcomes.not_understood import not_understood
from automations.outcomes.results import results_of

KITTY = {"message": "a2b3c4", "choice": "d5e6f7", "synonym": "kitty"}


class OfAutomation(Endpoint):
    noun = "Automations"

    def automation(self):
        return self.request.account.automations.by_id(self.kwargs["automation_id"])


class AutomationResults(OfAutomation):
    serializer_class = AutomationResultsSerializer

    @extend_schema(parameters=[ResultsWish])
    def retrieve(self, request, automation_id):
        """What came of it

        Of all versions together, or of a part. Messages and choices keep their results as long as they keep their ids.
        """
        wish = ResultsWish(data=request.query_params)
        wish.is_valid(raise_exception=True)
        return self.shown(results_of(self.automation(), **wish.validated_data))


class NotUnderstood(OfAutomation):
    serializer_class = AllNotUnderstoodSerializer

    def retrieve(self, request, automation_id):
        """What was not understood

        The words of the last 90 days, for each message that the draft still asks.
        """
        return self.shown({"messages": not_understood(self.automation())})


class Synonyms(OfAutomation):
    serializer_class = UnderstoodSerializer

    @extend_schema(parameters=[SynonymSerializer], responses=EffectSerializer)
    def retrieve(self, request, automation_id):
        """What a synonym would have changed

        The answers of the last 90 days are read again, by what the draft says. Nothing is changed.
        """
        automation = self.automation()
        wish = SynonymSerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        asked, script = wish.validated_data, automation.edited.read_script()
        with refused_as("synonym"):
            synonyms.with_synonym(script, asked["message"], asked["choice"], asked["synonym"])
        place = synonyms.found(script, asked["message"], asked["choice"])
        self.serializer_class = EffectSerializer
        return self.shown(replaying.effect(automation, *place, synonyms.clean(asked["synonym"])))

    @extend_schema(
        request=SynonymSerializer,
        responses={201: UnderstoodSerializer},
        examples=[OpenApiExample("Kitty", KITTY, request_only=True)],
    )
    def create(self, request, automation_id):
        """Add a synonym

        To a choice in the draft; it is understood once the draft is switched on.
        """
        automation, asked = self.automation(), self.asked(SynonymSerializer)
        with refused_as("synonym"):
            choice = automation.understand(asked["synonym"], asked["message"], asked["choice"])
        shown = {"message": asked["message"], "choice": choice.id, "synonyms": list(choice.synonyms)}
        return self.shown(shown, 201)
