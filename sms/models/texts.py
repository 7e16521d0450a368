from django.db import models

from accounts.models import AccountOwned
from inbox import variables
from sms import lines

STOP_TEXT = "{organization}: You are unsubscribed and will get no more texts. Reply START to subscribe again."
HELP_TEXT = "{organization}: Write to {support_email} for help. Reply STOP to unsubscribe."
START_TEXT = "{organization}: You are subscribed. Reply HELP for help, STOP to unsubscribe."
AUTO_RESPONSE = (
    "{organization}: Thanks for your text! We can't reply here. Write to {support_email} and we will help."
)
# What the settings page suggests to teams that do answer (E5).
SUGGESTED_RESPONSE = (
    "{organization}: Thanks for your text! Reply START to subscribe, then we can answer you here."
)


class Texts(AccountOwned):
    """What the SMS channel says by itself: the answers to STOP, HELP and START (E3) and the auto-responder (E5)."""

    class Audience(models.TextChoices):
        EVERYONE = "everyone", "Everyone"
        WITHOUT_CONSENT = "without_consent", "Only people without consent"

    channel = models.OneToOneField("inbox.Channel", on_delete=models.CASCADE, related_name="sms_texts")
    stop = models.CharField("answer to STOP", max_length=480, default=STOP_TEXT, validators=[variables.check])
    help = models.CharField("answer to HELP", max_length=480, default=HELP_TEXT, validators=[variables.check])
    start = models.CharField(
        "answer to START and subscribe keywords",
        max_length=480,
        default=START_TEXT,
        validators=[variables.check],
    )
    auto_respond = models.BooleanField("auto-responder", default=False)
    auto_response = models.CharField(
        "text", max_length=480, default=AUTO_RESPONSE, validators=[variables.check]
    )
    audience = models.CharField("who gets it", max_length=16, choices=Audience, default=Audience.EVERYONE)
    pause_hours = models.PositiveSmallIntegerField(
        "not again to the same person within (hours)", default=0, help_text="0: each time."
    )

    def __str__(self):
        return f"Texts of {self.account}"

    @classmethod
    def of(cls, channel) -> "Texts":
        kept = getattr(channel, "sms_texts", None)
        return kept or cls.objects.get_or_create(channel=channel, account_id=channel.account_id)[0]

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        lines.forget()
