import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sms.models import SubscribeKeyword, Texts


class TextsForm(forms.ModelForm):
    """The answers to compliance keywords (E3)."""

    class Meta:
        model = Texts
        fields = ["stop", "help", "start"]
        widgets = {name: forms.Textarea({"rows": 2}) for name in fields}


class ResponderForm(forms.ModelForm):
    """E5."""

    class Meta:
        model = Texts
        fields = ["auto_respond", "auto_response", "audience", "pause_hours"]
        widgets = {"auto_response": forms.Textarea({"rows": 3}), "audience": forms.RadioSelect}
        help_texts = {
            "auto_respond": "Answers texts without a recognised keyword. They still become tickets."
        }


class SubscribeKeywordForm(forms.ModelForm):
    class Meta:
        model = SubscribeKeyword
        fields = ["word"]
        help_texts = {"word": "Texting it gives marketing consent, for example JOIN."}

    def __init__(self, *args, account, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.account = account

    def validate_unique(self):
        super().validate_unique()
        taken = SubscribeKeyword.objects.filter(account=self.instance.account, normal=self.instance.normal)
        if self.instance.normal and taken.exists():
            self.add_error("word", "You have this keyword already.")


class AddressesForm(forms.Form):
    """E11: one address, or several with commas or lines between them. All are right, or none is added."""

    emails = forms.CharField(
        label="E-mail addresses",
        max_length=5000,
        help_text="Several with commas between them. Each gets a mail with a link to confirm it first.",
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "email"}),
    )

    def clean_emails(self) -> list[str]:
        emails = [part for part in re.split(r"[,;\s]+", self.cleaned_data["emails"]) if part]
        if wrong := [email for email in emails if not is_email(email)]:
            raise ValidationError(f"{', '.join(wrong)} can't be an e-mail address. Nothing was added.")
        return emails


def is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
