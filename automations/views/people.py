"""Who is in an automation and who was (H12)."""

from typing import NamedTuple

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Action, member_may
from automations.models import Session
from automations.outcomes.journeys import Known
from automations.outcomes.people import PeopleForm, known, listed, table
from helpdesk.numbers import whole

PAGE = 50


class Entry(NamedTuple):
    """A session as the list shows it: with what was answered."""

    session: Session
    answers: list[str]


@member_may(Action.MANAGE_AUTOMATIONS)
@require_safe
def people(request, automation_id):
    automation = request.account.automations.prefetch_related("versions").by_id(automation_id)
    form, asked = form_for(automation, request), known(automation)
    sessions = listed(automation, form)
    if before := whole(request.GET.get("before", "")):
        sessions = sessions.filter(pk__lt=before)
    page = list(sessions[: PAGE + 1])
    context = {"automation": automation, "form": form, "entries": entries(page[:PAGE], asked)}
    context |= {"told": form.told(asked), "segment": form.segment_url(asked)}
    context["older"] = page[PAGE - 1].pk if len(page) > PAGE else None
    return render(request, "automations/people/page.html", context)


@member_may(Action.MANAGE_AUTOMATIONS)
@require_safe
def people_file(request, automation_id):
    automation = request.account.automations.prefetch_related("versions").by_id(automation_id)
    rows = table(automation, form_for(automation, request))
    file = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    file["Content-Disposition"] = f'attachment; filename="automation-{automation.pk}.csv"'
    return file


def form_for(automation, request) -> PeopleForm:
    return PeopleForm(request.GET, automation)


def entries(sessions: list[Session], asked: Known) -> list[Entry]:
    return [
        Entry(
            session,
            [asked.choice(asked.question(pk), choice).text for pk, choice in session.answers.items()],
        )
        for session in sessions
    ]
