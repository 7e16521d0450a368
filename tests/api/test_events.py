"""C8, K2, E6: what happens to people outside is posted here, once, and an order finds the text that led to it."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from accounts import tenancy
from profiles.models import Profile, ProfileEvent
from sms import link_results
from sms.models import Click, Link
from tests.api.conftest import Machine

ORDER = {"metric": "Placed order", "value": "59.00", "currency": "eur", "data": {"order": "1001"}}
PAULA = "+15035550101"


@pytest.fixture
def url(cast):
    return f"profiles/{cast.paula.pk}/events/"


def events(cast) -> int:
    with tenancy.enter(cast.acme.pk):
        return ProfileEvent.objects.count()


def test_k2_an_event_is_posted_and_read(cast, machine, reader, url):
    answer = machine.post(url, ORDER)
    assert answer.status_code == 201
    assert answer.json() | {"id": 0, "at": "", "recorded_at": ""} == {
        "id": 0, "profile": cast.paula.pk, "metric": "Placed order", "at": "", "value": "59.00", "currency": "EUR",
        "data": {"order": "1001"}, "key": "", "recorded_at": "",
    }  # fmt: skip
    assert reader.get(url).json()["results"] == [answer.json()]


def test_k2_by_phone(cast, machine):
    answer = machine.post("events/", {"phone": "+1 (503) 555-0101", "metric": " Started \n checkout "})
    assert (answer.status_code, answer.json()["profile"]) == (201, cast.paula.pk)
    assert (answer.json()["metric"], answer.json()["value"]) == ("Started checkout", None)


def test_k2_nobody_is_made_unless_asked_for(cast, machine, problem):
    somebody = {"phone": "+15035557777", "metric": "Looked"}
    assert (
        "No profile has this number"
        in problem(machine.post("events/", somebody), 400, "invalid")["errors"]["phone"][0]
    )
    with tenancy.enter(cast.acme.pk):
        assert not Profile.objects.filter(phone="+15035557777").exists()
    assert machine.post("events/", somebody | {"create_profile": True}).status_code == 201
    assert machine.post("events/", somebody).status_code == 201
    with tenancy.enter(cast.acme.pk):
        made = Profile.objects.get(phone="+15035557777")
    assert not made.is_subscriber


def test_k2_a_key_is_recorded_once(cast, machine, url, problem):
    first = machine.post(url, ORDER | {"key": "order-1"})
    again = machine.post(url, ORDER | {"key": "order-1", "value": "60.00"})
    by_phone = machine.post("events/", ORDER | {"key": "order-1", "phone": PAULA})
    assert (first.status_code, again.status_code, by_phone.status_code) == (201, 200, 200)
    assert first.json() == again.json() == by_phone.json()
    assert first.json()["key"] == "order-1"
    assert events(cast) == 1
    other = f"profiles/{cast.quinn.pk}/events/"
    problem(machine.post(other, ORDER | {"key": "order-1"}), 409, "key_reused")
    problem(machine.post(url, {"metric": "Looked", "key": "order-1"}), 409, "key_reused")


def test_a1_keys_are_the_accounts_own(cast, machine, stranger, url):
    assert machine.post(url, ORDER | {"key": "order-1"}).status_code == 201
    theirs = stranger.post(f"profiles/{cast.secret.profile_id}/events/", ORDER | {"key": "order-1"})
    assert theirs.status_code == 201


def test_k2_a_key_at_once_is_recorded_once(brand):
    machine, start, codes = Machine(brand.member(brand.alice)), Barrier(4), []

    def post():
        start.wait()
        codes.append(
            machine.post(
                "events/", ORDER | {"phone": "+15035559201", "create_profile": True, "key": "1"}
            ).status_code
        )
        connection.close()

    threads = [Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [200, 200, 200, 201]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"metric": ""}, "metric"),
        ({"metric": "x" * 81}, "metric"),
        ({"metric": None}, "metric"),
        ({"value": None, "currency": ""}, "value"),
        ({"value": "59.00", "currency": ""}, "currency"),
        ({"metric": "Looked", "value": None}, "value"),
        ({"value": "1e3"}, None),
        ({"value": "abc"}, "value"),
        ({"value": "1.999"}, "value"),
        ({"value": "1" * 20}, "value"),
        ({"currency": "EURO"}, "currency"),
        ({"at": "2999-01-01T00:00Z"}, "at"),
        ({"at": "1066-01-01T00:00Z"}, "at"),
        ({"at": "yesterday"}, "at"),
        ({"data": {"x": "y" * 17_000}}, "data"),
        ({"data": ["a", "list"]}, "data"),
        ({"data": {"x": "\x00"}}, "data"),
        ({"key": "k" * 117}, "key"),
    ],
)
def test_bad_input_is_named_by_field_and_nothing_is_kept(cast, machine, url, problem, changes, field):
    answer = machine.post(url, ORDER | changes)
    if field is None:
        assert answer.json()["value"] == "1000.00"
        return
    assert field in problem(answer, 400, "invalid")["errors"]
    assert events(cast) == 0


def test_k2_the_list_is_filtered_by_metric_and_comes_in_pages(machine, url):
    for n in range(5):
        machine.post(url, {"metric": "Looked", "data": {"n": n}})
        machine.post(url, ORDER)
    found, page = [], machine.get(url, metric="Looked", page_size=2).json()
    while True:
        found += [event["data"]["n"] for event in page["results"]]
        if page["next"] is None:
            break
        page = machine.get(page["next"]).json()
    assert found == [4, 3, 2, 1, 0]


def test_m1_a_key_that_may_only_read_records_nothing(cast, reader, url, problem):
    problem(reader.post(url, ORDER), 403, "read_only_key")
    assert events(cast) == 0


def test_e6_an_order_that_is_posted_late_finds_the_click_before_it(cast, machine, url):
    with tenancy.enter(cast.acme.pk):
        link = cast.broken_zip.reply("https://acme.example/sale", by=cast.bob).links.get()
        Link.objects.update(clicks=1)
        click = Click.objects.create(link=link, at=timezone.now() - timedelta(days=3), device="phone")
    machine.post(url, ORDER | {"at": (click.at + timedelta(days=1)).isoformat()})
    machine.post(url, ORDER | {"at": (click.at - timedelta(days=1)).isoformat()})
    with tenancy.enter(cast.acme.pk):
        assert link_results.of_message(link.message).orders == 1


def test_e6_a_message_tells_what_came_of_its_links(cast, machine, reader, url):
    with tenancy.enter(cast.acme.pk):
        message = cast.broken_zip.reply("https://acme.example/sale", by=cast.bob)
        assert reader.get(f"messages/{message.pk}/").json()["outcome"] is None
        Link.objects.update(clicks=1)
        Click.objects.create(link=message.links.get(), at=timezone.now(), device="phone")
    machine.post(url, ORDER)
    found = reader.get(f"messages/{message.pk}/").json()["outcome"]
    assert found == {"clicks": 1, "orders": 1, "revenue": {"EUR": "59.00"}}


def test_e6_the_link_settings_are_read_and_changed(machine, reader, problem):
    assert reader.get("account/links/").json() == {"shorten": True, "order_days": 5}
    assert machine.patch("account/links/", {"shorten": False}).json() == {"shorten": False, "order_days": 5}
    assert (
        "order_days" in problem(machine.patch("account/links/", {"order_days": 31}), 400, "invalid")["errors"]
    )
    problem(reader.patch("account/links/", {"shorten": True}), 403, "read_only_key")
