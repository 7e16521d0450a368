from datetime import timedelta
from pathlib import PurePath

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils import timezone

from accounts.models import AccountOwned
from helpdesk import live

# What is taken besides pictures, by content type: what one calls it, and how its file is called.
FILES = {
    "video/mp4": ("Video", "video.mp4"),
    "video/3gpp": ("Video", "video.3gp"),
    "video/quicktime": ("Video", "video.mov"),
    "audio/mpeg": ("Sound", "sound.mp3"),
    "audio/mp4": ("Sound", "sound.m4a"),
    "audio/amr": ("Sound", "sound.amr"),
    "audio/ogg": ("Sound", "sound.ogg"),
    "text/vcard": ("Contact card", "contact.vcf"),
    "application/pdf": ("Document", "document.pdf"),
}
HANDED_OVER_SALT = "media"
HANDED_OVER_FOR = timedelta(days=1)


class MediaQuerySet(models.QuerySet):
    def due(self):
        return self.filter(state=Media.State.WAITING, next_attempt_at__lte=timezone.now())

    def on_their_way(self):
        """Of messages that the provider may still have to fetch them for."""
        return self.filter(message__delivery__state__in=["sending", "unknown", "sent"])


class Media(AccountOwned):
    """A picture or file of a message (E8). A customer's is fetched after the text is stored: a dead one never loses a
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
    title = models.CharField(max_length=120, blank=True, help_text="Whose contact card it is.")

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
    def label(self) -> str:
        """What to call it; while it is not here, by what the provider said of it."""
        return FILES.get(self.content_type.partition(";")[0].lower(), ("Picture", ""))[0]

    @property
    def file_name(self) -> str:
        """What it is downloaded as."""
        name = FILES.get(self.content_type, ("", "file"))[1]
        return f"{self.title}{PurePath(name).suffix}" if self.title else name

    @property
    def suffix(self) -> str:
        """ "MP4"."""
        return PurePath(self.file_name).suffix[1:].upper()

    def fetch_again(self) -> bool:
        """From the beginning (E8), by the sweep; whether it had been given up."""
        dead = Media.objects.filter(pk=self.pk, state=self.State.DEAD)
        if not dead.update(state=self.State.WAITING, attempts=0, reason="", next_attempt_at=timezone.now()):
            return False
        live.ping(self.account_id, *self.message.topics)
        return True

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
