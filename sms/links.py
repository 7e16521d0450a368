"""Links in what we send (E6): each becomes a short one of our own, one per message and address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction

from inbox.models import Message
from sms import lines, web_links
from sms.models.link import ALPHABET, LENGTH, Link, new_code
from sms.models.link_domain import LinkDomain
from sms.models.link_options import LinkOptions
from sms.segments import MAX_CHARACTERS

# A code that somebody has already, among 4 × 10¹³, makes the batch draw others.
TRIES = 5
# The answers to STOP, HELP and START leave as they were written: they also reach people who have withdrawn their
# consent, whom we do not count then, and they must depend on nothing else.
NEVER = {Message.Origin.KEYWORD}


def shorten(message: Message) -> None:
    """Put short links into the body of a stored message, which the caller saves."""
    shorten_many([message])


def shorten_many(messages: Sequence[Message]) -> None:
    """The same for a batch of one account's stored messages, by one INSERT. The caller saves their bodies."""
    written = [(message, message.body) for message in messages if _has_links(message)]
    if not written or not (way := Way.of(written[0][0].account_id)).shorten:
        return
    for tries_left in reversed(range(TRIES)):
        links = [link for message, body in written for link in way.shortened(message, body)]
        try:
            with transaction.atomic():
                Link.objects.bulk_create(links)
            return
        except IntegrityError:
            if not tries_left:
                raise


def shortened_length(account, text: str) -> str:
    """The text with its links as long as they will be, for a preview that takes no codes."""
    way = Way.of(account.pk)
    codes = dict.fromkeys(way.urls(text), ALPHABET[-1] * LENGTH) if way.shorten else {}
    short = way.replaced(text, codes)
    return text if len(short) > MAX_CHARACTERS else short


def written(message: Message) -> str:
    """The body as its writer wrote it."""
    body = message.body
    for link in message.links.all():
        short = re.compile(rf"https?://[^\s/]+(?:/l)?/{link.code}")
        body = link.url.join(short.split(body))
    return body


def warnings(text: str) -> list[str]:
    """What was meant as a link and is none, in sentences for whoever writes it."""
    return [
        f"“{attempt}” is not a whole web address, so it is not shortened and phones may not open it. "
        "Write it as https://acme.example/sale."
        for attempt in web_links.broken(text)
    ]


def _has_links(message: Message) -> bool:
    return message.origin not in NEVER and any(web_links.found(message.body))


@dataclass(frozen=True)
class Way:
    """How an account's links are shortened: what new ones begin with, and what is short already."""

    shorten: bool
    base: str
    ours: re.Pattern[str]

    @classmethod
    def of(cls, account_id: int) -> "Way":
        return lines.kept(f"links of {account_id}", lambda: cls._load(account_id))

    @classmethod
    def _load(cls, account_id: int) -> "Way":
        options = LinkOptions.objects.filter(account=account_id).first() or LinkOptions()
        domains = LinkDomain.objects.filter(account=account_id).newest_first()
        bases = [*(domain.base for domain in domains), f"{settings.PUBLIC_BASE_URL}/l"]
        ours = rf"(?:{'|'.join(map(re.escape, bases))})/[{ALPHABET}]{{{LENGTH}}}"
        return cls(options.shorten, bases[0], re.compile(ours))

    def urls(self, text: str) -> list[str]:
        """The addresses to be shortened, each once: what is short already stays so, with its own clicks."""
        links = (link.url for link in web_links.found(text))
        return [url for url in dict.fromkeys(links) if not self.ours.fullmatch(url)]

    def shortened(self, message: Message, body: str) -> list[Link]:
        """The links of the message, which bears them from now on; none where it would become too long to be sent."""
        codes = {url: new_code() for url in self.urls(body)}
        short = self.replaced(body, codes)
        if len(short) > MAX_CHARACTERS:
            return []
        message.body = short
        return [
            Link(
                account_id=message.account_id, message=message, profile_id=message.profile_id,
                source_id=message.source_id, url=url, code=code,
            )
            for url, code in codes.items()
        ]  # fmt: skip

    def replaced(self, text: str, codes: dict[str, str]) -> str:
        parts, at = [], 0
        for link in web_links.found(text):
            if link.url in codes:
                parts += [text[at : link.start], f"{self.base}/{codes[link.url]}"]
                at = link.end
        return "".join([*parts, text[at:]])
