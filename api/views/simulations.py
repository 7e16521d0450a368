from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import Endpoint, refused_as
from api.serializers.simulations import (
    AutomationTrialForm,
    AutomationTrialSerializer,
    SimulationForm,
    SimulationSerializer,
)
from automations import trying
from automations.simulating.form import made_up, version_of
from automations.simulating.simulation import Simulation
from automations.simulating.state import standing

EXAMPLE = {"acts": [{"text": "PETS"}, {"text": "cat"}, {"wait_minutes": 1440}]}


class Simulations(Endpoint):
    noun = "Automations"
    serializer_class = SimulationSerializer

    @extend_schema(
        request=SimulationForm,
        responses=SimulationSerializer,
        examples=[OpenApiExample("An answer, then silence", EXAMPLE, request_only=True)],
    )
    def create(self, request, automation_id):
        """Try an automation

        As if somebody texted: by the very engine, from the beginning. Nothing is sent or kept, and no coupon code is
        taken.
        """
        automation = request.account.automations.by_id(automation_id)
        asked = self.asked(SimulationForm)
        version = version_of(automation, str(asked["version"] or ""))
        person = asked["profile"] or made_up(request.account, asked["subscriber"])
        simulation = Simulation(automation, version, person, invited=asked["profile"] is None)
        simulation.replay(asked["acts"])
        return self.shown({"entries": simulation.entries, "standing": standing(simulation)})


class AutomationTrials(Endpoint):
    noun = "Automations"
    serializer_class = AutomationTrialSerializer
    conflicts = ["create"]

    @extend_schema(request=AutomationTrialForm, responses={201: AutomationTrialSerializer})
    def create(self, request, automation_id):
        """Try it on a phone of your own

        It begins there at once, by its draft where there is one, switched on or not. Texts are really sent, coupon
        codes are taken, answers stand on the profile; results leave it out.
        """
        automation = request.account.automations.by_id(automation_id)
        with refused_as("phone"):
            session = trying.try_on(automation, self.asked(AutomationTrialForm)["phone"], by=request.auth)
        return self.shown(session, 201)
