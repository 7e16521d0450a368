"""G3: what another system sent is reported once, early or late, and replies find it as they find our own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import tenancy
from campaigns import external
from inbox.models import Delivery, Message, Source
from profiles.models import Profile
from tests.campaigns.sends import reply_to, sent, source
from tests.pages import words
from tests.sms.test_concurrency import at_once
from tests.world import text_from

NOW = timezone.now()


def ago(hours: float) -> str:
    return (NOW - timedelta(hours=hours)).isoformat()


def body(*messages, **more):
    return (
        {"kind": "campaign", "external_id": "spring", "name": "Spring sale", "system": "Mailer"}
        | more
        | {"messages": list(messages)}
    )


def one(cast, **more):
    return {"id": "m1", "phone": cast.paula.phone, "body": "20 % off", "sent_at": ago(3)} | more


@pytest.fixture
def written(cast):
    """Paula wrote an hour ago, and long before."""
    with tenancy.enter(cast.acme.pk):
        Message.objects.update(sent_at=NOW - timedelta(hours=1000))
        return text_from(cast.number, cast.paula.phone, "Yes please", sent_at=NOW - timedelta(hours=1))


def inside(cast):
    return tenancy.enter(cast.acme.pk)


def test_g3_a_report_stands_in_the_thread_and_sends_nothing(cast, machine, sign_in):
    answer = machine.post("external-messages/", body(one(cast)))
    assert answer.status_code == 201
    [reported] = answer.json()["messages"]
    assert (reported["id"], reported["new"]) == ("m1", True)
    with inside(cast):
        message = Message.objects.get(pk=reported["message"])
        assert (message.origin, message.profile, message.ticket) == ("campaign", cast.paula, None)
        assert message.source.name == "Spring sale"
        assert not Delivery.objects.filter(message=message).exists()
    thread = words(sign_in(cast.bob).get("/tickets/1/").content)
    assert "Campaign · Spring sale sent by Mailer," in thread
    assert "20 % off" in thread


def test_g3_a_reply_that_came_before_the_report_is_attributed(cast, machine, written):
    message = machine.post("external-messages/", body(one(cast))).json()["messages"][0]["message"]
    with inside(cast):
        written.refresh_from_db()
        assert written.attributed_to_id == message
    shown = machine.get(f"messages/{written.pk}/").json()
    assert (shown["source"]["name"], shown["attributed_to"]) == ("Spring sale", message)


def test_g3_an_older_report_takes_nothing_from_a_newer_message(cast, machine, written):
    with inside(cast):
        ours = sent(source(cast.acme), cast.paula, hours_ago=2)
        assert reply_to(ours) == written
    machine.post("external-messages/", body(one(cast)))
    with inside(cast):
        assert reply_to(ours) == written


def test_g3_a_newer_report_takes_the_reply_over(cast, machine, written):
    with inside(cast):
        ours = sent(source(cast.acme), cast.paula, hours_ago=4)
    machine.post("external-messages/", body(one(cast)))
    with inside(cast):
        assert reply_to(ours) is None


def test_g3_several_at_once_of_one_person_settle_together(cast, machine, written):
    messages = [one(cast, id=f"m{n}", sent_at=ago(hours)) for n, hours in enumerate([30, 2, 5, 3])]
    answer = machine.post("external-messages/", body(*messages)).json()
    last = next(row["message"] for row in answer["messages"] if row["id"] == "m1")
    with inside(cast):
        written.refresh_from_db()
        assert written.attributed_to_id == last
        assert Message.objects.filter(attributed_to__isnull=False).count() == 1


def test_g3_a_repeated_call_changes_nothing(cast, machine, written):
    first = machine.post("external-messages/", body(one(cast))).json()
    again = machine.post("external-messages/", body(one(cast, body="Other words", sent_at=ago(9)))).json()
    assert again["source"] == first["source"]
    assert again["messages"] == [{**first["messages"][0], "new": False}]
    with inside(cast):
        assert Message.objects.filter(origin="campaign").count() == 1
        assert Message.objects.get(origin="campaign").body == "20 % off"


def test_g3_one_id_twice_in_a_call_is_one_message(cast, machine):
    answer = machine.post("external-messages/", body(one(cast), one(cast))).json()
    assert len(answer["messages"]) == 1


def test_g3_a_campaign_that_is_called_otherwise_by_now_is_renamed(cast, machine):
    machine.post("external-messages/", body(one(cast)))
    answer = machine.post("external-messages/", body(one(cast, id="m2"), name="Summer sale")).json()
    with inside(cast):
        assert [each.name for each in Source.objects.all()] == ["Summer sale"]
    assert answer["source"]["name"] == "Summer sale"


def test_g3_a_number_of_nobody_makes_a_profile_without_consent(cast, machine):
    machine.post("external-messages/", body(one(cast, phone="+1 (503) 555-0188")))
    with inside(cast):
        profile = Profile.objects.get(phone="+15035550188")
        assert not profile.is_subscriber
        assert text_from(cast.number, profile.phone, "Hi").source.name == "Spring sale"


def test_g3_a_profile_in_the_place_of_a_number(cast, machine):
    message = one(cast, profile=cast.paula.pk)
    del message["phone"]
    answer = machine.post("external-messages/", body(message))
    assert answer.status_code == 201
    with inside(cast):
        assert Message.objects.get(origin="campaign").profile == cast.paula


def test_g3_without_a_system_the_key_says_who_sent_it(cast, machine):
    asked = body(one(cast))
    del asked["system"]
    assert machine.post("external-messages/", asked).json()["source"]["system"] == "Shop"


WRONG = {
    "messages.0.phone": {"phone": "12"},
    "messages.0.sent_at": {"sent_at": "2099-01-01T00:00:00Z"},
    "messages.0.body": {"body": "x" * 1601},
    "messages.0.id": {"id": ""},
}


@pytest.mark.parametrize("field", WRONG)
def test_g3_bad_input_is_said_at_its_field_and_nothing_is_stored(cast, machine, problem, field):
    answer = machine.post("external-messages/", body(one(cast) | WRONG[field], one(cast, id="m2")))
    assert field in problem(answer, 400, "invalid")["errors"]
    with inside(cast):
        assert not Source.objects.exists()
        assert not Message.objects.filter(origin="campaign").exists()


@pytest.mark.parametrize("count", [0, 501])
def test_g3_1_to_500_at_once(cast, machine, problem, count):
    messages = [{"id": str(n), "phone": "+15035550188", "body": "x", "sent_at": ago(1)} for n in range(count)]
    problem(machine.post("external-messages/", body(*messages)), 400, "invalid")


def test_g3_neither_both_a_phone_and_a_profile_nor_none(cast, machine, problem):
    message = one(cast)
    for wrong in (
        message | {"profile": cast.paula.pk},
        {name: message[name] for name in ("id", "body", "sent_at")},
    ):
        problem(machine.post("external-messages/", body(wrong)), 400, "invalid")


def test_a1_another_accounts_profile_is_no_profile(cast, stranger, problem):
    message = one(cast, profile=cast.paula.pk)
    del message["phone"]
    errors = problem(stranger.post("external-messages/", body(message)), 400, "invalid")["errors"]
    assert "messages.0.profile" in errors


def test_a1_two_accounts_use_the_same_ids(cast, machine, stranger):
    ours = machine.post("external-messages/", body(one(cast))).json()
    theirs = stranger.post("external-messages/", body(one(cast))).json()
    assert theirs["messages"][0]["new"]
    assert theirs["source"]["id"] != ours["source"]["id"]


def test_m1_a_key_to_read_may_not_report(cast, reader, problem):
    problem(reader.post("external-messages/", body(one(cast))), 403, "read_only_key")


def test_g3_sources_and_their_results(cast, machine, written):
    made = machine.post("external-messages/", body(one(cast))).json()["source"]
    assert machine.get("sources/").json()["results"] == [made]
    assert machine.get("sources/", external_id="spring").json()["results"] == [made]
    assert machine.get("sources/", kind="flow").json()["results"] == []
    assert machine.get(f"sources/{made['id']}/").json() == made
    results = machine.get(f"sources/{made['id']}/results/").json()
    assert (results["sent"], results["replies"], results["reply_rate"]) == (1, 1, 1.0)
    found = machine.get("tickets/", attributed_to=made["id"]).json()["results"]
    assert [ticket["number"] for ticket in found] == [1]


def test_g3_500_of_one_call_are_quick_and_few_statements_each(cast, machine, django_assert_max_num_queries):
    messages = [
        {"id": str(n), "phone": f"+1503556{n:04}", "body": "x", "sent_at": ago(1)} for n in range(500)
    ]
    with django_assert_max_num_queries(560):
        assert machine.post("external-messages/", body(*messages)).status_code == 201


@pytest.mark.slow
def test_g3_the_same_report_sixteen_times_at_once_is_stored_once(brand):
    people = [f"+1503557{n:04}" for n in range(20)]

    def report(n):
        with brand.inside():
            campaign = external.named(brand.account, "campaign", "spring", "Spring", "Mailer")
            order = people if n % 2 else people[::-1]
            return len(external.report(campaign, [external.Sent(to, to, "x", NOW) for to in order]).stored)

    at_once(report, range(16))
    with brand.inside():
        assert Message.objects.filter(origin="campaign").count() == 20
