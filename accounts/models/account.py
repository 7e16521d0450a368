import zoneinfo
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from accounts import tenancy
from accounts.access import Role
from accounts.models.alerting import Alerting
from accounts.models.inbox_options import InboxOptions


def known_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            "“%(name)s” is not a time zone. Choose one such as Europe/Berlin.", params={"name": name}
        )


class Account(Alerting, InboxOptions):
    """A tenant: one brand (A1). Its settings are A7."""

    name = models.CharField("name", max_length=80)
    slug = models.SlugField(max_length=60, unique=True, editable=False)
    organization_prefix = models.CharField(max_length=30, blank=True)
    support_email = models.EmailField("support e-mail", blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[known_time_zone])
    privacy_url = models.URLField("privacy policy", blank=True)
    terms_url = models.URLField("terms", blank=True)
    last_ticket_number = models.PositiveBigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.name

    @classmethod
    def open(cls, name: str, owner, **settings) -> "Account":
        """A new account with its owner (A3). The slug is the name's, made unique when it is taken."""
        with tenancy.every_account():
            account = cls.objects.create(name=name, slug=cls._free_slug(name), **settings)
            account.memberships.create(user=owner, role=Role.OWNER)
        return account

    @classmethod
    def _free_slug(cls, name: str) -> str:
        slug = slugify(name.replace("_", " "))[:50].strip("-") or "account"
        return f"{slug}-{get_random_string(5).lower()}" if cls.objects.filter(slug=slug).exists() else slug

    @property
    def prefix(self) -> str:
        """The name that is put before marketing texts and into the default answers."""
        return self.organization_prefix or self.name

    @cached_property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)
