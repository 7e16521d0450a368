from django.db import models
from django.utils import timezone

from accounts.models import AccountOwned


class MediaQuerySet(models.QuerySet):
    def due(self):
        return self.filter(state=Media.State.WAITING, next_attempt_at__lte=timezone.now())


class Media(AccountOwned):
    """A picture or file of a message. It is fetched after the text is stored: one dead picture never loses a text."""

    class State(models.TextChoices):
        WAITING = "waiting"
        FETCHED = "fetched"
        DEAD = "dead"

    account_from = "message"

    message = models.ForeignKey("inbox.Message", on_delete=models.CASCADE, related_name="media")
    source_url = models.URLField(max_length=1000)
    content_type = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    file = models.FileField(upload_to="received/%Y/%m/%d")
    size = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200, blank=True)

    objects = MediaQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="media_due", condition=models.Q(state="waiting")),
        ]

    def __str__(self):
        return f"{self.content_type} {self.state}"

    @property
    def is_picture(self) -> bool:
        return self.state == self.State.FETCHED and self.content_type.startswith("image/")
