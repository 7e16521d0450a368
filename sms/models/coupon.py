"""Coupons (E7): pools of unique codes, imported, each handed out once."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import AccountOwned
from helpdesk.statements import ask
from sms.coupon_codes import MOST, Codes

MOST_POOLS = 200
# What a preview shows of a code: its length and its encoding, not the code.
CAPITALS, SMALL, DIGITS = "X", "x", "0"

IMPORT = """
INSERT INTO sms_coupon (account_id, pool_id, code, key, once)
SELECT %(account)s, %(pool)s, code, '', false FROM unnest(%(codes)s::text[]) WITH ORDINALITY AS given (code, place)
ORDER BY place ON CONFLICT (pool_id, code) DO NOTHING
"""
# Whoever comes at the same moment skips the row that is being taken, so nobody waits and none is given twice.
HAND_OUT = """
UPDATE sms_coupon SET profile_id = %(profile)s, key = %(key)s, once = %(once)s, handed_out_at = now()
WHERE id = (
    SELECT id FROM sms_coupon WHERE pool_id = %(pool)s AND handed_out_at IS NULL
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING code
"""


class Imported(NamedTuple):
    added: int
    duplicates: int
    codes: Codes

    @property
    def told(self) -> str:
        words = [f"{_counted(self.added)} added."]
        if self.duplicates:
            words.append(f"{_counted(self.duplicates)} there already, or given twice.")
        if self.codes.wrong:
            words.append(f"{_counted(len(self.codes.wrong))} left out: {self.codes.named_wrong}.")
        return " ".join(words)


def _counted(number: int) -> str:
    return f"{number:,} code was" if number == 1 else f"{number:,} codes were"


class CouponPoolQuerySet(models.QuerySet["CouponPool"]):
    def with_counts(self):
        """`left` and `given`: how many codes wait, and how many were handed out."""
        of_pool = Coupon.objects.filter(pool=OuterRef("pk")).order_by().values("pool")

        def counted(condition: Q) -> Coalesce:
            rows = of_pool.filter(condition).annotate(n=Count("pk")).values("n")
            return Coalesce(Subquery(rows), 0)

        free = Q(handed_out_at=None)
        return self.annotate(left=counted(free), given=counted(~free)).order_by("name", "id")

    def make(self, account, name: str, **values) -> "CouponPool":
        """A new, empty pool; its name makes its variable. Raises ValidationError by field."""
        if self.filter(account=account).count() >= MOST_POOLS:
            raise ValidationError(
                f"There are {MOST_POOLS} pools already, and more can't be. Delete some first."
            )
        pool = CouponPool(account=account, name=" ".join(name.split()), **values)
        pool.slug = slugify(pool.name)
        pool.clean_fields(exclude=["account", "slug"])
        if not pool.slug:
            raise ValidationError({"name": "Use at least one letter or digit."})
        try:
            with transaction.atomic():
                pool.save()
        except IntegrityError:
            taken = f"There is a pool with the variable {{{pool.variable}}} already. Choose another name."
            raise ValidationError({"name": taken}) from None
        return pool


class CouponPool(AccountOwned):
    """Its `slug` never changes: texts name it."""

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="coupon_pools", db_index=False
    )
    name = models.CharField(max_length=60)
    slug = models.CharField(max_length=60, editable=False)
    one_per_person = models.BooleanField("one code per person", default=True)
    low_at = models.PositiveIntegerField("warn below", default=50)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    left: int  # with_counts
    given: int

    objects = CouponPoolQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "slug"], name="coupon_pool_slug")]

    def __str__(self):
        return self.name

    @property
    def variable(self) -> str:
        return f"coupon.{self.slug}"

    @property
    def is_low(self) -> bool:
        """Few codes are left. Needs `with_counts`."""
        return self.left < self.low_at

    def revise(self, **values) -> None:
        """Raises ValidationError by field."""
        for name, value in values.items():
            setattr(self, name, value)
        self.name = " ".join(self.name.split())
        self.clean_fields(exclude=["account", "slug"])
        self.save(update_fields=list(values))

    def add(self, codes: Codes) -> Imported:
        """Import codes, in one statement; those that are here already are counted. Raises ValidationError."""
        if len(codes.fit) > MOST:
            raise ValidationError(
                f"These are {len(codes.fit):,} codes, and {MOST:,} can be imported at once. Import them in parts."
            )
        values: dict[str, Any] = {"account": self.account_id, "pool": self.pk, "codes": codes.fit}
        with connection.cursor() as cursor:
            added = cursor.execute(IMPORT, values).rowcount if codes.fit else 0
        return Imported(added, len(codes.fit) - added, codes)

    def hand_out(self, profile, key: str) -> str:
        """A code for this person; the same key, or in a pool of one per person the same person, has the same code
        again. Raises ValidationError when none is left."""
        if before := self._handed_out(profile, key):
            return before
        try:
            with transaction.atomic():
                return self._take(profile, key)
        except IntegrityError:  # at the same moment, for the same key or person
            return self._handed_out(profile, key) or self._take(profile, key)

    def sample(self) -> str:
        """As long as the code that comes next, and as unlike it as can be. Takes nothing."""
        free = self.coupons.filter(handed_out_at=None).order_by("id")
        code = free.values_list("code", flat=True).first() or "XXXXXXXX"
        return "".join(
            DIGITS if c in "0123456789" else CAPITALS if "A" <= c <= "Z" else SMALL if "a" <= c <= "z" else c
            for c in code
        )

    def few(self) -> int | None:
        """How many codes are left, where there are fewer than one wants to be warned below."""
        enough = max(self.low_at, 1)
        left = self.coupons.filter(handed_out_at=None).order_by("id")[:enough].count()
        return left if left < enough else None

    def check_stock(self, people: int, profile=None) -> None:
        """Raises ValidationError when there are not codes enough for so many people, or for this person."""
        if profile and self.one_per_person and self.coupons.filter(profile=profile, once=True).exists():
            return
        left = len(self.coupons.filter(handed_out_at=None).order_by("id").values_list("pk")[:people])
        if left == 0:
            raise self._exhausted()
        if left < people:
            raise ValidationError(
                f"The coupon pool “{self}” has {left:,} codes left, and {people:,} people would get one. "
                "Import more codes, or choose fewer people.",
                code="coupons_exhausted",
            )

    def _handed_out(self, profile, key: str) -> str | None:
        same = Q(key=key) | Q(profile=profile, once=True) if self.one_per_person else Q(key=key)
        return self.coupons.filter(same).values_list("code", flat=True).first()

    def _take(self, profile, key: str) -> str:
        values = {"pool": self.pk, "profile": profile.pk, "key": key, "once": self.one_per_person}
        taken = ask(HAND_OUT, values)
        if taken is None:
            raise self._exhausted()
        return taken[0]

    def _exhausted(self) -> ValidationError:
        return ValidationError(
            f"The coupon pool “{self}” has no codes left. Import more under Settings, Coupons, or take "
            f"{{{self.variable}}} out of the text.",
            code="coupons_exhausted",
        )


class Coupon(AccountOwned):
    """One code. `key` says for which message it was handed out (Delivery.dedupe_key); `once`: as the only one of its
    person."""

    account_from = "pool"

    pool = models.ForeignKey(CouponPool, on_delete=models.CASCADE, related_name="coupons", db_index=False)
    code = models.CharField(max_length=60)
    profile = models.ForeignKey(
        "profiles.Profile", null=True, on_delete=models.SET_NULL, related_name="coupons"
    )
    key = models.CharField(max_length=120, blank=True)
    once = models.BooleanField(default=False)
    handed_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pool", "code"], name="coupon_once_per_pool"),
            models.UniqueConstraint(fields=["pool", "key"], name="coupon_once_per_key", condition=~Q(key="")),
            models.UniqueConstraint(
                fields=["pool", "profile"], name="coupon_once_per_person", condition=Q(once=True)
            ),
        ]
        indexes = [
            models.Index(fields=["pool", "id"], name="coupon_free", condition=Q(handed_out_at=None)),
            models.Index(
                fields=["pool", "-handed_out_at"],
                name="coupon_given",
                condition=Q(handed_out_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.code
