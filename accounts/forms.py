import zoneinfo

from allauth.account.forms import SignupForm as AllauthSignUpForm
from django import forms
from django.db import transaction

from accounts.models import Account, ApiKey


class SignUpForm(AllauthSignUpForm):
    """Signing up opens an account with its owner (A3)."""

    field_order = ["name", "brand", "email", "password1"]

    name = forms.CharField(
        label="Your name", max_length=100, widget=forms.TextInput({"autocomplete": "name"})
    )
    brand = forms.CharField(
        label="Brand",
        max_length=80,
        help_text="The name your customers know. It names your account.",
        widget=forms.TextInput({"autocomplete": "organization"}),
    )

    def save(self, request):
        with transaction.atomic():
            user = super().save(request)
            if user:
                Account.open(self.cleaned_data["brand"], owner=user, support_email=user.email)
        return user


class OpenAccountForm(forms.Form):
    brand = forms.CharField(label="Brand", max_length=80)


class PartForm(forms.ModelForm):
    """Some fields of a row that others change meanwhile: an account's counts its tickets. It writes its own alone."""

    def save(self, commit=True):
        if commit:
            self.instance.save(update_fields=list(self.fields))
        return self.instance


class AccountForm(PartForm):
    """A7."""

    class Meta:
        model = Account
        fields = ["name", "organization_prefix", "support_email", "time_zone", "privacy_url", "terms_url"]
        help_texts = {
            "organization_prefix": "Put before marketing texts and into the default answers. Blank: the name.",
            "support_email": "Where customers can write to; your texts can mention it.",
            "privacy_url": "Shown to shoppers before their first message.",
            "terms_url": "Shown to shoppers before their first message.",
        }
        widgets = {
            "time_zone": forms.Select(
                choices=[(zone, zone) for zone in sorted(zoneinfo.available_timezones())]
            )
        }


class ApiKeyForm(forms.ModelForm):
    class Meta:
        model = ApiKey
        fields = ["name", "scope"]
        help_texts = {"name": "Where it is used, such as “Shop back end”."}
