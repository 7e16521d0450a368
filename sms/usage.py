"""What a month's texts came to (E12), for the page and the API: by day, by what sent them, and what they cost about."""

from calendar import monthrange
from collections import Counter
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from accounts.models import Account
from inbox.models import Channel, Message
from sms.models import SendingOptions

Origin = Message.Origin
# What sent them, in four words; each has its origins.
KINDS = {
    "agents": ("Agents", [Origin.AGENT, Origin.API]),
    "campaigns": ("Campaigns and flows", [Origin.CAMPAIGN, Origin.FLOW]),
    "automatic": ("Automatic answers", [Origin.AUTO_RESPONDER, Origin.CLOSING]),
    "keywords": ("Answers to STOP, HELP and START", [Origin.KEYWORD]),
}
OTHERS = "automations"
LABELS = {kind: label for kind, (label, _) in KINDS.items()} | {OTHERS: "Automations"}
KIND_OF: dict[str, str] = {origin: kind for kind, (_, origins) in KINDS.items() for origin in origins}


class Day(NamedTuple):
    day: date
    segments: int


BAR = 10  # wide, with its gap


class Bar(NamedTuple):
    day: date
    segments: int
    x: int
    y: int
    height: int


class Usage(NamedTuple):
    """A month. `price` and `limit` as they are set now; None: not set."""

    month: date
    segments: int
    texts: int
    days: list[Day]
    kinds: dict[str, int]
    limit: int | None
    price: Decimal | None
    currency: str

    @property
    def cost(self) -> Decimal | None:
        return None if self.price is None else self.segments * self.price

    @property
    def share(self) -> int:
        """Of the limit, in percent."""
        return self.segments * 100 // self.limit if self.limit else 0

    @property
    def left(self) -> int | None:
        return None if self.limit is None else max(self.limit - self.segments, 0)

    @property
    def most(self) -> int:
        """The busiest day's."""
        return max((day.segments for day in self.days), default=0)

    @property
    def soon(self) -> int:
        """Where the limit comes near."""
        return (self.limit or 0) * 80 // 100

    @property
    def width(self) -> int:
        return len(self.days) * BAR

    @property
    def bars(self) -> list[Bar]:
        """Of a chart that is 100 high."""
        heights = [round(day.segments * 100 / self.most) if self.most else 0 for day in self.days]
        return [
            Bar(*day, n * BAR + 1, 100 - high, high)
            for n, (day, high) in enumerate(zip(self.days, heights, strict=True))
        ]

    @property
    def by_kind(self) -> list[tuple[str, int]]:
        return [(LABELS[kind], segments) for kind, segments in self.kinds.items() if segments]


def this_month(account: Account) -> date:
    return timezone.localdate(timezone=account.zone).replace(day=1)


def of(account: Account, month: date) -> Usage:
    last = monthrange(month.year, month.month)[1]
    rows = account.usage_days.filter(day__range=(month, month.replace(day=last)))
    days, kinds, texts = Counter[date](), Counter[str](dict.fromkeys(LABELS, 0)), 0
    for day, origin, segments, count in rows.values_list("day", "origin", "segments", "texts"):
        days[day] += segments
        kinds[KIND_OF.get(origin, OTHERS)] += segments
        texts += count
    listed = [Day(day, days[day]) for number in range(last) for day in [month.replace(day=number + 1)]]
    options = options_of(account)
    limit, price, currency = options.monthly_limit, options.price_per_segment, options.currency
    return Usage(month, days.total(), texts, listed, dict(kinds), limit, price, currency)


def options_of(account: Account) -> SendingOptions:
    return SendingOptions.of(Channel.objects.for_kind(account, "sms"))


def next_month_begins(account: Account) -> datetime:
    month = this_month(account)
    following = (month + timedelta(days=31)).replace(day=1)
    return datetime.combine(following, time(), account.zone)
