from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import AccountOwned


class Answer(AccountOwned):
    """A text that came as an answer within a session, understood or not (H12). `question` and `choice` are the ids of
    the script; a blank choice was not understood. `rule` and `score` say how it was understood."""

    account_from = "session"

    session = models.ForeignKey(
        "automations.Session", on_delete=models.CASCADE, related_name="heard", db_index=False
    )
    message = models.OneToOneField("inbox.Message", on_delete=models.CASCADE, related_name="answer")
    question = models.CharField(max_length=12)
    choice = models.CharField(max_length=12, blank=True)
    rule = models.CharField(max_length=12)
    score = models.FloatField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["session", "id"], name="answer_session"),
            models.Index(fields=["account", "-at"], name="answer_not_understood", condition=Q(choice="")),
        ]

    def __str__(self):
        return f"{self.question}: {self.choice or 'not understood'}"
