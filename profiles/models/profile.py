import zlib

from django.db import models
from django.utils import timezone

from accounts.models import AccountOwned
from helpdesk.initials import initials
from profiles import local_time, phones
from profiles.models.blocking import Blocking
from profiles.models.consenting import Consenting
from profiles.models.describing import Describing
from profiles.models.profile_event import Happening
from profiles.models.reaching import Reaching


class Profile(Blocking, Consenting, Describing, Happening, Reaching, AccountOwned):
    """A customer of the account."""

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="profiles", db_index=False
    )
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    city = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=80, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["account", "-id"], name="profile_newest"),
            models.Index(
                fields=["doubt_due_at"],
                name="profile_doubt_due",
                condition=models.Q(doubt_due_at__isnull=False),
            ),
            models.Index(
                fields=["account"], name="profile_blocked", condition=models.Q(blocked_at__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "phone"], condition=~models.Q(phone=""), name="one_profile_per_phone"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def name(self) -> str:
        """What to call the person: name, else number, else address."""
        return self.full_name or self.phone_display or self.email or "Unknown"

    @property
    def phone_display(self) -> str:
        return phones.display(self.phone) if self.phone else ""

    @property
    def initials(self) -> str:
        return initials(self.full_name)

    @property
    def hue(self) -> int:
        """0 to 11: the avatar's colour, the same for a person everywhere."""
        return zlib.crc32((self.phone or self.email or str(self.pk)).encode()) % 12

    @property
    def place(self) -> str:
        return ", ".join(part for part in (self.city.title(), self.region, self.country) if part)

    @property
    def local_time(self) -> local_time.LocalTime | None:
        """What the person's clock shows, as far as anything is known of where they are (E10)."""
        return local_time.of(self)
