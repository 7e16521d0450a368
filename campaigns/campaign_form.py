from typing import cast

from django import forms
from django.core.exceptions import ValidationError

from campaigns.models import Campaign, Segment
from campaigns.models.writing import LONGEST_NAME
from inbox import snoozes
from inbox.channels import Refusal
from inbox.models.scheduling import checked
from sms.models import Number

NOW, AT = "now", "at"


class CampaignForm(forms.Form):
    """The editor: everything about a campaign on one page (G1)."""

    name = forms.CharField(
        max_length=LONGEST_NAME,
        help_text="For your team; customers don't see it.",
        widget=forms.TextInput({"autocomplete": "off", "placeholder": "Spring sale"}),
    )
    segment = forms.ModelChoiceField(
        queryset=Segment.objects.none(),
        label="People",
        required=False,
        empty_label="All subscribers",
        error_messages={"invalid_choice": "This segment was deleted. Choose another one."},
    )
    kind = forms.ChoiceField(
        label="What it is",
        choices=[
            (
                Campaign.Kind.MARKETING,
                "Marketing: to those who agreed to marketing texts, signed with your name",
            ),
            (
                Campaign.Kind.TRANSACTIONAL,
                "Transactional: news about an order or an account, to all subscribers",
            ),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        required=False, max_length=5000, strip=False, widget=forms.Textarea({"rows": 5, "spellcheck": "true"})
    )
    upload = forms.FileField(
        label="Add a picture", required=False, widget=forms.FileInput({"accept": "image/*"})
    )
    number = forms.ModelChoiceField(
        queryset=Number.objects.none(),
        label="Send from",
        required=False,
        empty_label="As usual: the number that each person knows",
        error_messages={"invalid_choice": "This number is not connected any more. Choose another one."},
    )
    when = forms.ChoiceField(
        label="It begins",
        choices=[(NOW, "As soon as I send it"), (AT, "At a date and time")],
        widget=forms.RadioSelect,
    )
    at = forms.CharField(
        label="Date and time", required=False, widget=forms.DateTimeInput({"type": "datetime-local"})
    )
    phones = forms.CharField(
        label="Your own phone",
        required=False,
        max_length=200,
        help_text="Up to five with commas between them. They need not be subscribed; whoever said STOP gets nothing.",
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "placeholder": "+1 503 555 0100"}),
    )

    def __init__(self, *args, account, campaign: Campaign | None = None, **kwargs):
        super().__init__(*args, **{"initial": _initial(campaign, account.zone)} | kwargs)
        self.account, self.campaign = account, campaign
        self._choices("number").queryset = account.sms_numbers.default_first()
        self._choices("segment").queryset = account.segments.all()

    def _choices(self, name: str) -> forms.ModelChoiceField:
        return cast(forms.ModelChoiceField, self.fields[name])

    def clean(self):
        data = super().clean() or {}
        data["scheduled_at"] = None
        if data.get("when") == AT:
            try:
                data["scheduled_at"] = checked(snoozes.moment(data.get("at", ""), self.account.zone))
            except ValidationError as error:
                self.add_error("at", error)
        return data

    @property
    def written(self) -> dict:
        """What of it is the campaign's, as far as it makes sense."""
        names = ("kind", "segment", "text", "number", "scheduled_at")
        written = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        whom = Campaign.Audience.SEGMENT if written.get("segment") else Campaign.Audience.SUBSCRIBERS
        return written | ({"audience": whom} if "segment" in written else {})

    def save(self) -> Campaign | None:
        """The draft; None when it is refused, with the reasons beside the fields."""
        if not self.is_valid():
            return None
        try:
            name, upload = self.cleaned_data["name"], self.cleaned_data["upload"]
            if self.campaign:
                self.campaign.write(name=name, **self.written)
            else:
                self.campaign = Campaign.objects.make(self.account, name, **self.written)
            if upload:
                self.campaign.add_picture(upload)
        except ValidationError as error:
            self.add_error(None, error)
            return None
        except Refusal as refusal:
            self.add_error(None, refusal.text)
            return None
        return self.campaign

    def unsaved(self) -> Campaign:
        """The campaign as it would be, to be looked at."""
        self.is_valid()
        campaign = self.campaign or Campaign(account=self.account)
        for name, value in self.written.items():
            setattr(campaign, name, value)
        return campaign


def _initial(campaign: Campaign | None, zone) -> dict:
    if campaign is None:
        return {"kind": Campaign.Kind.MARKETING, "when": NOW}
    at = campaign.scheduled_at
    return {name: getattr(campaign, name) for name in ("name", "kind", "segment", "text", "number")} | {
        "when": AT if at else NOW,
        "at": at.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if at else "",
    }
