from django.db import models


class AccountOwned(models.Model):
    """A row of one account. The account is copied from the parent row where the class names one."""

    account_from: str | None = None
    # No index of its own: every table has one that begins with what it is looked up by.
    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.account_id is None and self.account_from:
            self.account_id = getattr(self, self.account_from).account_id
        super().save(*args, **kwargs)
