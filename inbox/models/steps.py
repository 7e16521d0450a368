"""What a macro does besides its text (C13), or what is left of it beside an answer that is being written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from accounts.access import Action
from accounts.models import Membership
from inbox.models.tag import Tag


class Assign(models.TextChoices):
    KEEP = "", "Stays with whom it is"
    ME = "me", "Whoever uses the macro"
    NOBODY = "nobody", "Nobody: back to Unassigned"


class Afterwards(models.TextChoices):
    OPEN = "", "Stays open"
    CLOSE = "close", "Closed"
    LATER = "later", "Snoozed until later today"
    TOMORROW = "tomorrow", "Snoozed until tomorrow"
    WEEK = "week", "Snoozed for a week"


class StepGone(ValidationError):
    """A step can't be taken any more. `step` is how a form names it: "tag 7", "assign 3"."""

    def __init__(self, message: str, step: str):
        super().__init__(message, code="step_gone")
        self.step = step


@dataclass(frozen=True)
class Steps:
    """`macros` are the ids of those that were used, for their counts."""

    tags: tuple[Tag, ...] = ()
    assigns: bool = False
    assignee: Membership | None = None
    close: bool = False
    until: datetime | None = None
    macros: Iterable[int] = ()

    def kept(self) -> dict[str, Any]:
        """For an answer that leaves later (C18), as JSON."""
        return {
            "tags": [tag.pk for tag in self.tags],
            "assigns": self.assigns,
            "assignee": self.assignee and self.assignee.pk,
            "close": self.close,
            "until": self.until and self.until.isoformat(),
            "macros": list(self.macros),
        }

    @classmethod
    def of(cls, account, kept: dict[str, Any]) -> "Steps":
        """What was kept, without what is gone or past by now."""
        until = kept["until"] and datetime.fromisoformat(kept["until"])
        return cls(
            tags=tuple(account.tags.filter(pk__in=kept["tags"])),
            assigns=kept["assigns"],
            assignee=account.memberships.select_related("user").filter(pk=kept["assignee"]).first(),
            close=kept["close"],
            until=until if until and until > timezone.now() else None,
            macros=kept["macros"],
        )

    def hold(self) -> None:
        """Lock what the steps need, so that once one is taken the others can be too. Raises StepGone."""
        there = Tag.objects.hold(self.tags) if self.tags else set()
        for tag in self.tags:
            if tag.pk not in there:
                raise StepGone(
                    f"The tag “{tag}” was deleted meanwhile, so nothing was done.", f"tag {tag.pk}"
                )
        if self.assignee is None:
            return
        workers = Membership.objects.who_may(Action.WORK_INBOX).filter(pk=self.assignee.pk)
        if not workers.select_for_update(of=("self",), no_key=True).exists():
            raise StepGone(
                f"{self.assignee} can't be given tickets any more, so nothing was done.",
                f"assign {self.assignee.pk}",
            )

    def apply(self, ticket, by) -> None:
        """All of them, or StepGone and none."""
        self.hold()
        self.take(ticket, by)

    def take(self, ticket, by) -> None:
        """What `hold` has made sure of."""
        for tag in self.tags:
            ticket.tag(tag, by)
        if self.assigns:
            ticket.assign(self.assignee, by)
        if self.close:
            ticket.close(by)
        elif self.until:
            ticket.snooze(self.until, by)
        if self.macros:
            ticket.account.macros.filter(pk__in=self.macros).count_use()


NOTHING_MORE = Steps()
