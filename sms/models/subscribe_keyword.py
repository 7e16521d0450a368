from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import AccountOwned
from inbox.channels import steps
from sms import lines, words

LONGEST = 40


class SubscribeKeyword(AccountOwned):
    """A word of the account's own, such as JOIN, that gives marketing consent (E3)."""

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="subscribe_keywords"
    )
    word = models.CharField("keyword", max_length=LONGEST)
    normal = models.CharField(max_length=LONGEST, editable=False)

    class Meta:
        ordering = ["word"]
        constraints = [models.UniqueConstraint(fields=["account", "normal"], name="subscribe_keyword_once")]

    def __str__(self):
        return self.word

    def clean(self):
        self.normal = words.normalise(self.word)
        if len(self.normal) < 2:
            raise ValidationError({"word": "Use at least two letters or digits."})
        if len(self.normal) > LONGEST:
            raise ValidationError({"word": "Use a shorter word."})
        if kind := words.reserved(self.word):
            raise ValidationError({"word": f"“{self.word}” already means {kind.upper()} everywhere."})
        if holder := next(
            filter(None, (ask(self.account, self.word) for ask in steps("KEYWORD_HOLDERS"))), ""
        ):
            raise ValidationError({"word": f"“{self.word}” begins {holder} already. Choose another word."})

    def save(self, *args, **kwargs):
        self.normal = words.normalise(self.word)
        super().save(*args, **kwargs)
        lines.forget()

    def remove(self) -> None:
        self.delete()
        lines.forget()
