"""The builder's form (H1-H3, H7, H8): all of an automation's draft as it stands on the page, half written or not."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from automations.building.editing import edited
from automations.building.script_form import LONGEST_HOURS, MOST_REPROMPTS, faults, listed, script_in
from automations.models import Automation, AutomationVersion, Trigger
from automations.models.revising import LONGEST_PAGE, Seen
from automations.script import Script
from helpdesk.numbers import whole
from inbox.channels import Refusal
from inbox.models.published import LONGEST_NAME

KEEP = "keep"  # the button that saves over what somebody else wrote meanwhile
MOST_OFFERED = 50  # campaigns and flows in one list; more are found by name
TRIGGERS = [
    (Trigger.ALWAYS, "Every subscriber who texts a keyword"),
    (Trigger.REPLY, "Only who got a campaign or flow before"),
]


class AutomationForm(forms.Form):
    name = forms.CharField(max_length=LONGEST_NAME, widget=forms.TextInput({"autocomplete": "off"}))
    keywords = forms.CharField(
        required=False,
        max_length=2000,
        help_text="What people text to begin, such as PETS. Several with commas between them.",
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    trigger = forms.ChoiceField(label="Who can begin it", choices=TRIGGERS, widget=forms.RadioSelect)
    find = forms.CharField(
        label="Find by name",
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    trigger_source = forms.ChoiceField(label="Campaign or flow", required=False)
    trigger_hours = forms.IntegerField(label="Hours after it", required=False, min_value=1, max_value=24 * 90)
    max_reprompts = forms.IntegerField(label="Ask again at most", min_value=0, max_value=MOST_REPROMPTS)
    timeout_hours = forms.IntegerField(label="Hours to answer", min_value=1, max_value=LONGEST_HOURS)

    def __init__(self, data: QueryDict | None, *, automation: Automation):
        self.automation, self.draft = automation, automation.edited
        super().__init__(data, initial=shown(automation, self.draft))
        self.do = data.get("do", "") if data else ""
        self.script = script_as_asked(data, self.do) if data else self.draft.read_script()
        self.new = new_places(self.draft.read_script(), self.script)
        self.seen = seen_in(data) if data else automation.seen_now()
        self.faults = faults(self.script)
        self.overtaken = ""
        self.offer_sources()

    def offer_sources(self) -> None:
        """Those whose name holds what is looked for, newest first; the chosen one is always among them."""
        causes = self.automation.account.sources.causes()
        chosen = whole(str(self["trigger_source"].value() or ""))
        wanted = causes.filter(name__icontains=(self["find"].value() or "").replace("\0", "").strip())
        found = {source.pk: source for source in [*causes.filter(pk=chosen), *wanted[: MOST_OFFERED + 1]]}
        self.many = len(found) > MOST_OFFERED or bool(self["find"].value())
        offered = [(pk, f"{source} ({source.get_kind_display().lower()})") for pk, source in found.items()]
        sources = cast(forms.ChoiceField, self.fields["trigger_source"])
        sources.choices = [("", "Choose one …"), *offered]

    def clean_keywords(self) -> list[str]:
        return listed(self.cleaned_data["keywords"])

    def clean_trigger_source(self) -> int | None:
        return whole(self.cleaned_data["trigger_source"])

    def clean_trigger_hours(self) -> int:
        return self.cleaned_data["trigger_hours"] or self.draft.trigger_hours

    def clean(self) -> None:
        if self.faults:
            raise ValidationError([fault.text for fault in self.faults], code="fault")

    @property
    def version(self) -> AutomationVersion:
        """The draft as it stands on the page, also where it can't be kept."""
        if self.is_bound:
            values = {"script": self.script.as_json(), "keywords": listed(self.data.get("keywords", ""))}
            for name, value in (self.written() | values).items():
                setattr(self.draft, name, value)
        return self.draft

    def written(self) -> dict[str, Any]:
        names = ("keywords", "trigger", "trigger_hours", "trigger_source")
        values = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        if "trigger_source" in values:
            values["trigger_source_id"] = values.pop("trigger_source")
        return values

    def save(self, by=None) -> bool:
        """Whether it could be kept: that a draft is incomplete is no error."""
        if not self.is_valid():
            return False
        draft = self.written() | {"script": self.script.as_json()}
        try:
            self.automation.revise(self.cleaned_data["name"], self.seen, by, over=self.do == KEEP, **draft)
        except Refusal as refusal:
            self.overtaken = refusal.text
            self.add_error(None, refusal.text)
        except ValidationError as error:
            self.add_error("keywords", error)
        self.draft = self.automation.edited
        return not self.errors


def shown(automation: Automation, draft: AutomationVersion) -> dict[str, Any]:
    script = draft.read_script()
    return {
        "name": automation.name,
        "keywords": ", ".join(draft.keywords),
        "trigger": draft.trigger,
        "trigger_source": draft.trigger_source_id or "",
        "trigger_hours": draft.trigger_hours,
        "max_reprompts": script.max_reprompts,
        "timeout_hours": max(1, script.timeout_minutes // 60),
    }


def script_as_asked(data: QueryDict, do: str) -> Script:
    return edited(script_in(data), do, listed_lines(data))


def listed_lines(data: QueryDict) -> list[str]:
    """What was pasted into a choice besides its first line."""
    return [line for line in data.getlist("line") if line.strip()]


def seen_in(data: QueryDict) -> Seen:
    return Seen(whole(data.get("revision", "")) or 0, data.get("page", "")[:LONGEST_PAGE])


def new_places(before: Script, after: Script) -> set[str]:
    """The ids of messages and choices that were added just now."""
    return places(after) - places(before)


def places(script: Script) -> set[str]:
    choices = {choice.id for question in script.questions for choice in question.choices}
    return choices | {question.id for question in script.questions}
