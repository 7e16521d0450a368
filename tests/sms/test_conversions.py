"""E6: an order's revenue goes to the text whose link led to it, in whatever order clicks and orders reach us."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts import tenancy
from inbox.models import Delivery, Message, Source
from profiles.models import Metric
from sms import clicks, link_results
from sms.models import Click, Conversion, Link, LinkOptions
from tests.world import text_from

SALE = "https://acme.example/sale"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAYS = timedelta(days=5)
MICRO = timedelta(microseconds=1)


def texted(cast, source=None, to=None) -> Link:
    """A text with a link, of a campaign or else of Bob's."""
    to = to or cast.paula
    if source is None:
        return cast.broken_zip.reply(SALE, by=cast.bob).links.get()
    message = Message.objects.create(
        channel=cast.broken_zip.channel, profile=to, origin=source.kind, source=source, body=SALE
    )
    Delivery.queue(message, key=f"camp:{source.pk}:{message.pk}")
    return message.links.get()


def campaign(cast, name="Spring") -> Source:
    return Source.objects.create(account=cast.acme, kind="campaign", name=name)


def click(link: Link, at: datetime) -> None:
    """Committed as the redirect does it, and told as the sweep does it."""
    Link.objects.filter(pk=link.pk).update(clicks=link.clicks + 1)
    link.clicks += 1
    made = Click.objects.create(link=link, at=at, device="phone")
    clicks.tell(link.account_id, made.pk)


def order(person, at: datetime, value="59.00", currency="EUR", key=""):
    return person.record_event(Metric.PLACED_ORDER, at=at, value=Decimal(value), currency=currency, key=key)


def credited() -> list[int]:
    return list(Conversion.objects.order_by("event__at").values_list("click__link", flat=True))


def test_e6_an_order_after_a_click_is_that_texts_revenue(acme):
    link = texted(acme)
    click(link, NOON)
    order(acme.paula, NOON + timedelta(hours=1))
    assert link_results.of_message(link.message) == (1, 1, 1, {"EUR": Decimal("59.00")})
    kept = Message.objects.get(pk=link.message_id).outcome
    assert kept == {"clicks": 1, "orders": 1, "revenue": {"EUR": "59.00"}}


@pytest.mark.parametrize(
    ("after", "counts"),
    [(timedelta(0), True), (DAYS, True), (DAYS + MICRO, False), (-MICRO, False)],
    ids=["at the click", "at the last moment", "too late", "before it"],
)
def test_e6_for_five_days_both_ends_included(acme, after, counts):
    link = texted(acme)
    click(link, NOON)
    order(acme.paula, NOON + after)
    assert credited() == ([link.pk] if counts else [])


def test_e6_the_days_are_a_setting(acme):
    options = LinkOptions.of(acme.broken_zip.channel)
    options.order_days = 1
    options.save()
    click(texted(acme), NOON)
    order(acme.paula, NOON + timedelta(days=2))
    assert credited() == []


def test_e6_the_last_click_before_the_order_counts(acme):
    first, second = texted(acme), texted(acme)
    click(first, NOON)
    click(second, NOON + timedelta(hours=1))
    click(first, NOON + timedelta(hours=3))
    order(acme.paula, NOON + timedelta(hours=2))
    assert credited() == [second.pk]


def test_e6_without_a_click_and_for_other_events_there_is_no_revenue(acme):
    texted(acme)
    order(acme.paula, NOON)
    assert credited() == []
    click(texted(acme), NOON + timedelta(hours=1))
    acme.paula.record_event(
        "Looked at a product", at=NOON + timedelta(hours=2), value=Decimal(5), currency="EUR"
    )
    assert credited() == []


def test_e6_the_clicks_of_another_person_lead_to_no_order(acme):
    click(texted(acme), NOON)
    order(acme.quinn, NOON + timedelta(hours=1))
    assert credited() == []


