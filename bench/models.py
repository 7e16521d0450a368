from django.db import models
from django.utils import timezone


class Bare(models.Model):
    """What a text would be if it were nothing but a row."""

    owner = models.PositiveIntegerField()
    phone = models.CharField(max_length=20)
    body = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["owner", "-at", "-id"], name="bare_newest")]

    def __str__(self):
        return self.body
