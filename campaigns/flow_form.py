"""The builder's form (G2): what starts a flow and its steps, as they stand on the page, half written or not."""

from typing import Any

from django import forms
from django.http import QueryDict

from campaigns import event_conditions
from campaigns.models import Flow, FlowVersion, Reentry
from campaigns.steps import KINDS, Step, edited
from helpdesk.numbers import whole
from inbox.models.published import LONGEST_NAME

CONDITION = ("name", "operator", "value")


class FlowForm(forms.Form):
    name = forms.CharField(max_length=LONGEST_NAME, widget=forms.TextInput({"autocomplete": "off"}))
    kind = forms.ChoiceField(
        label="Its texts are",
        choices=[
            (Flow.Kind.MARKETING, "Marketing: your name in front"),
            (Flow.Kind.TRANSACTIONAL, "About an order, an account …"),
        ],
        help_text="Marketing reaches those who consent to it, the other every subscriber.",
    )
    metric = forms.CharField(
        label="Starts when this happens",
        max_length=80,
        required=False,
        widget=forms.TextInput({"list": "metrics", "autocomplete": "off", "placeholder": "Placed order"}),
    )
    reentry = forms.ChoiceField(label="The same person enters", choices=Reentry)
    reentry_days = forms.IntegerField(label="Days between", min_value=1, max_value=365)
    goal = forms.CharField(
        label="People leave when this happens",
        max_length=80,
        required=False,
        widget=forms.TextInput({"list": "metrics", "autocomplete": "off", "placeholder": "Placed order"}),
    )

    def __init__(self, data: QueryDict | None, *, flow: Flow, draft: FlowVersion):
        shown = ("metric", "reentry", "reentry_days", "goal")
        initial = {name: getattr(draft, name) for name in shown} | {"name": flow.name, "kind": flow.kind}
        super().__init__(data, initial=initial)
        self.flow, self.draft = flow, draft
        self.steps = edited(steps_in(data), data.get("do", "")) if data else draft.read_steps()
        self.conditions = conditions_in(data) if data else draft.conditions
        self.new = {step.id for step in self.steps} - {step.id for step in draft.read_steps()}

    def save(self) -> bool:
        """Whether it could be kept: that a draft is incomplete is no error."""
        if not self.is_valid():
            return False
        steps = [step.as_json() for step in self.steps]
        self.flow.revise(**self.cleaned_data, conditions=self.conditions, steps=steps)
        self.draft = self.flow.edited
        return True


def steps_in(data: QueryDict) -> list[Step]:
    """In the order of the page: the field `step` names them."""
    ids = list(dict.fromkeys(data.getlist("step")))
    return [step for step_id in ids if (step := _step(data, step_id))]


def _step(data: QueryDict, step_id: str) -> Step | None:
    kind = KINDS.get(data.get(f"{step_id}-kind", ""))
    if kind is None or len(step_id) > 12:
        return None
    given: dict[str, Any] = {
        "text": data.get(f"{step_id}-text", "").replace("\r\n", "\n").replace("\0", ""),
        "number": whole(data.get(f"{step_id}-number", "")) or 0,
        "unit": data.get(f"{step_id}-unit", ""),
        "time": data.get(f"{step_id}-time", "")[:5],
        "segment": whole(data.get(f"{step_id}-segment", "")),
        "otherwise": data.get(f"{step_id}-otherwise", "")[:12],
    }
    return kind(step_id, **{name: given[name] for name in kind.__dataclass_fields__ if name in given})


def conditions_in(data: QueryDict) -> list[dict[str, str]]:
    rows = zip(*(data.getlist(f"condition-{part}") for part in CONDITION), strict=False)
    found = [dict(zip(CONDITION, (part.strip() for part in row), strict=True)) for row in rows]
    verb, _, what = data.get("do", "").partition(" ")
    if verb == "drop" and (place := whole(what)) is not None:
        del found[place : place + 1]
    if verb == "ask":
        found.append({"name": "", "operator": next(iter(event_conditions.OPERATORS)), "value": ""})
    return found
