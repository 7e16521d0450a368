"""Short links (E6): what a text leads to, and who followed it."""

import secrets

from django.db import models
from django.db.models.functions import MD5
from django.utils import timezone

from accounts import tenancy
from accounts.models import AccountOwned
from helpdesk.statements import ask

# No vowels, so that no code spells a word. Eight of 50 signs: with a hundred million links alive, one guess in 390,000
# leads anywhere, and then to a shop's page. One sign less would save nobody a segment, and make it one in 7,800.
ALPHABET = "0123456789bcdfghjklmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ"
LENGTH = 8
# By the index of codes, whoever's it is; on a link domain, only where it is the domain's account's. A click is written
# by the same statement.
FOLLOW = """
WITH found AS (
    SELECT id, account_id, url FROM sms_link WHERE code = %(code)s AND (%(host)s = '' OR EXISTS (
        SELECT FROM sms_linkdomain d WHERE d.host = %(host)s AND d.account_id = sms_link.account_id
        AND d.confirmed_at IS NOT NULL))
), counted AS (
    UPDATE sms_link SET clicks = clicks + 1, first_clicked_at = coalesce(first_clicked_at, now())
    WHERE id = (SELECT id FROM found) AND %(counts)s
), clicked AS (
    INSERT INTO sms_click (account_id, link_id, at, device, tell_at)
    SELECT account_id, id, now(), %(device)s, now() FROM found WHERE %(counts)s
)
SELECT url FROM found
"""


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class LinkQuerySet(models.QuerySet["Link"]):
    def follow(self, code: str, host: str = "", counts: bool = True, device: str = "") -> str | None:
        """Where the code leads, the click being written down; None where there is no such code. `host` is the link
        domain that was asked; blank is the helpdesk's own."""
        with tenancy.every_account():
            found = ask(FOLLOW, {"code": code, "host": host, "counts": counts, "device": device})
        return found[0] if found else None


class Link(AccountOwned):
    """One address in one of our messages, so that a click tells person, message, and campaign or flow."""

    account_from = "message"

    message = models.ForeignKey(
        "inbox.Message", on_delete=models.CASCADE, related_name="links", db_index=False
    )
    profile = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="links", db_index=False
    )
    source = models.ForeignKey(
        "inbox.Source", null=True, on_delete=models.SET_NULL, related_name="links", db_index=False
    )
    code = models.CharField(max_length=LENGTH, unique=True, default=new_code)
    url = models.TextField(help_text="As it stood in the text.")
    clicks = models.PositiveIntegerField(default=0)
    first_clicked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint("message", MD5("url"), name="link_once_per_message")]
        indexes = [
            models.Index(fields=["profile"], name="link_profile", condition=models.Q(clicks__gt=0)),
            models.Index(
                fields=["source"],
                name="link_source",
                condition=models.Q(source__isnull=False, clicks__gt=0),
            ),
        ]

    def __str__(self):
        return self.url


class ClickQuerySet(models.QuerySet["Click"]):
    def untold(self):
        return self.filter(tell_at__lte=timezone.now())


class Click(AccountOwned):
    """One following of a link by a person. What follows from it is told by a sweep, so that nobody waits for it."""

    class Device(models.TextChoices):
        PHONE = "phone", "Phone"
        TABLET = "tablet", "Tablet"
        COMPUTER = "computer", "Computer"

    account_from = "link"

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="followed", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    device = models.CharField(max_length=8, choices=Device)
    tell_at = models.DateTimeField(null=True, default=timezone.now, help_text="Null: told.")

    objects = ClickQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["link", "-at"], name="click_of_link"),
            models.Index(fields=["tell_at"], name="click_untold", condition=models.Q(tell_at__isnull=False)),
        ]

    def __str__(self):
        return f"{self.device} at {self.at:%H:%M}"
