"""Telling the admins that the month's credits come to an end (E12): at 80 % and at the limit, a mail to each once, and
a strip above every page."""

import logging
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.template.loader import render_to_string

from accounts import tenancy
from accounts.access import Action
from accounts.models import Account
from sms import metering, usage
from sms.models import UsageMonth

logger = logging.getLogger(__name__)

SOON, OVER = 80, 100  # per cent of the limit
KEY = "credits"
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


class Warned(NamedTuple):
    """What is to be mailed, and to whom."""

    account_id: int
    month_id: int
    level: int
    before: int
    mails: list[EmailMessage]


def due() -> list[tuple[int, int]]:
    """Accounts, and their months of which more has to be told."""
    limit = F("account__channels__sms_sending__monthly_limit")
    at = UsageMonth.objects.filter(account__channels__sms_sending__monthly_limit__isnull=False)
    over = Q(segments__gte=limit) | Q(refused_at__isnull=False)
    soon = Q(segments__gte=limit * SOON / 100.0)
    return list(
        at.filter(over & Q(warned__lt=OVER) | soon & Q(warned__lt=SOON)).values_list("account_id", "pk")
    )


def warn(account_id: int, month_id: int) -> None:
    """Two sweepers at once tell it once. A mail server that is away is tried again."""
    with tenancy.enter(account_id):
        warned = _prepare(account_id, month_id)
    if warned is None:
        return
    for mail in warned.mails:
        try:
            mail.send()
        except OSError as error:
            logger.warning("no warning about credits can be mailed now: %s", error)
            with tenancy.enter(account_id):
                UsageMonth.objects.filter(pk=month_id, warned=warned.level).update(warned=warned.before)
            return


def _prepare(account_id: int, month_id: int) -> Warned | None:
    account = Account.objects.get(pk=account_id)
    month = UsageMonth.objects.get(pk=month_id)
    standing = metering.standing(account_id)
    level = _level(standing, month)
    taken = UsageMonth.objects.filter(pk=month_id, warned=month.warned)
    if month.warned >= level or not taken.update(warned=level):
        return None
    if month.month != usage.this_month(account):
        return None  # it is over: nobody needs to know any more
    _raise(account, standing, level)
    return Warned(account_id, month_id, level, month.warned, _mails(account, standing, level))


def _level(standing: metering.Standing, month: UsageMonth) -> int:
    if standing.limit is None:
        return 0
    if month.segments >= standing.limit or month.refused_at:
        return OVER
    return SOON if month.segments * 100 >= standing.limit * SOON else 0


def _raise(account: Account, standing: metering.Standing, level: int) -> None:
    account.raise_alert(
        KEY, words(standing, level), "settings/usage/", until=usage.next_month_begins(account)
    )


def words(standing: metering.Standing, level: int) -> str:
    if level == OVER and standing.left:
        return (
            f"Texts stay behind: only {standing.left:,} of this month's {standing.limit:,} credits are left."
        )
    if level == OVER:
        return f"This month's {standing.limit:,} credits are used up: nothing but answers to STOP and HELP is sent."
    return f"{standing.used:,} of this month's {standing.limit:,} credits are used."


def _mails(account: Account, standing: metering.Standing, level: int) -> list[EmailMessage]:
    link = f"{settings.PUBLIC_BASE_URL}/a/{account.slug}/settings/usage/"
    body = render_to_string(
        "sms/usage/warning.txt", {"words": words(standing, level), "account": account, "link": link}
    )
    subject = f"{account}: {'no credits left' if level == OVER else 'credits are running out'}"
    people = account.memberships.who_may(Action.MANAGE_ACCOUNT).select_related("user")
    return [EmailMessage(subject, body, to=[member.user.email], headers=HEADERS) for member in people]


def changed(account: Account) -> None:
    """The limit is another one: what was told of the old one is settled, and may be told anew."""
    account.settle_alert(KEY)
    standing = metering.standing(account.pk)
    for month in account.usage_months.filter(month=usage.this_month(account)):
        month.refused_at = None
        level = _level(standing, month)
        if level:
            _raise(account, standing, level)
        UsageMonth.objects.filter(pk=month.pk).update(warned=level, refused_at=None)
