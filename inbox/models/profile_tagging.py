from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import Cast, Concat

from accounts.models import AccountOwned


class ProfileTag(AccountOwned):
    """That a person bears one of the account's tags (K1)."""

    account_from = "profile"

    profile = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="profile_tags", db_index=False
    )
    tag = models.ForeignKey(
        "inbox.Tag", on_delete=models.CASCADE, related_name="profile_tags", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "tag"], name="tag_once_per_profile")]
        indexes = [models.Index(fields=["tag", "profile"], name="profiletag_profiles")]

    def __str__(self):
        return f"{self.tag_id} on {self.profile_id}"


def label_lines(bearers: models.QuerySet) -> models.Func:
    """The tags of each row by name as one plain value for `read_labels`. `bearers` lead to them."""
    line = Concat(
        Cast("tag_id", models.TextField()),
        models.Value(" "),
        "tag__colour",
        models.Value(" "),
        "tag__name",
        output_field=models.TextField(),
    )
    return models.Func(
        ArraySubquery(bearers.order_by("tag__normal").values_list(line)),
        models.Value("\n"),
        function="array_to_string",
        output_field=models.TextField(),
    )
