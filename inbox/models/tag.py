"""The account's tags (C11): made on the fly, coloured, renamed, merged. What one is on stands in tagging.py."""

from collections.abc import Iterable
from typing import cast

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import AccountOwned
from helpdesk import live
from helpdesk.names import one_line
from inbox.channels import steps
from inbox.models.recording import SYSTEM

LONGEST = 50
HOLD = "SELECT id FROM inbox_tag WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"
MOST = 500  # of an account: more can't be overlooked, and a menu shows all of them at once


class Colour(models.TextChoices):
    """Each has its ink and its ground in tokens.css."""

    GREY = "grey", "Grey"
    RED = "red", "Red"
    ORANGE = "orange", "Orange"
    YELLOW = "yellow", "Yellow"
    GREEN = "green", "Green"
    TEAL = "teal", "Teal"
    BLUE = "blue", "Blue"
    INDIGO = "indigo", "Indigo"
    PURPLE = "purple", "Purple"
    PINK = "pink", "Pink"


def clean_name(text: str) -> str:
    """The name on one line. Raises ValidationError when there is none or it is too long."""
    name = one_line(text)
    if not name:
        raise ValidationError("Give the tag a name.", code="required")
    if len(name) > LONGEST:
        raise ValidationError(
            f"A tag has at most {LONGEST} characters; this one has {len(name)}.", code="too_long"
        )
    return name


def taken(name: str) -> ValidationError:
    return ValidationError(f"There is a tag “{name}” already. You can merge the two.", code="taken")


def counted(relation: str) -> Coalesce:
    """How many things bear the tag, each kind counted by itself."""
    bearer = cast(type[models.Model], Tag._meta.get_field(relation).related_model)
    bearers = bearer._default_manager.filter(tag=models.OuterRef("pk"))
    return Coalesce(models.Subquery(bearers.values("tag").annotate(n=models.Count("pk")).values("n")), 0)


class TagQuerySet(models.QuerySet["Tag"]):
    def with_counts(self):
        return self.annotate(
            ticket_count=counted("ticket_tags"), profile_count=counted("profile_tags")
        ).order_by("normal")

    def for_name(self, account, name: str) -> "Tag":
        """The account's tag of this name in whatever case, made if there is none. Raises ValidationError."""
        name = clean_name(name)
        if tag := self.filter(account=account, normal=name.casefold()).first():
            return tag
        colour = self.next_colour(account)
        key, values = {"account": account, "normal": name.casefold()}, {"name": name, "colour": colour}
        return self.get_or_create(**key, defaults=values)[0]

    def make(self, account, name: str, colour: str = "") -> "Tag":
        """A new tag. Raises ValidationError when there is one of the name already."""
        name, next_colour = clean_name(name), self.next_colour(account)
        try:
            with transaction.atomic():
                return self.create(
                    account=account, name=name, normal=name.casefold(), colour=colour or next_colour
                )
        except IntegrityError:
            raise taken(name) from None

    def hold(self, tags: Iterable["Tag"]) -> set[int]:
        """Lock tags against being deleted meanwhile; the ids of those that still are there."""
        with connection.cursor() as cursor:
            cursor.execute(HOLD, [[tag.pk for tag in tags]])
            return {pk for (pk,) in cursor.fetchall()}

    def next_colour(self, account) -> str:
        """One after the other. Raises ValidationError when the account has as many tags as it can have."""
        number = self.filter(account=account).count()
        if number >= MOST:
            words = f"An account has at most {MOST} tags. Merge or delete some under Settings, Tags."
            raise ValidationError(words, code="most")
        return Colour.values[number % len(Colour)]


class Tag(AccountOwned):
    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="tags", db_index=False
    )
    name = models.CharField(max_length=LONGEST)
    # What makes two names the same. A letter becomes three at most (ΐ).
    normal = models.CharField(max_length=LONGEST * 3, editable=False)
    colour = models.CharField(max_length=10, choices=Colour, default=Colour.GREY)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["normal"]
        constraints = [
            models.UniqueConstraint(fields=["account", "normal"], name="tag_once"),
            models.CheckConstraint(condition=models.Q(colour__in=Colour.values), name="tag_colour_known"),
        ]

    def __str__(self):
        return self.name

    def revise(self, name: str, colour: str) -> "Tag":
        """Rename and recolour, on all tickets at once. Raises ValidationError when another tag has the name."""
        name = clean_name(name)
        values = {"name": name, "normal": name.casefold(), "colour": colour}
        try:
            with transaction.atomic():
                Tag.objects.filter(pk=self.pk).update(**values)
        except IntegrityError:
            raise taken(name) from None
        before = self.name
        self.__dict__.update(values)
        self._called_anew(before, name)
        live.ping(self.account_id, "resync")
        return self

    def merge_into(self, other: "Tag", by=SYSTEM) -> int:
        """Its tickets and people bear the other one from now on, and this one is gone. How many tickets that changed.

        Raises ValidationError when the other is the tag itself, or either of them was deleted meanwhile.
        """
        if other.pk == self.pk:
            raise ValidationError("Choose another tag to merge this one into.", code="itself")
        if not _held(self, other):
            raise ValidationError("One of the two tags was deleted a moment ago.", code="gone")
        changed = self.tickets.all().retag_all(self, other, by)
        self.macro_tags.exclude(macro__tags=other).update(tag=other)
        self.profile_tags.exclude(profile__profile_tags__tag=other).update(tag=other)
        for follow in steps("TAG_MERGERS"):
            follow(self, other)
        self._called_anew(self.name, other.name)
        self.delete()
        return len(changed)

    def _called_anew(self, before: str, now: str) -> None:
        if now != before:
            for follow in steps("TAG_RENAMERS"):
                follow(self.account_id, before, now)

    def remove(self, by=SYSTEM) -> int:
        """Off all tickets, people and macros, and gone. How many tickets that changed."""
        _held(self)
        changed = self.tickets.all().untag_all(self, by)
        self.delete()
        return len(changed)


def _held(*tags: Tag) -> bool:
    """Lock the tags, so that nobody puts them on a ticket meanwhile; False when one is gone."""
    rows = Tag.objects.select_for_update().filter(pk__in=[tag.pk for tag in tags]).order_by("pk")
    return len(rows) == len(tags)