def test_e6_the_same_order_posted_twice_is_one(acme):
    link = texted(acme)
    click(link, NOON)
    assert order(acme.paula, NOON, key="order:1")
    assert order(acme.paula, NOON, key="order:1") is None
    assert link_results.of_message(link.message).revenue == {"EUR": Decimal("59.00")}


@pytest.mark.parametrize("arrivals", list(permutations(range(5)))[::7], ids=str)
def test_e6_by_the_clocks_whatever_reaches_us_first(acme, arrivals):
    first, second = texted(acme), texted(acme)
    hours = timedelta(hours=1)
    happened = [
        lambda: click(first, NOON),
        lambda: order(acme.paula, NOON + 1 * hours, "10"),
        lambda: click(second, NOON + 2 * hours),
        lambda: order(acme.paula, NOON + 3 * hours, "20"),
        lambda: order(acme.paula, NOON + 4 * hours, "5"),
    ]
    for number in arrivals:
        happened[number]()
    assert credited() == [first.pk, second.pk, second.pk]
    assert link_results.of_message(first.message).revenue == {"EUR": Decimal("10.00")}
    outcomes = [Message.objects.get(pk=link.message_id).outcome for link in (first, second)]
    assert [(each["orders"], each["revenue"]) for each in outcomes] == [
        (1, {"EUR": "10.00"}),
        (2, {"EUR": "25.00"}),
    ]


def test_e6_a_campaigns_results_count_people_once_and_currencies_apart(acme):
    spring, summer = campaign(acme), campaign(acme, "Summer")
    mine, quinns = texted(acme, spring), texted(acme, spring, to=acme.quinn)
    texted(acme, spring, to=acme.sam)
    other = texted(acme, summer)
    for at in range(2):
        click(mine, NOON + timedelta(minutes=at))
    click(quinns, NOON)
    order(acme.paula, NOON + timedelta(hours=1), "59.00", "EUR")
    order(acme.paula, NOON + timedelta(hours=2), "1.50", "EUR")
    order(acme.quinn, NOON + timedelta(hours=2), "12.00", "USD")
    click(other, NOON + timedelta(hours=3))
    assert link_results.of_source(spring) == (3, 2, 3, {"EUR": Decimal("60.50"), "USD": Decimal("12.00")})
    assert link_results.of_source(summer) == (1, 1, 0, {})
    event = acme.paula.events.filter(metric="Clicked link").last()
    assert event.data["campaign"] == "Spring"


def test_e6_an_order_and_a_click_at_once_find_each_other(brand):
    with brand.inside():
        paula = text_from(brand.number, "+15035559101", "Hello").profile
        paula.give_consent("marketing", "test")
        links = [
            brand.account.tickets.by_number(1).reply(SALE, by=brand.member(brand.bob)).links.get()
            for _ in range(10)
        ]
    start = Barrier(2)

    def on_its_own(act):
        def run():
            for n, link in enumerate(links):
                start.wait()
                with tenancy.enter(brand.account.pk):
                    act(n, link)
            connection.close()

        return Thread(target=run)

    at = [NOON + timedelta(days=20 * n) for n in range(10)]
    threads = [
        on_its_own(lambda n, link: click(link, at[n])),
        on_its_own(lambda n, link: order(paula, at[n] + timedelta(hours=1))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with brand.inside():
        assert credited() == [link.pk for link in links]


def test_e6_the_thread_shows_orders_and_revenue(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        link = texted(cast)
        click(link, NOON)
        order(cast.paula, NOON, "59")
        order(cast.paula, NOON, "1", "USD")
    page = sign_in(cast.bob).get("/tickets/1/?peek").content.decode()
    assert "1 click · 2 orders 59.00 EUR + 1.00 USD</span>" in page


def test_a1_another_account_sees_no_conversion(cast):
    with tenancy.enter(cast.acme.pk):
        click(texted(cast), NOON)
        order(cast.paula, NOON)
    with tenancy.enter(cast.globex.pk):
        assert not Conversion.objects.exists()
