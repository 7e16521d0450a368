from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import Endpoint
from api.serializers.sources import (
    ExternalMessagesForm,
    ExternalMessagesSerializer,
    ResultsSerializer,
    SourceFilters,
    SourceSerializer,
)
from campaigns import external
from campaigns.results import results_of

EXAMPLE = {
    "kind": "campaign",
    "external_id": "spring-2026",
    "name": "Spring sale",
    "system": "Mailer",
    "messages": [
        {
            "id": "m-1",
            "phone": "+15035550123",
            "body": "20 % off until Sunday",
            "sent_at": "2026-03-01T12:00:00Z",
        }
    ],
}


class Sources(Endpoint):
    noun = "Sources"
    serializer_class = SourceSerializer
    filters = SourceFilters

    def list(self, request):
        """Campaigns and flows that have sent messages, newest first

        Yours and those of other systems. Tickets with replies are found by the filter `attributed_to`.
        """
        return self.listed(request.account.sources.causes())

    def retrieve(self, request, source_id):
        """One source"""
        return self.shown(self.source())

    def source(self):
        return get_object_or_404(self.request.account.sources.causes(), pk=self.kwargs["source_id"])


class SourceResults(Sources):
    serializer_class = ResultsSerializer

    def retrieve(self, request, source_id):
        """What came of it"""
        return self.shown(results_of(self.source()))


class ExternalMessages(Endpoint):
    noun = "Sources"
    serializer_class = ExternalMessagesSerializer

    @extend_schema(
        request=ExternalMessagesForm,
        responses={201: ExternalMessagesSerializer},
        examples=[OpenApiExample("A campaign", EXAMPLE, request_only=True)],
    )
    def create(self, request):
        """Report messages that another system sent

        Up to 500 of one campaign or flow. They stand in the threads, and replies are attributed to them, also those
        that came before the report. Nothing is sent. A repeated call changes nothing.
        """
        asked = self.asked(ExternalMessagesForm)
        messages, system = asked.pop("messages"), asked.pop("system", request.auth.name)
        source = external.named(request.account, system=system, **asked)
        outcome = external.report(source, messages)
        reported = [
            {"id": pk, "message": message, "new": pk in outcome.stored}
            for pk, message in outcome.messages.items()
        ]
        return self.shown({"source": source, "messages": reported}, 201)
