from django import forms
from django.core.exceptions import ValidationError

from sms.models import LinkDomain, LinkOptions
from sms.models.link_domain import MOST, host_name


class LinkOptionsForm(forms.ModelForm):
    """E6."""

    class Meta:
        model = LinkOptions
        fields = ["shorten", "order_days"]
        help_texts = {
            "shorten": "Every link in a text to a customer, but not in the answers to STOP, HELP and START.",
            "order_days": "So long after a click an order counts for that text; of several clicks the last one.",
        }


class LinkDomainForm(forms.ModelForm):
    class Meta:
        model = LinkDomain
        fields = ["host"]
        help_texts = {"host": "Short and bare, such as go.acme.example."}

    def __init__(self, *args, account, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.account = account

    def clean_host(self):
        host = host_name(self.cleaned_data["host"])
        domains = self.instance.account.link_domains.all()
        if any(domain.host == host for domain in domains):
            raise ValidationError("You have this name already.")
        if len(domains) >= MOST:
            raise ValidationError(f"Up to {MOST} names can be kept. Remove one first.", code="too_many")
        return host
