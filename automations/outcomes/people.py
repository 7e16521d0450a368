"""Who is in an automation and who was (H12): parts of them, and all of it as a table to download."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django import forms
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from accounts import tenancy
from automations.conversation import Ended
from automations.models import Automation, Session
from automations.outcomes.journeys import Known
from automations.outcomes.results import scripts
from automations.outcomes.results_form import ResultsForm
from automations.script import DEFAULT
from helpdesk import spreadsheets
from inbox.models import Ticket

INSIDE = "inside"
WAYS_OUT = [(INSIDE, "Still inside"), *Ended.choices]
HEAD = ("Name", "Phone", "Keyword", "Version", "Entered", "Ended", "How")
AT_ONCE = 2000


class PeopleForm(ResultsForm):
    """`how` their session ended; `at` which message, without an answer to it; their `choice` ("pet.cat")."""

    how = forms.ChoiceField(choices=WAYS_OUT, required=False)
    at = forms.CharField(max_length=12, required=False)
    choice = forms.RegexField(r"^[^.\0]{1,12}\.[^.\0]{1,12}$", required=False)
    recommendation = forms.CharField(max_length=12, required=False)

    def apply(self, sessions: QuerySet[Session]) -> QuerySet[Session]:
        asked = self.cleaned_data
        if self.since:
            sessions = sessions.filter(started_at__gte=self.since)
        if asked.get("version"):
            sessions = sessions.filter(version__number=asked["version"])
        if how := asked.get("how"):
            sessions = sessions.filter(ended="" if how == INSIDE else how)
        if at := asked.get("at"):
            sessions = sessions.filter(question=at).exclude(answers__has_key=at)
        if self.chosen:
            sessions = sessions.filter(answers__contains=dict([self.chosen]))
        if recommendation := asked.get("recommendation"):
            sessions = sessions.filter(recommendation=recommendation)
        return sessions

    @property
    def chosen(self) -> tuple[str, str] | None:
        """The ids of the message and the choice."""
        question, _, choice = (self.cleaned_data.get("choice") or "").partition(".")
        return (question, choice) if choice else None

    def told(self, asked: Known) -> str:
        """Who they are, in words: "Answered “Cat” · Opted out"."""
        said = []
        if self.chosen:
            question = asked.question(self.chosen[0])
            said.append(f"Answered “{asked.choice(question, self.chosen[1]).text}”")
        if at := self.cleaned_data.get("at"):
            said.append(f"Stopped at “{asked.question(at).text or at}”")
        if how := self.cleaned_data.get("how"):
            said.append(dict(WAYS_OUT)[how])
        if recommendation := self.cleaned_data.get("recommendation"):
            said.append(f"Recommendation: {_end(asked, recommendation)}")
        return " · ".join(said)

    def segment_url(self, asked: Known) -> str:
        """The segment builder with what these people have in common, where that stays on their profiles (H11)."""
        if not self.chosen:
            return ""
        question = asked.question(self.chosen[0])
        if not question.save_as or question.gone:
            return ""
        value = asked.choice(question, self.chosen[1]).text
        rule = {"kind": "property", "name": question.save_as, "how": "is", "value": value}
        fields = {f"c0-0-{name}": value for name, value in rule.items()}
        return f"{reverse('campaigns:segment_new')}?{urlencode(fields | {'name': f'{question.save_as}: {value}'})}"


def known(automation: Automation) -> Known:
    return Known(scripts(automation, None, list(automation.versions.all())))


def listed(automation: Automation, form: PeopleForm) -> QuerySet[Session]:
    """Newest first, each with the number of the person's ticket, if there is one."""
    tickets = Ticket.objects.filter(profile=OuterRef("profile"), channel=OuterRef("channel"))
    sessions = form.apply(automation.sessions.counted().select_related("profile", "version"))
    return sessions.annotate(ticket=Subquery(tickets.values("number")[:1]))


def table(automation: Automation, form: PeopleForm) -> Iterator[str]:
    """CSV, some rows at a time, newest first. Each piece has a transaction of its own: the request's has ended."""
    asked = known(automation)
    questions = [(each.id, each.name or each.text) for each in asked.every_question()]
    yield "\ufeff" + spreadsheets.lines([(*HEAD, *(name for _, name in questions), "Recommendation")])
    before = None
    while rows := _some(automation, form, before):
        yield spreadsheets.lines(_cells(session, asked, [pk for pk, _ in questions]) for session in rows)
        before = rows[-1].pk


def _some(automation: Automation, form: PeopleForm, before: int | None) -> list[Session]:
    with tenancy.enter(automation.account_id):
        sessions = form.apply(automation.sessions.counted().select_related("profile", "version"))
        return list((sessions.filter(pk__lt=before) if before else sessions)[:AT_ONCE])


def _cells(session: Session, asked: Known, questions: list[str]) -> tuple:
    answers = [
        asked.choice(asked.question(pk), session.answers[pk]).text if pk in session.answers else ""
        for pk in questions
    ]
    return (
        session.profile.full_name,
        session.profile.phone,
        session.keyword,
        session.version.number,
        session.started_at.isoformat(timespec="seconds"),
        session.ended_at.isoformat(timespec="seconds") if session.ended_at else "",
        session.get_ended_display() or "Still inside",
        *answers,
        _end(asked, session.recommendation),
    )


def _end(asked: Known, recommendation: str) -> str:
    """Which one."""
    if recommendation in ("", DEFAULT):
        return "the default one" if recommendation else ""
    return f"after “{asked.choice_named(recommendation)}”"
