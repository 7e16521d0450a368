"""Several people write the same draft: whoever comes too late is told, and nothing is lost in silence."""

from dataclasses import replace
from typing import Any, NamedTuple

from django.db import models, transaction
from django.shortcuts import get_object_or_404
from django.utils.crypto import get_random_string

from inbox.channels import Refusal

LONGEST_PAGE = 12


class Seen(NamedTuple):
    """What somebody had before them as they wrote: a revision, on a page of their own."""

    revision: int
    page: str


class Revising(models.Model):
    """`revision` counts what was written; `revised_in` is the page where that was last, so that one may go on writing
    there without waiting for each answer. It is blank where no page did it (API, synonyms)."""

    revision = models.PositiveIntegerField(default=0, editable=False)
    revised_in = models.CharField(max_length=LONGEST_PAGE, blank=True, editable=False)
    revised_by = models.ForeignKey(
        "accounts.Membership", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        abstract = True

    def seen_now(self) -> Seen:
        """For a page that is opened now."""
        return Seen(self.revision, get_random_string(LONGEST_PAGE))

    def revise(
        self, name: str | None = None, seen: Seen | None = None, by=None, over: bool = False, **draft: Any
    ) -> None:
        """Name and draft, all that is given or nothing. Raises ValidationError; and Refusal when somebody else wrote
        since `seen`, unless it is to be written `over` that."""
        with transaction.atomic():
            self.lock()
            if seen is not None and not over:
                self.must_be_last(seen, by)
            if name is not None and name != self.name:
                self.rename(name)
            self.edit(by=by, page=seen.page if seen else "", **draft)

    def rewrite(self, parts: dict[str, Any], name: str | None = None, by=None, **draft: Any) -> None:
        """As `revise`, of a script of which only `parts` are given. Raises ValidationError."""
        with transaction.atomic():
            self.lock()
            script = replace(self.edited.read_script(), **parts)
            self.revise(name, by=by, script=script.as_json(), **draft)

    def edit(self, by=None, page: str = "", **values: Any):
        version = super().edit(**values)
        self.count_revision(by, page)
        return version

    def discard_draft(self) -> None:
        super().discard_draft()
        self.count_revision()

    def restore(self, version, by=None) -> None:
        """What this version says becomes the draft. Raises ValidationError: a keyword of it is another's by now; and
        Http404 when it was a draft that is gone."""
        with transaction.atomic():
            self.lock()
            version = get_object_or_404(self.versions.all(), pk=version.pk)
            self.edit(by=by, **{name: getattr(version, name) for name in self.versioned})

    def must_be_last(self, seen: Seen, by=None) -> None:
        """It being locked. Raises Refusal."""
        if self.revision == seen.revision or self.revised_in == seen.page:
            return
        who = f"{self.revised_by} has" if self.revised_by else "Somebody has"
        who = "In another window you have" if by and self.revised_by == by else who
        raise Refusal(
            "overtaken", "Changed meanwhile",
            f"{who} changed this {self.noun} since you opened it here, so what you wrote since is not saved.",
        )  # fmt: skip

    def count_revision(self, by=None, page: str = "") -> None:
        """The draft says something else now: whoever has an earlier one before them is told when they save."""
        self.revised_in, self.revised_by = page[:LONGEST_PAGE], by
        self.revision = models.F("revision") + 1
        self.save(update_fields=["revision", "revised_in", "revised_by"])
        self.refresh_from_db(fields=["revision"])
