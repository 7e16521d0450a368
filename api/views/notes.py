from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import refused_as
from api.serializers.notes import NoteForm, NoteSerializer, NoteText
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


class OneNote(OneTicket):
    noun = "Notes"
    serializer_class = NoteSerializer

    def note(self):
        """What keys wrote; a member's note is changed by its author alone."""
        written = self.ticket().notes.filter(author=None).select_related("ticket__account")
        return get_object_or_404(written, pk=self.kwargs["note_id"])

    @extend_schema(request=NoteText, responses=NoteSerializer)
    def partial_update(self, request, number, note_id):
        """Change a note that was written through the API"""
        note, body = self.note(), self.asked(NoteText)["body"]
        with refused_as("body"):
            note.revise(body)
        return self.shown(note)

    @extend_schema(responses={200: NoteSerializer})
    def destroy(self, request, number, note_id):
        """Delete a note that was written through the API

        Answers with the note as it was; the ticket's history tells that there was one.
        """
        note = self.note()
        shown = self.shown(note)
        note.remove(by=request.auth)
        return shown
