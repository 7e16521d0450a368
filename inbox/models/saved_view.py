"""Views that people make themselves (B3): filters and an order under a name, the team's or one's own."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Count, F, Max, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import AccountOwned
from helpdesk import live
from helpdesk.names import one_line

LONGEST = 50
MOST = 50  # of the team, and as many of each member: the column shows all of them


def clean_name(text: str) -> str:
    """The name on one line. Raises ValidationError when there is none or it is too long."""
    name = one_line(text)
    if not name:
        raise ValidationError("Give the view a name.", code="required")
    if len(name) > LONGEST:
        raise ValidationError(
            f"A view's name has at most {LONGEST} characters; this one has {len(name)}.", code="too_long"
        )
    return name


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def usable_by(self, by):
        """The team's, and a member's own. An API key has none of its own."""
        return self.filter(Q(owner=None) | Q(owner=by.pk if by.actor_kind == "agent" else None))

    def in_order(self):
        """The team's first."""
        return self.order_by(F("owner").asc(nulls_first=True), "position", "id")

    def make(self, account, name: str, owner=None, **values) -> "SavedView":
        """A new one, of the team or of its owner alone, after the others. Raises ValidationError."""
        return SavedView(account=account).write(name, owner, **values)


class SavedView(AccountOwned):
    """Of the whole team, every agent of which may change it, or of its owner alone. `filters` are as
    `inbox.filters.checked` gives them; whatever made no sense any more later would just not narrow."""

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="saved_views", db_index=False
    )
    owner = models.ForeignKey(
        "accounts.Membership", null=True, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=LONGEST)
    normal = models.CharField(max_length=LONGEST * 3, editable=False)  # what makes two names the same
    filters = models.JSONField(default=dict)
    sort = models.CharField(max_length=20)
    position = models.PositiveIntegerField(editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "owner", "normal"], nulls_distinct=False, name="saved_view_once"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def key(self) -> str:
        """By which its list is asked for."""
        return f"saved-{self.pk}"

    @property
    def is_shared(self) -> bool:
        return self.owner_id is None

    def write(self, name: str, owner, **values) -> "SavedView":
        """Set its name, whose it is (None: the team's), and what else is given: `filters`, `sort`. A view that changes
        hands goes after the others there. Raises ValidationError when one of them has the name already."""
        name, owner_id = clean_name(name), owner and owner.pk
        values |= {"name": name, "normal": name.casefold(), "owner_id": owner_id}
        if self.position is None or owner_id != self.owner_id:
            values["position"] = self._place_among(owner_id)
        try:
            with transaction.atomic():
                self._set(**values)
        except IntegrityError:
            whose = "You have" if owner else "The team has"
            raise ValidationError(
                f"{whose} a view “{name}” already. Choose another name.", code="taken"
            ) from None
        return self

    def narrow(self, filters: dict[str, list[str]], sort: str) -> None:
        """It shows these from now on."""
        self._set(filters=filters, sort=sort)

    def move(self, up: bool) -> None:
        """One place up or down among those beside which it stands."""
        with transaction.atomic():
            held = self._beside(self.owner_id).select_for_update().order_by("pk")
            order = sorted(held, key=lambda view: (view.position, view.pk))
            if self not in order:  # deleted meanwhile
                return
            here = order.index(self)
            order.insert(max(here + (-1 if up else 1), 0), order.pop(here))
            for place, view in enumerate(order):
                view.position = place
            SavedView.objects.bulk_update(order, ["position"])
        self._tell()

    def remove(self) -> None:
        self.delete()
        self._tell()

    def _set(self, **values) -> None:
        """Written first, so that a view which the database refuses stays what it was."""
        if self.pk:
            SavedView.objects.filter(pk=self.pk).update(**values)
        self.__dict__.update(values)
        if not self.pk:
            self.save()
        self._tell()

    def _place_among(self, owner_id: int | None) -> int:
        found = self._beside(owner_id).aggregate(many=Count("id"), last=Coalesce(Max("position"), -1))
        if found["many"] >= MOST:
            whose = "You have" if owner_id else "The team has"
            raise ValidationError(f"{whose} {MOST} views, which is the most. Delete one first.", code="most")
        return found["last"] + 1

    def _beside(self, owner_id: int | None) -> SavedViewQuerySet:
        return SavedView.objects.filter(account=self.account_id, owner=owner_id)

    def _tell(self) -> None:
        live.ping(self.account_id, "views")
