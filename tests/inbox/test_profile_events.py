"""C8, K2: what happened to a person, beside the ticket and on a page of its own."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from accounts import tenancy
from tests.pages import words

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


def happen(cast, count=1, metric="Looked", **more) -> None:
    with tenancy.enter(cast.acme.pk):
        for n in range(count):
            cast.paula.record_event(metric, at=NOON + timedelta(minutes=n), data={"n": n} | more)


def shown(answer) -> list[int]:
    return [int(pk) for pk in re.findall(r'id="happened-(\d+)"', answer.content.decode())]


def test_c8_the_newest_ten_by_their_time_with_what_when_and_value(cast, bob):
    happen(cast, 12)
    with tenancy.enter(cast.acme.pk):
        cast.paula.record_event(
            "Placed order", NOON + timedelta(days=1), {"order": "1001"}, Decimal("59"), "EUR"
        )
        cast.paula.record_event("Late news", NOON - timedelta(days=1))
        cast.paula.record_event(
            "Clicked link", NOON + timedelta(days=2), {"url": "https://acme.example/sale"}
        )
    answer = bob.get("/tickets/1/events/", headers=HTMX)
    assert len(shown(answer)) == 10
    text = words(answer.content)
    assert text.startswith(
        "Clicked link 3 Mar, 07:00 acme.example/sale Placed order 59.00 EUR 2 Mar, 07:00 Order 1001 Looked"
    )
    assert "Late news" not in text


def test_c8_it_is_fetched_when_somebody_looks(cast, bob):
    happen(cast, metric="Looked at a tent")
    page = bob.get("/tickets/1/?peek").content.decode()
    assert 'hx-get="/a/acme/tickets/1/events/" hx-trigger="intersect once"' in page
    assert "Looked at a tent" not in page


def test_c8_where_nothing_happened_it_says_what_would_stand_there(bob):
    assert "Nothing yet." in words(bob.get("/tickets/1/events/", headers=HTMX).content)


def test_k2_all_events_filtered_by_metric_page_by_page(cast, bob):
    happen(cast, 60)
    happen(cast, 60, "Bought & paid")
    seen, url = [], f"/profiles/{cast.paula.pk}/events/?metric=Bought%20%26%20paid"
    while url:
        answer = bob.get(url)
        seen += shown(answer)
        link = re.search(r'href="([^"]+before=\d+)"', answer.content.decode())
        url = link and link[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 60
    assert seen == sorted(seen, reverse=True)
    tabs = words(answer.content.decode().partition('aria-label="Kinds of events"')[2].partition("</nav>")[0])
    assert tabs.endswith("All Bought & paid Looked")


def test_k2_events_of_one_moment_are_on_one_page_each(cast, bob):
    with tenancy.enter(cast.acme.pk):
        for _ in range(70):
            cast.paula.record_event("Looked", at=NOON)
    first = bob.get(f"/profiles/{cast.paula.pk}/events/")
    link = re.search(r"before=(\d+)", first.content.decode())
    assert link
    second = bob.get(f"/profiles/{cast.paula.pk}/events/?before={link[1]}")
    assert len(set(shown(first)) | set(shown(second))) == 70


def test_g12_what_was_posted_is_shown_as_text(cast, bob):
    happen(cast, metric="<img src=x>", note="<script>alert(1)</script>", deep={"x": 1}, list=[1], none=None)
    page = bob.get(f"/profiles/{cast.paula.pk}/events/").content.decode()
    assert "&lt;img src=x&gt;" in page and "&lt;script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("before", ["x", "9" * 40, "999999"])
def test_k2_a_page_that_is_none_is_not_found(cast, bob, before):
    assert bob.get(f"/profiles/{cast.paula.pk}/events/?before={before}").status_code == 404


def test_a1_another_accounts_person_and_events_are_not_found(cast, sign_in):
    happen(cast)
    charlie = sign_in(cast.charlie)
    assert charlie.get(f"/profiles/{cast.paula.pk}/events/").status_code == 404
    assert charlie.get("/tickets/2/events/").status_code == 404
    with tenancy.enter(cast.acme.pk):
        event = cast.paula.events.first()
    own = f"/profiles/{cast.secret.profile_id}/events/"
    assert charlie.get(f"{own}?before={event.pk}").status_code == 404
    assert sign_in(cast.anna).get(f"/profiles/{cast.paula.pk}/events/").status_code == 403
