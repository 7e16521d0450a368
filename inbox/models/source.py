from django.db import models
from django.utils import timezone

from accounts.models import AccountOwned


class SourceQuerySet(models.QuerySet["Source"]):
    def causes(self):
        """What a reply can be attributed to (F1)."""
        return self.filter(kind__in=Source.CAUSES)


class Source(AccountOwned):
    """What sends on purpose: a campaign or a flow, of ours or of another system (G3), which may cause replies (F1), or
    an automation, which answers them."""

    class Kind(models.TextChoices):
        CAMPAIGN = "campaign", "Campaign"
        FLOW = "flow", "Flow"
        AUTOMATION = "automation", "Automation"

    # What a reply can be attributed to (F1).
    CAUSES = [Kind.CAMPAIGN, Kind.FLOW]

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="sources", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    external_id = models.CharField(
        max_length=255, blank=True, help_text="What the other system calls it; blank where it is ours."
    )
    system = models.CharField(
        max_length=80, blank=True, help_text="The other system's name; blank where it is ours."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "external_id"],
                condition=~models.Q(external_id=""),
                name="source_once_per_external_id",
            )
        ]
        indexes = [models.Index(fields=["account", "-id"], name="source_newest")]

    def __str__(self):
        return self.name
