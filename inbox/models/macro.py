"""Reusable answers (C13): a text with variables, and what else is done with the ticket."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.access import Action
from accounts.models import AccountOwned
from inbox import variables
from inbox.models.steps import Afterwards, Assign
from inbox.models.tag import Tag

MOST = 500  # that one can choose from: the picker shows all of them at once
LONGEST = 5000
SHORTCUT = RegexValidator(
    re.compile(r"\A[\w-]+\Z"), "A shortcut is one word of letters, digits, - and _, such as “refund”."
)
OWNED = Q(owner__isnull=False)


class MacroQuerySet(models.QuerySet["Macro"]):
    def usable_by(self, by):
        """The team's, and a member's own. An API key has none of its own."""
        return self.filter(Q(owner=None) | Q(owner=by.pk if by.actor_kind == "agent" else None))

    def for_display(self):
        return self.select_related("assignee__user").prefetch_related("tags").order_by("normal", "id")

    def matching(self, words: str):
        """Those that have the words in their name, their shortcut or their text."""
        found = Q(name__icontains=words) | Q(shortcut__icontains=words) | Q(body__icontains=words)
        return self.filter(found) if words else self

    def called(self, words: str) -> "Macro | None":
        """By its shortcut or its name, in whatever case; one's own before the team's."""
        normal = " ".join(words.casefold().split()).removeprefix("/")
        found = self.filter(Q(shortcut=normal) | Q(normal=normal))
        return found.order_by(F("owner").asc(nulls_last=True), "id").first()

    def count_use(self) -> None:
        self.update(use_count=F("use_count") + 1, last_used_at=timezone.now())

    def make(self, account, owner=None, **values) -> "Macro":
        """A new one, of the team or of its owner alone. Raises ValidationError by field."""
        if self.filter(account=account, owner=owner).count() >= MOST:
            raise ValidationError(f"There are {MOST} macros already, and more can't be. Delete some first.")
        return Macro(account=account, owner=owner).write(**values)


class Macro(AccountOwned):
    """Of the whole team, or of its owner alone. Its name and shortcut are unique among the team's or the owner's."""

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="macros", db_index=False
    )
    owner = models.ForeignKey(
        "accounts.Membership", null=True, on_delete=models.CASCADE, related_name="macros"
    )
    name = models.CharField(max_length=80)
    normal = models.CharField(max_length=240, editable=False)  # what makes two names the same
    shortcut = models.CharField(max_length=30, blank=True, validators=[SHORTCUT])
    body = models.TextField("text", max_length=LONGEST, blank=True, validators=[variables.check_macro])
    tags = models.ManyToManyField("inbox.Tag", through="MacroTag", related_name="+")
    assign = models.CharField(max_length=10, choices=Assign, blank=True, default=Assign.KEEP)
    assignee = models.ForeignKey(
        "accounts.Membership", null=True, blank=True, on_delete=models.RESTRICT, related_name="+"
    )
    afterwards = models.CharField(max_length=10, choices=Afterwards, blank=True, default=Afterwards.OPEN)
    use_count = models.PositiveIntegerField(default=0, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MacroQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "normal"], name="macro_name", condition=~OWNED),
            models.UniqueConstraint(fields=["owner", "normal"], name="macro_name_of_owner", condition=OWNED),
            models.UniqueConstraint(
                fields=["account", "shortcut"], name="macro_shortcut", condition=~OWNED & ~Q(shortcut="")
            ),
            models.UniqueConstraint(
                fields=["owner", "shortcut"],
                name="macro_shortcut_of_owner",
                condition=OWNED & ~Q(shortcut=""),
            ),
            models.CheckConstraint(condition=Q(assign="") | Q(assignee=None), name="macro_assigns_once"),
        ]

    def __str__(self):
        return self.name

    @property
    def is_broken(self) -> bool:
        """It hands tickets to somebody who has left, or may no longer work them."""
        return self.assignee is not None and not self.assignee.may(Action.WORK_INBOX)

    def write(self, tags: Iterable[Tag] | None = None, **values) -> "Macro":
        """Set what is given. Raises ValidationError by field before anything is written."""
        for name, value in values.items():
            setattr(self, name, value)
        self.name = " ".join(self.name.split())
        self.normal, self.shortcut = self.name.casefold(), self.shortcut.strip().removeprefix("/").casefold()
        self.clean_fields(exclude=["account", "owner", "normal"])
        self._must_make_sense(tags)
        try:
            with transaction.atomic():
                self.save(update_fields=[*values, "normal"] if self.pk else None)
        except IntegrityError as error:
            raise self._taken(error) from None
        if tags is not None:
            self.tags.set(Tag.objects.hold(tags), through_defaults={"account_id": self.account_id})
        return self

    def _must_make_sense(self, tags: Iterable[Tag] | None) -> None:
        if self.assign and self.assignee:
            raise ValidationError({"assign": "Choose one whom the ticket is given to."})
        adds_tags = tags or (tags is None and self.pk and self.tags.exists())
        if not (self.body.strip() or adds_tags or self.assign or self.assignee or self.afterwards):
            raise ValidationError({"body": "Write a text, or choose something that the macro does."})

    def _taken(self, error: IntegrityError) -> ValidationError:
        constraint = error.__cause__.diag.constraint_name or ""  # type: ignore[union-attr]
        field = "shortcut" if constraint.startswith("macro_shortcut") else "name"
        whose = "You have" if self.owner_id else "The team has"
        return ValidationError({field: f"{whose} a macro with this {field} already. Choose another one."})


class MacroTag(AccountOwned):
    """That a macro adds a tag. It goes with the tag."""

    account_from = "macro"

    macro = models.ForeignKey(Macro, on_delete=models.CASCADE, related_name="macro_tags", db_index=False)
    tag = models.ForeignKey("inbox.Tag", on_delete=models.CASCADE, related_name="macro_tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["macro", "tag"], name="tag_once_per_macro")]

    def __str__(self):
        return f"{self.tag_id} by {self.macro_id}"
