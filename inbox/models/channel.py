from django.db import models

from accounts.models import AccountOwned
from inbox.channels import Backend, backend_for
from inbox.models.auto_closing import AutoClosing


class ChannelQuerySet(models.QuerySet["Channel"]):
    def for_kind(self, account, kind: str) -> "Channel":
        channel, _ = self.get_or_create(account=account, kind=kind)
        return channel


class Channel(AutoClosing, AccountOwned):
    """One of the ways in which the account talks with its customers; at most one of each kind."""

    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=10)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="one_channel_per_kind")]

    def __str__(self):
        return self.backend.label

    @property
    def backend(self) -> Backend:
        return backend_for(self.kind)
