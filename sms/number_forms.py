"""Forms about the numbers, the provider that carries them, and what they may cost."""

import re

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import PartForm
from profiles import phones
from sms import providers, warning
from sms.models import Number, SendingOptions


class NumberForm(forms.ModelForm):
    """E1: a number by the provider's account id and token, both checked with the provider before they are kept."""

    class Meta:
        model = Number
        fields = ["number", "account_sid", "auth_token", "messaging_service_sid", "compliance_by"]
        labels = {
            "number": "Phone number",
            "account_sid": "Account SID",
            "auth_token": "Auth token",
            "messaging_service_sid": "Messaging service SID",
            "compliance_by": "Who answers STOP, HELP and START",
        }
        help_texts = {
            "number": "With its country code, such as +1 503 555 0100. Short codes as they are.",
            "account_sid": "From your provider's console; it begins with AC.",
            "auth_token": "The primary auth token beside it, not an API key: webhooks are signed with it.",
            "messaging_service_sid": "When the number belongs to a pool; it begins with MG.",
            "compliance_by": "The provider, when its own opt-out handling is on: nobody is answered twice.",
        }
        widgets = {
            "auth_token": forms.PasswordInput({"autocomplete": "off"}),
            "number": forms.TextInput({"type": "tel"}),
        }

    def __init__(self, *args, account, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_number(self):
        raw = self.cleaned_data["number"].strip()
        if re.search(r"[^\W\d_]", raw):
            raise ValidationError(
                "A sender name can't be connected: people can't answer it, so no conversation would ever arrive. "
                "Use a phone number or a short code.",
                code="alphanumeric",
            )
        return raw if re.fullmatch(r"\d{3,8}", raw) else phones.normalise(raw)

    def clean_account_sid(self):
        sid = self.cleaned_data["account_sid"].strip()
        if not re.fullmatch(r"AC[0-9a-fA-F]{32}", sid):
            raise ValidationError("An Account SID is AC followed by 32 digits and letters a to f.")
        return sid

    def clean_messaging_service_sid(self):
        return service_sid(self.cleaned_data["messaging_service_sid"])

    def clean(self):
        data = super().clean() or {}
        number, sid, token = (data.get(name) for name in ("number", "account_sid", "auth_token"))
        if number and self.account.sms_numbers.connected().filter(number=number).exists():
            self.add_error("number", "This number is connected already.")
        elif number and sid and token:
            providers.named(self.instance.provider_name).check_credentials(sid, token)
            if Number.is_taken(sid, number):
                self.add_error("number", "Another account here has this number. Disconnect it there first.")
        return data

    def connect(self) -> Number:
        rate = Number(number=self.cleaned_data["number"]).suggested_rate
        return Number.connect(self.account, texts_per_second=rate, **self.cleaned_data)


class DetailsForm(forms.ModelForm):
    """What may be said of a number besides how it is reached."""

    class Meta:
        model = Number
        fields = ["name", "texts_per_second", "messaging_service_sid"]
        labels = {"texts_per_second": "Texts per second", "messaging_service_sid": "Messaging service SID"}
        help_texts = {
            "name": "What your team calls it, such as “Support” or “Germany”.",
            "messaging_service_sid": "When the number belongs to a pool; it begins with MG. Texts then leave through "
            "the service, whose registration counts.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["texts_per_second"].help_text = (
            "Campaigns send no faster. Its registration with the provider says how many it may; usual for such a "
            f"number: {self.instance.suggested_rate}."
        )

    def clean_messaging_service_sid(self):
        return service_sid(self.cleaned_data["messaging_service_sid"])


def service_sid(typed: str) -> str:
    sid = typed.strip()
    if sid and not re.fullmatch(r"MG[0-9a-fA-F]{32}", sid):
        raise ValidationError("A messaging service SID is MG followed by 32 digits and letters a to f.")
    return sid


class SendingForm(PartForm):
    """Which number speaks."""

    class Meta:
        model = SendingOptions
        fields = ["answer_from"]
        widgets = {"answer_from": forms.RadioSelect}


class UsageForm(PartForm):
    """E12: a month's credits, and what one costs."""

    class Meta:
        model = SendingOptions
        fields = ["monthly_limit", "price_per_segment", "currency"]
        labels = {"monthly_limit": "Credits a month, at most", "price_per_segment": "Price of a credit"}
        help_texts = {
            "monthly_limit": "Blank: no limit.",
            "price_per_segment": "What your provider charges for a segment, with fees. Costs are only estimated by it.",
            "currency": "Three letters, such as USD.",
        }

    def __init__(self, *args, account, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_currency(self):
        currency = self.cleaned_data["currency"].strip().upper()
        if not re.fullmatch(r"[A-Z]{3}", currency):
            raise ValidationError("A currency is three letters, such as USD or EUR.")
        return currency

    def save(self, commit=True):
        saved = super().save(commit)
        warning.changed(self.account)
        return saved


class TokenForm(forms.Form):
    """A rotated token: the one before is still believed on webhooks that are under way."""

    auth_token = forms.CharField(label="New auth token", widget=forms.PasswordInput({"autocomplete": "off"}))

    def __init__(self, *args, number, **kwargs):
        super().__init__(*args, **kwargs)
        self.number = number

    def clean_auth_token(self):
        token = self.cleaned_data["auth_token"].strip()
        self.number.provider.check_credentials(self.number.account_sid, token)
        return token

    def rotate(self) -> None:
        self.number.rotate(self.cleaned_data["auth_token"])


class ComplianceByForm(forms.ModelForm):
    class Meta:
        model = Number
        fields = ["compliance_by"]
