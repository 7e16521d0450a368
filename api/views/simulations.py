from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import Endpoint
from api.serializers.simulations import SimulationForm, SimulationSerializer
from automations.simulated_state import standing
from automations.simulation import Simulation
from automations.simulation_form import made_up, version_of

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
