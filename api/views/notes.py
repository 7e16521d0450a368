from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import refused_as
from api.serializers.notes import NoteForm, NoteSerializer
from api.views.tickets import OneTicket


class Notes(OneTicket):
    noun = "Notes"
    serializer_class = NoteSerializer

    def list(self, request, number):
        """The team's notes on a ticket, newest first

        They are for the team only: no customer ever sees one.
        """
        return self.listed(self.ticket().notes.prefetch_related("mentions"))

    @extend_schema(
        request=NoteForm,
        responses={201: NoteSerializer},
        examples=[OpenApiExample("A note", {"body": "@Dora, can you call them?"}, request_only=True)],
    )
    def create(self, request, number):
        """Write a note

        Nothing is sent, and the ticket stays as it is. Whom it mentions finds it in their Mentions.
        """
        ticket, body = self.ticket(), self.asked(NoteForm)
        with refused_as("body"):
            note = ticket.add_note(body["body"], by=request.auth, client_id=body.get("client_id"))
        return self.shown(note, status=201)
