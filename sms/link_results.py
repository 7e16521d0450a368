"""What came of links (E6): who followed them, and what was ordered after that."""

from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum

from helpdesk import live
from inbox.models import Message, Source
from sms.models import Conversion, Link


class LinkResults(NamedTuple):
    """A person who clicks twice is two clicks of one clicker. Revenue is in each currency apart."""

    clicks: int
    clickers: int
    orders: int
    revenue: dict[str, Decimal]

    @property
    def amounts(self) -> list[str]:
        """Each currency apart, the largest first: "1,059.00 EUR"."""
        amounts = sorted(self.revenue.items(), key=lambda each: -each[1])
        return [f"{value:,.2f} {currency}".strip() for currency, value in amounts]


def of_source(source: Source) -> LinkResults:
    """Of all messages of a campaign or flow."""
    return _of(Link.objects.filter(source=source, clicks__gt=0), Conversion.objects.filter(source=source))


def of_message(message: Message) -> LinkResults:
    return _of(Link.objects.filter(message=message), Conversion.objects.filter(message=message))


def _of(links: QuerySet[Link], conversions: QuerySet[Conversion]) -> LinkResults:
    followed = links.filter(clicks__gt=0).aggregate(
        clicks=Sum("clicks", default=0), clickers=Count("profile", distinct=True)
    )
    by_currency = list(
        conversions.order_by("currency").values_list("currency").annotate(Count("pk"), Sum("value"))
    )
    orders = sum(count for _, count, _ in by_currency)
    return LinkResults(**followed, orders=orders, revenue={name: sum_ for name, _, sum_ in by_currency})


def show(message: Message) -> None:
    """Write beside the message what its thread shows of this, and let open tickets know."""
    results = of_message(message)
    outcome = {
        "clicks": results.clicks,
        "orders": results.orders,
        "revenue": {currency: str(value) for currency, value in results.revenue.items()},
    }
    Message.objects.filter(pk=message.pk).update(outcome=outcome)
    live.ping(message.account_id, *message.topics)
