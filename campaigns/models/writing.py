"""What a campaign says and to whom: the fields of its editor."""

from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from campaigns import wording
from inbox.channels import Refusal
from inbox.models import Source
from sms import composing

LONGEST_NAME = 120
WRITTEN = ("kind", "audience", "segment", "text", "number", "scheduled_at")


class WritingQuerySet(models.QuerySet):
    def make(self, account, name: str, client_id=None, **values: Any):
        """A new draft. The same `client_id` again returns the first. Raises ValidationError by field."""
        draft = self.model(account=account, source=Source(account=account, kind=Source.Kind.CAMPAIGN))
        draft.client_id = client_id
        try:
            with transaction.atomic():
                return draft.write(name=name, **values)
        except IntegrityError:
            return self.get(account=account, client_id=client_id)


class Writing(models.Model):
    text: str

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def whom(self) -> str:
        """The audience in words; its segment by the name that it had when the campaign began."""
        if self.audience == self.Audience.SUBSCRIBERS:
            return "all subscribers"
        return f"the segment “{self.segment_name or self.segment or 'deleted'}”"

    def write(self, name: str | None = None, **values: Any):
        """Set what is given. Raises ValidationError by field, and Refusal when it is no draft any more."""
        self.must_be_draft()
        for field, value in values.items():
            setattr(self, field, value)
        self.text = self.text.replace("\0", "").replace("\r\n", "\n")
        self._must_make_sense()
        self.source.name = _checked(self.name if name is None else name)
        self.source.save()
        self.source_id = self.source.pk
        self.save(update_fields=[field for field in WRITTEN if field in values] if self.pk else None)
        return self

    def rename(self, name: str) -> None:
        """Also once it is sent: names are for the team. Raises ValidationError."""
        self.source.name = _checked(name)
        self.source.save(update_fields=["name"])

    @property
    def edition(self) -> str:
        """What stands for all that is sent, to whom and when: it changes with any of it."""
        pictures = [picture.pk for picture in self.shown_pictures]
        said = [
            self.kind,
            self.audience,
            self.segment_id,
            self.text,
            self.number_id,
            self.scheduled_at,
            pictures,
        ]
        return sha256(repr(said).encode()).hexdigest()[:16]

    def lock(self) -> None:
        """As it stands once everybody before us has committed."""
        if self.pk:
            locked = type(self).objects.select_for_update(no_key=True, of=("self",))
            self.refresh_from_db(from_queryset=locked)

    def must_be_draft(self) -> None:
        """Locked from then on. Raises Refusal."""
        self.lock()
        if not self.is_draft:
            why = f"“{self.name}” is no draft any more, so it can't be changed. Duplicate it instead."
            raise Refusal("campaign_state", "No draft any more", why)

    def preview(self, profile=None) -> composing.Preview:
        """The text as this person would get it (None: Sam Sample), with what it takes. Raises ValidationError."""
        return wording.preview(self, profile)

    def _must_make_sense(self) -> None:
        try:
            wording.check(self)
        except ValidationError as error:
            raise ValidationError({"text": error.messages}) from None
        if self.number is not None and self.number.account_id != self.account_id:
            raise ValidationError({"number": "Choose one of your numbers."})
        if self.segment is not None and self.segment.account_id != self.account_id:
            raise ValidationError({"segment": "Choose one of your segments."})


def _checked(name: str) -> str:
    name = " ".join(name.replace("\0", "").split())
    if not name:
        raise ValidationError({"name": "Give it a name. Your customers don't see it."})
    if len(name) > LONGEST_NAME:
        raise ValidationError({"name": f"Choose a name of at most {LONGEST_NAME} characters."})
    return name
