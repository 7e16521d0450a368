from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from accounts.access import Action, agent_required
from inbox.models import Note
from inbox.notes import bubble_of
from inbox.timeline import Entry
from inbox.views.messages import recent
from inbox.views.tickets import render_ticket, shown


class NoteForm(forms.Form):
    body = forms.CharField(required=False, strip=False)
    client_id = forms.UUIDField(required=False)


@agent_required
@require_POST
def notes(request, number):
    ticket = request.account.tickets.by_number(number)
    form = NoteForm(request.POST)
    client_id = form.cleaned_data.get("client_id") if form.is_valid() else None
    body = request.POST.get("body", "")
    try:
        ticket.add_note(body, by=request.membership, client_id=client_id)
    except ValidationError as error:
        answer = recent if request.htmx else render_ticket
        return answer(request, ticket, status=422, note_body=body, note_error=" ".join(error.messages))
    return recent(request, ticket) if request.htmx else shown(request, ticket)


@agent_required
def colleagues(request):
    """Whom a note can call, for the list that opens at an @."""
    others = request.account.memberships.who_may(Action.WORK_INBOX).exclude(pk=request.membership.pk)
    return render(request, "inbox/notes/_colleagues.html", {"colleagues": others.by_name()})


@agent_required
@require_http_methods(["GET", "PUT", "DELETE"])
def note(request, note_id):
    """Its author may change and delete it; to anybody else there is no such note."""
    written = Note.objects.select_related("ticket__account")
    note = get_object_or_404(written, account=request.account, author=request.membership, pk=note_id)
    if request.method == "GET":
        return render(request, "inbox/notes/edit.html", {"note": note, "body": note.body})
    if request.method == "DELETE":
        note.remove(by=request.membership)
        return changed(request, note.ticket, gone=f"note-{note_id}")
    return revise(request, note)


def revise(request, note):
    body = request.POST.get("body", "")
    try:
        note.revise(body)
    except ValidationError as error:
        return refused(request, note, body, " ".join(error.messages))
    return changed(request, note.ticket, entry=Entry(note.created_at, note=bubble_of(note)))


def refused(request, note, body, error):
    """To htmx a word only: what was typed still stands in the menu that it came from."""
    answer = render(
        request, "inbox/notes/edit.html", {"note": note, "body": body, "error": error}, status=422
    )
    if request.htmx:
        answer.content = b""
        trigger_client_event(answer, "toast", {"text": error, "kind": "error"})
    return answer


def changed(request, ticket, **context):
    if not request.htmx:
        return redirect(reverse("inbox:ticket", args=[ticket.number]))
    return render(request, "inbox/notes/_changed.html", {"ticket": ticket, **context})
