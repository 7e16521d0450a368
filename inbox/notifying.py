"""Mails about new texts (E11): what is in one, and handing it to the mail server outside of any transaction."""

import logging
import smtplib
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone

from accounts import tenancy
from inbox.models import Message, NotificationAddress
from inbox.models.notification_address import CONFIRM, STOP

logger = logging.getLogger(__name__)

LISTED = 20  # texts in one mail; of further ones it gives the number
REFUSED = "The mail server refuses this address. Check that it is right."
AWAY = "The mail server can't be reached. The next try comes by itself."
# RFC 3834: a machine wrote it, so machines need not answer.
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def send(account_id: int, address_id: int) -> None:
    """Send the mail that is due to the address. Safe to call any number of times, at once."""
    with tenancy.enter(account_id):
        letter = prepare(address_id)
    if letter is None:
        return
    outcome = hand_over(letter)
    with tenancy.enter(account_id):
        outcome()


class Letter(NamedTuple):
    mail: EmailMessage
    taken: Callable[[], None]
    not_taken: Callable[[str], None]


def prepare(address_id: int) -> Letter | None:
    """Claim the address and write to it; None when somebody else has, or nothing is due."""
    address = (
        NotificationAddress.objects.due().select_related("account", "channel").filter(pk=address_id).first()
    )
    if address is None or not address.take():
        return None
    return confirmation(address) if address.confirmation_due else news(address)


def hand_over(letter: Letter) -> Callable[[], None]:
    """Call the mail server. Returns what is to be written, for the caller to do in a transaction of its own."""
    try:
        letter.mail.send()
    except smtplib.SMTPRecipientsRefused:
        return partial(letter.not_taken, REFUSED)
    except OSError as error:
        logger.warning("no mail can be sent now: %s", error)
        return partial(letter.not_taken, AWAY)
    return letter.taken


def confirmation(address: NotificationAddress) -> Letter:
    link = _link("confirmation", address.token(CONFIRM))
    body = render_to_string("inbox/notifications/confirmation.txt", {"address": address, "link": link})
    mail = _mail(address, f"Texts to {address.account}: confirm your address", body)
    return Letter(mail, address.asked, address.put_back)


def news(address: NotificationAddress) -> Letter | None:
    """Who wrote what, with links, and the way to get no more of it."""
    until = address.settled_until()
    texts = address.news(until).select_related("ticket__profile").order_by("id")
    shown, count = list(texts[:LISTED]), texts.count()
    if not shown:
        return None
    stop = _link("unsubscription", address.token(STOP))
    conversations = [(ticket, list(of)) for ticket, of in _by_ticket(shown)]
    context = {
        "address": address,
        "conversations": conversations,
        "more": count - len(shown),
        "desk": f"{settings.PUBLIC_BASE_URL}/a/{address.account.slug}",
        "stop": stop,
    }
    with timezone.override(address.account.zone):
        body = render_to_string("inbox/notifications/news.txt", context)
    # RFC 8058: the mail program's own button, which asks nothing more.
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail = _mail(address, _subject(conversations, count), body, headers)
    return Letter(mail, partial(address.told, until), address.put_back)


def _by_ticket(texts: list[Message]):
    """In the order in which each began to write."""
    tickets = {text.ticket_id: text.ticket for text in texts}
    return ((ticket, (text for text in texts if text.ticket_id == pk)) for pk, ticket in tickets.items())


def _subject(conversations: list, count: int) -> str:
    texts = "New text" if count == 1 else f"{count} new texts"
    ticket, _ = conversations[0]
    return (
        f"{texts} from {ticket.profile.name if len(conversations) == 1 else f'{len(conversations)} people'}"
    )


def _mail(address: NotificationAddress, subject: str, body: str, headers: dict | None = None) -> EmailMessage:
    # A name may have anything in it, a subject is one line.
    return EmailMessage(
        " ".join(subject.split()), body, to=[address.email], headers=AUTOMATIC | (headers or {})
    )


def _link(noun: str, token: str) -> str:
    """inbox/urls_outside.py. Not by reverse(): it would put the account before it in which a caller happens to be."""
    return f"{settings.PUBLIC_BASE_URL}/notifications/{noun}/{token}/"
