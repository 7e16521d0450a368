"""One condition of a segment's rules. Each kind is a form, so that the builder and the API check it with the same
words, and knows how the people whom it means are found."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q

from campaigns import metrics

PERSON = OuterRef("pk")
SOURCES = 200  # the latest, which are offered; older ones are known all the same


class Vocabulary:
    """What an account's conditions can speak of; read when it is first asked for."""

    def __init__(self, account):
        self.account = account

    @cached_property
    def tags(self) -> dict[int, str]:
        return dict(self.account.tags.values_list("pk", "name"))

    @cached_property
    def properties(self) -> dict[str, set[str]]:
        """Names, with the kinds of values that they had."""
        found: dict[str, set[str]] = {}
        for name, kind in self.account.property_names.values_list("name", "kind"):
            found.setdefault(name, set()).add(kind)
        return found

    @cached_property
    def metrics(self) -> list[str]:
        return metrics.known(self.account)

    @cached_property
    def sources(self) -> dict[int, str]:
        """Campaigns and flows, the newest first."""
        latest = self.account.sources.order_by("-pk")[:SOURCES]
        return {source.pk: f"{source} ({source.get_kind_display().lower()})" for source in latest}

    def source(self, pk: int) -> str | None:
        if pk not in self.sources and (older := self.account.sources.filter(pk=pk).first()):
            self.sources[pk] = str(older)
        return self.sources.get(pk)


class Condition(forms.Form):
    """`how` says what is asked of the person, the other fields about what."""

    kind: ClassVar[str]
    label: ClassVar[str]
    hows: ClassVar[dict[str, str]]
    shaping: ClassVar[tuple[str, ...]] = ()  # fields on which depends what the others look like

    how = forms.ChoiceField(
        label="How",
        error_messages={"required": "Say how.", "invalid_choice": "“%(value)s” is not one of the ways."},
    )

    def __init__(self, data, vocabulary: Vocabulary, prefix: str | None = None, initial: dict | None = None):
        super().__init__(data, prefix=prefix, initial=initial)
        self.vocabulary = vocabulary
        self.among("how", self.hows.items())
        self.offer()

    def offer(self) -> None:
        """Fill in what can be chosen."""

    def among(self, name: str, choices: Iterable[tuple[Any, str]]) -> None:
        """What the field of this name can be."""
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)

    @property
    def rule(self) -> dict[str, Any]:
        """As it is kept, once it is valid."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return {"kind": self.kind} | given

    @property
    def first_error(self) -> str:
        return next((str(words[0]) for words in self.errors.values()), "")

    @staticmethod
    def find(rule: dict[str, Any]) -> Q:
        """Whom a rule of this kind means."""
        raise NotImplementedError

    @staticmethod
    def words(rule: dict[str, Any], vocabulary: Vocabulary) -> str:
        """The rule as the end of “people who …”."""
        raise NotImplementedError


class Scalar(forms.CharField):
    """A text, also where JSON says number; no list or object passes for one."""

    def to_python(self, value):
        if isinstance(value, bool | list | dict):
            raise ValidationError("Give a text or a number.", code="invalid")
        return super().to_python(value)


class Named(forms.ChoiceField):
    """One of what the vocabulary offers, by its id or name."""

    def __init__(self, unknown: str, **options):
        messages = {"required": "Choose one.", "invalid_choice": unknown}
        super().__init__(error_messages=messages, **options)


NOTHING_YET = ("", "Choose…")
