"""What an account writes as a draft and switches on: flows (G2) and automations (H12). Each change is a version, and
the people inside finish the one they began."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils import timezone

from accounts.models import AccountOwned
from helpdesk.names import one_line
from inbox.channels import Refusal
from inbox.models.source import Source

LONGEST_NAME = 120


class Incomplete(ValidationError):
    """It can't be switched on: `problems` says what is missing, place by place."""

    def __init__(self, problems: list):
        super().__init__([problem.text for problem in problems], code="incomplete")
        self.problems = problems


class Version(AccountOwned):
    """`published_at` is null while it is a draft, of which there is one at most. Once it was on it is never changed."""

    number = models.PositiveIntegerField()
    published_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # What is written in `write` and judged elsewhere: a draft may hold what makes no sense yet.
    unjudged: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def __str__(self):
        return f"version {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    def write(self, **values: Any):
        """Set what is given, of a draft, which may be incomplete. Raises ValidationError for what can't be kept."""
        for name, value in values.items():
            setattr(self, name, value)
        self.clean_fields(exclude={"account", self.account_from or "", *self.unjudged})
        self.save(update_fields=list(values) if self.pk else None)
        return self


class Published(AccountOwned):
    """Its versions are `versions`, the one that is or was on is `live_version`; `versioned` are the fields of one,
    `moving` those that others may have changed since it was read."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        ON = "on", "On"
        OFF = "off", "Off"

    noun: str
    versioned: tuple[str, ...]
    moving: tuple[str, ...] = ("state", "live_version", "switched_on_at")

    source = models.OneToOneField("inbox.Source", on_delete=models.CASCADE, related_name="%(class)s")
    state = models.CharField(max_length=5, choices=State, default=State.DRAFT)
    switched_on_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.source.name

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def is_on(self) -> bool:
        return self.state == self.State.ON

    @classmethod
    def new_source(cls, account, name: str) -> Source:
        """Raises ValidationError."""
        return Source.objects.create(account=account, kind=cls.noun, name=cls.clean_name(name))

    @classmethod
    def clean_name(cls, text: str) -> str:
        """Raises ValidationError."""
        name = one_line(text)
        if not name:
            raise ValidationError(f"Give the {cls.noun} a name.", code="required")
        if len(name) > LONGEST_NAME:
            raise ValidationError(f"A name has at most {LONGEST_NAME} characters.", code="too_long")
        return name

    def rename(self, name: str) -> None:
        """Raises ValidationError."""
        self.source.name = self.clean_name(name)
        self.source.save(update_fields=["name"])

    def lock(self) -> None:
        """Whoever else changes it waits from now on, and what they did until now stands here. Every verb that judges or
        writes a version begins with this. Raises Http404 when it is gone."""
        others = type(self)._default_manager.select_for_update(no_key=True)
        try:
            self.refresh_from_db(fields=self.moving, from_queryset=others)
        except self.DoesNotExist:
            raise Http404 from None
        getattr(self, "_prefetched_objects_cache", {}).pop("versions", None)

    @property
    def draft(self):
        """What was changed and is not on yet."""
        return next((version for version in self.versions.all() if version.is_draft), None)

    @property
    def version(self):
        """The one that is or was on, of what ever was."""
        assert self.live_version is not None
        return self.live_version

    @property
    def edited(self):
        """The draft, or a copy of the version that is on, which becomes one when it is written."""
        if draft := self.draft:
            return draft
        values = {name: getattr(self.version, name) for name in self.versioned}
        return self.versions.model(**{self.noun: self, "number": self.version.number + 1, **values})

    def edit(self, **values: Any):
        """Set what is given, in the draft. Where that makes it what is on already, there is none any more. Raises
        ValidationError."""
        self.lock()
        draft = self.edited.write(**values)
        if self.live_version and all(
            getattr(draft, name) == getattr(self.live_version, name) for name in self.versioned
        ):
            draft.delete()
        return draft

    def discard_draft(self) -> None:
        """Back to the version that is on, or was. What never was has nothing to go back to."""
        self.lock()
        if self.live_version_id:
            self.versions.filter(published_at=None).delete()

    def switch_on(self):
        """From now on it begins by what the draft says if there is one. Raises Incomplete."""
        self.lock()
        version = self.draft or self.version
        if missing := [problem for problem in self.problems(version) if not problem.advice]:
            raise Incomplete(missing)
        now = timezone.now()
        if version.is_draft:
            version.published_at = now
            version.save(update_fields=["published_at"])
        if not self.is_on:
            self.switched_on_at = now
        self.state, self.live_version = self.State.ON, version
        self.save(update_fields=["state", "live_version", "switched_on_at"])
        self.ping()
        return version

    def switch_off(self, stop: bool = False) -> int:
        """Nobody enters any more. Those inside go on to the end, or with `stop` leave now; how many did."""
        self.lock()
        if self.is_on:
            self.state = self.State.OFF
            self.save(update_fields=["state"])
        self.ping()
        return self.stop_all() if stop else 0

    def remove(self) -> None:
        """Only what was never on: results stay. Raises Refusal."""
        self.lock()
        if self.live_version_id:
            raise Refusal(
                "was_on", f"This {self.noun} was on", "It has results, so it stays. Switch it off instead."
            )
        self.source.delete()
