"""A flow's texts for one person: filled in, and the organization's name before marketing. Links get short as they
leave."""

from django.db import models

from inbox.channels import backend_for
from sms import composing, links


class FlowWording(models.Model):
    class Meta:
        abstract = True

    def check_text(self, text: str) -> None:
        """Raises ValidationError: it is too long, or names a variable or a coupon pool that there is not."""
        backend_for("sms").check_body(self.preview(text))

    def preview(self, text: str, person=None) -> str:
        """As this person (None: Sam Sample) would get it; takes neither codes nor links. Raises ValidationError."""
        shown = composing.preview(self.account, text, person, prefixed=self.is_marketing)
        return links.shortened_length(self.account, shown.body)

    def compose(self, text: str, person, key: str) -> str:
        """Raises ValidationError: a coupon pool is used up, or gone."""
        return composing.compose(self.account, person, text, key=key, prefixed=self.is_marketing)
