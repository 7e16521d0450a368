from django.db import models

from accounts.models import AccountOwned


class SendingOptions(AccountOwned):
    """How the SMS channel sends: which of its numbers speaks."""

    class AnswerFrom(models.TextChoices):
        LAST = "last", "The number that the person last wrote to"
        DEFAULT = "default", "Always the default number"

    channel = models.OneToOneField("inbox.Channel", on_delete=models.CASCADE, related_name="sms_sending")
    answer_from = models.CharField(
        "answers leave from", max_length=10, choices=AnswerFrom, default=AnswerFrom.LAST
    )

    def __str__(self):
        return f"Sending of {self.account}"

    @classmethod
    def of(cls, channel) -> "SendingOptions":
        return cls.objects.get_or_create(channel=channel, account_id=channel.account_id)[0]
