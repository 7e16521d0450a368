"""How a number fares with the carriers: what the deliveries of the last days say about it, in one word, with the plain
reason and what to do."""

from collections import Counter
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from inbox.models import Delivery
from sms import errors
from sms.models import Number

DAY, WEEK = timedelta(days=1), timedelta(days=7)
# Below these shares of delivered texts a number needs a look, or is in trouble; of fewer texts no share is told.
LOOK, TROUBLE, ENOUGH = 95, 80, 20
SPAM = 3  # filtered texts in a week that are no accident
FILTERED, UNREGISTERED = errors.codes_that("filtered"), errors.codes_that("unregistered")


class Failure(NamedTuple):
    code: str
    times: int
    words: str


class Health(NamedTuple):
    """`state`: good, look, trouble, or quiet when nothing was sent. `words`: why, and what to do."""

    state: str
    words: str
    sent_today: int
    sent: int
    delivered: int
    failures: list[Failure]

    @property
    def label(self) -> str:
        return {"good": "Good", "look": "Needs a look", "trouble": "In trouble", "quiet": "Nothing sent"}[
            self.state
        ]

    @property
    def look(self) -> str:
        """Of its tag."""
        return {"good": "positive", "look": "caution", "trouble": "negative", "quiet": "plain"}[self.state]

    @property
    def failed(self) -> int:
        return sum(failure.times for failure in self.failures)

    @property
    def rate(self) -> int | None:
        """Of the texts whose fate is known, the percentage that arrived; None when there are none."""
        known = self.delivered + self.failed
        return self.delivered * 100 // known if known else None


def of(number: Number) -> Health:
    """Of the last seven days."""
    now = timezone.now()
    senders = [number.number, *filter(None, [number.messaging_service_sid])]
    left = Delivery.objects.filter(
        account=number.account_id,
        sender__in=senders,
        claimed_at__gt=now - WEEK,
        rank__gte=Delivery.RANKS["sent"],
    )
    rows = left.values_list("state", "error_code").annotate(
        count=Count("id"), today=Count("id", filter=Q(claimed_at__gt=now - DAY))
    )
    states, codes, today = Counter[str](), Counter[str](), 0
    for state, code, count, count_today in rows.order_by():
        if state == Delivery.State.FAILED and not code.isdigit():
            continue  # we did not send it ourselves: no consent, no credits, blocked
        states[state] += count
        today += count_today
        if state == Delivery.State.FAILED:
            codes[code] += count
    failures = [Failure(code, count, errors.meaning(code).words) for code, count in codes.most_common()]
    health = Health("good", "", today, states.total(), states[Delivery.State.DELIVERED], failures)
    state, words = judged(number, health, codes)
    return health._replace(state=state, words=words)


def judged(number: Number, health: Health, codes: Counter[str]) -> tuple[str, str]:
    """The worst that can be said."""
    filtered = sum(codes[code] for code in FILTERED)
    unregistered = [code for code in UNREGISTERED if codes[code]]
    few = health.delivered + health.failed < ENOUGH
    rate = 100 if few or health.rate is None else health.rate
    if number.halted_at:
        return "trouble", f"{errors.meaning(number.halted_code).words} Say below when it is settled."
    if unregistered:
        return "trouble", errors.meaning(unregistered[0]).words
    if rate < TROUBLE:
        return "trouble", f"Only {rate} % of its texts arrive. {most_often(health)}"
    if filtered >= SPAM:
        return "trouble", (
            f"Carriers filtered {filtered} texts as unwanted. Change the wording, leave out other services' short "
            "links, and text only people who asked for it; else they stop the number."
        )
    if filtered or rate < LOOK:
        return "look", most_often(health)
    return (
        ("good", "Its texts arrive.")
        if health.sent
        else ("quiet", "Nothing was sent from it in the last seven days.")
    )


def most_often(health: Health) -> str:
    worst = health.failures[0]
    return f"The most frequent reason, {worst.times} time{'s' if worst.times > 1 else ''}: {worst.words}"
