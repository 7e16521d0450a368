from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils import timezone

from accounts.models import AccountOwned

HANDED_OVER_SALT = "media"
HANDED_OVER_FOR = timedelta(days=1)


class MediaQuerySet(models.QuerySet):
    def due(self):
        return self.filter(state=Media.State.WAITING, next_attempt_at__lte=timezone.now())

    def on_their_way(self):
        """Of messages that the provider may still have to fetch them for."""
        return self.filter(message__delivery__state__in=["sending", "unknown", "sent"])


class Media(AccountOwned):
    """A picture or file of a message. A customer's is fetched after the text is stored: one dead picture never loses a
    text. Ours is here from the start (Picture), and the provider fetches it from us."""

    class State(models.TextChoices):
        WAITING = "waiting"
        FETCHED = "fetched"
        DEAD = "dead"

    account_from = "message"

    message = models.ForeignKey("inbox.Message", on_delete=models.CASCADE, related_name="media")
    source_url = models.URLField(max_length=1000, blank=True)
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

    @property
    def handed_over_at(self) -> str:
        """The address at which the provider fetches it: nobody can guess it, and it is good for a day."""
        token = signing.dumps([self.account_id, self.pk], salt=HANDED_OVER_SALT, compress=False)
        return f"{settings.PUBLIC_BASE_URL}/media/{token}/"

    @staticmethod
    def read_token(token: str) -> tuple[int, int]:
        """Account and media. Raises signing.BadSignature, also when it has expired."""
        account_id, pk = signing.loads(token, salt=HANDED_OVER_SALT, max_age=HANDED_OVER_FOR)
        return account_id, pk
