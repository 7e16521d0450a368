"""The simulator's form: what was done on the phone so far, what is done now, and whose phone it is."""

from django import forms
from django.db import models
from django.utils import timezone

from automations.building.automation_form import AutomationForm
from automations.models import Automation, AutomationVersion
from automations.simulating import acts
from automations.simulating.simulation import Simulation
from profiles.models import Profile
from profiles.naming import whom
from sms.segments import MAX_CHARACTERS

RESTART, REFRESH = (
    "restart",
    "refresh",
)  # what is done now, besides an act: nothing of it stays, or nothing is added


class Who(models.TextChoices):
    SUBSCRIBER = "subscriber", "A subscriber"
    STRANGER = "stranger", "Somebody without consent"
    PERSON = "person", "One of your profiles"


class SimulationForm(forms.Form):
    """`next` is the act of a button; without it the text is said."""

    text = forms.CharField(
        required=False,
        max_length=MAX_CHARACTERS,
        strip=False,
        widget=forms.TextInput(
            {"autocomplete": "off", "placeholder": "Text message", "aria-label": "Text message"}
        ),
    )
    who = forms.ChoiceField(label="Whose phone", choices=Who, required=False)
    person = forms.CharField(
        label="Number or name",
        required=False,
        max_length=160,
        widget=forms.TextInput({"autocomplete": "off", "placeholder": "+1 503 555 0123"}),
    )

    def __init__(self, data, *, automation: Automation, number: str = ""):
        super().__init__(data, initial={"who": Who.SUBSCRIBER}, auto_id="phone-%s")
        self.automation = automation
        self.number = data.get("version", "") if data else number
        self.version = typed(automation, data) or version_of(automation, self.number)
        self.closes = bool(data and "closes" in data)  # the phone lies over a page
        self.acts = acts.read_all(data.getlist("act")) if data else []
        self.next = data.get("next", "") if data else ""

    def clean_who(self) -> str:
        return self.cleaned_data["who"] or Who.SUBSCRIBER

    def clean(self) -> None:
        account, who = self.automation.account, self.cleaned_data.get("who")
        self.profile, self.is_made_up = made_up(account, subscribes=who != Who.STRANGER), True
        if who != Who.PERSON or self.is_just_asked:
            return
        person, why = whom(account, self.cleaned_data.get("person", ""))
        if person is None:
            self.add_error("person", why)
        else:
            self.profile, self.is_made_up = person, False

    @property
    def asks_person(self) -> bool:
        return self["who"].value() == Who.PERSON

    @property
    def is_just_asked(self) -> bool:
        """Nobody has been named yet, and nothing is done meanwhile: what stands there stays."""
        return self.next == REFRESH and not self["person"].value()

    @property
    def is_full(self) -> bool:
        return len(self.acts) >= acts.MOST

    def simulation(self) -> Simulation:
        """With what is done now; where the form is refused, without it, on the phone of a subscriber."""
        person, invited = made_up(self.automation.account, subscribes=True), True
        if self.is_bound and self.is_valid():
            person, invited, self.acts = self.profile, self.is_made_up, self.done()
        return Simulation(self.automation, self.version, person, invited).replay(self.acts)

    def done(self) -> list[acts.Act]:
        if self.next == RESTART:
            return []
        return acts.read_all([*(act.line for act in self.acts), self.next or self.said()])

    def said(self) -> str:
        """What was typed, as an act; it leaves the field."""
        self.data = {name: self.data[name] for name in self.data} | {"text": ""}
        return acts.Text(self.cleaned_data["text"]).line


def typed(automation: Automation, data) -> AutomationVersion | None:
    """What stands on the builder's page, kept or not, where its form comes along."""
    if not data or "keywords" not in data:
        return None
    form = AutomationForm(data, automation=automation)
    form.is_valid()
    return form.version


def version_of(automation: Automation, number: str) -> AutomationVersion:
    """The one of this number; else what is being written."""
    named = automation.versions.filter(number=int(number[:6])) if number.isdecimal() else None
    return (named and named.first()) or automation.edited


def made_up(account, subscribes: bool) -> Profile:
    """Somebody who is nobody; as in previews (sms.composing.SOMEBODY)."""
    since = timezone.now() if subscribes else None
    return Profile(account=account, first_name="Sam", last_name="Sample", marketing_since=since)
