"""The forms of coupon pools, under Settings (E7)."""

from django import forms
from django.core.exceptions import ValidationError

from sms.coupon_codes import Codes, from_file, pasted
from sms.models import CouponPool


class PoolForm(forms.ModelForm):
    class Meta:
        model = CouponPool
        fields = ["name", "one_per_person", "low_at"]
        help_texts = {
            "name": "Such as “Spring sale”. It names the variable, too.",
            "one_per_person": "Whoever has got a code from this pool gets the same one again.",
            "low_at": "You are warned when fewer codes than that are left.",
        }
        widgets = {"name": forms.TextInput({"autocomplete": "off"})}

    def save_with(self, verb) -> CouponPool | None:
        """What the verb makes of it; None when it refuses, with its reasons beside the fields."""
        if not self.is_valid():
            return None
        try:
            return verb(**self.cleaned_data)
        except ValidationError as error:
            self.add_error(None, error)
            return None


class CodesForm(forms.Form):
    codes = forms.CharField(
        required=False,
        strip=False,
        help_text="One in each line, or with commas or semicolons between them.",
        widget=forms.Textarea({"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label="Or a CSV file",
        required=False,
        help_text="With one code in each row: in the column “code”, or else in the first. Up to 100,000.",
        widget=forms.FileInput({"accept": ".csv,.txt,text/csv,text/plain"}),
    )

    def clean(self):
        data = super().clean() or {}
        given = pasted(data.get("codes", ""))
        if upload := data.get("file"):
            from_upload = from_file(upload.read())
            given = Codes(given.fit + from_upload.fit, given.wrong + from_upload.wrong)
        if not given.fit and not self.errors:
            raise ValidationError(nothing_in(given))
        return data | {"given": given}

    def import_into(self, pool: CouponPool):
        """What was imported; None when it is refused."""
        if not self.is_valid():
            return None
        try:
            return pool.add(self.cleaned_data["given"])
        except ValidationError as error:
            self.add_error(None, error)
            return None


def nothing_in(given: Codes) -> str:
    if given.wrong:
        return f"None of this can be a code: {given.named_wrong}. A code has no spaces and at most 60 characters."
    return "Paste some codes, or choose a file with them."
