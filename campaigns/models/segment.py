"""Segments (G1): the people of an account whom rules mean, now and whenever they are asked for."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.models import AccountOwned
from campaigns import counting, rules
from campaigns.conditions import Vocabulary
from campaigns.counting import Counted
from helpdesk.names import one_line
from profiles.models import Profile

LONGEST = 80


def clean_name(text: str) -> str:
    """The name on one line. Raises ValidationError when there is none or it is too long."""
    name = one_line(text)
    if not name:
        raise ValidationError({"name": "Give the segment a name."})
    if len(name) > LONGEST:
        words = f"A segment's name has at most {LONGEST} characters; this one has {len(name)}."
        raise ValidationError({"name": words})
    return name


class SegmentQuerySet(models.QuerySet["Segment"]):
    def make(self, account, name: str, rules: Any) -> "Segment":
        """A new one. Raises ValidationError about `name` or `rules`."""
        return Segment(account=account).write(name, rules)


class Segment(AccountOwned):
    """Its rules are as `campaigns.rules.checked` gives them. What they name may be deleted later: then it has `faults`,
    and means nobody, because what is left of the rules could mean anybody."""

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="segments", db_index=False
    )
    name = models.CharField(max_length=LONGEST)
    normal = models.CharField(max_length=LONGEST * 3, editable=False)  # what makes two names the same
    rules = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ["normal"]
        constraints = [models.UniqueConstraint(fields=["account", "normal"], name="segment_once")]

    def __str__(self):
        return self.name

    def write(self, name: str, given: Any) -> "Segment":
        """Set its name and its rules. Raises ValidationError about `name` or `rules`; it stays what it was then."""
        name = clean_name(name)
        try:
            kept = rules.checked(given, Vocabulary(self.account))
        except ValidationError as error:
            raise ValidationError({"rules": error.error_list}) from None
        before = self.name, self.normal, self.rules
        self.name, self.normal, self.rules = name, name.casefold(), kept
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            self.name, self.normal, self.rules = before
            raise ValidationError({"name": f"There is a segment “{name}” already."}) from None
        return self

    def profiles(self) -> models.QuerySet[Profile]:
        """Everybody whom it means, whether they can be texted or not."""
        if self.faults:
            return self.account.profiles.none()
        return self.account.profiles.filter(rules.find(self.rules))

    def count(self) -> Counted:
        """Raises TooLong (campaigns.counting)."""
        return Counted(0, 0) if self.faults else counting.count(self.account, rules.find(self.rules))

    @property
    def faults(self) -> list[str]:
        """What in it makes no sense any more."""
        return self.faults_by(Vocabulary(self.account))

    def faults_by(self, vocabulary: Vocabulary) -> list[str]:
        try:
            rules.checked(self.rules, vocabulary)
        except ValidationError as error:
            return error.messages
        return []

    def words(self, vocabulary: Vocabulary) -> str:
        """“People who have the tag VIP”."""
        return rules.words(self.rules, vocabulary)

    def duplicate(self) -> "Segment":
        """The same rules under a name of their own."""
        taken = set(self.account.segments.values_list("normal", flat=True))
        names = (
            f"{self.name[: LONGEST - 12]} (copy{f' {number}' if number > 1 else ''})"
            for number in range(1, 1000)
        )
        free = next(name for name in names if name.casefold() not in taken)
        return Segment.objects.make(self.account, free, self.rules)

    def remove(self) -> None:
        """Raises ValidationError while a campaign waits for it or a flow asks it; drafts must choose another one."""
        waiting = self.campaigns.filter(state__in=["scheduled", "preparing"]).select_related("source")
        if campaign := waiting.first():
            raise ValidationError(
                f"“{campaign.name}” is scheduled for this segment. Take it back or cancel it first."
            )
        asking = self.account.flows.filter(live_version__steps__contains=[{"segment": self.pk}], state="on")
        if flow := asking.select_related("source").first():
            raise ValidationError(
                f"The flow “{flow}” asks for this segment. Change or switch off the flow first."
            )
        self.delete()
