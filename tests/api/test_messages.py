"""M1, C14, E4: answering through the API."""

import uuid

import pytest

from accounts import tenancy
from inbox.models import Delivery, Message
from tests.world import text_from

HELLO = {"body": "Hello Paula"}


def sent(cast):
    with tenancy.enter(cast.acme.pk):
        return list(Message.objects.exclude(origin="customer").values_list("body", flat=True))


def test_c14_a_customer_is_answered(cast, machine):
    answer = machine.post("tickets/1/messages/", HELLO)
    message = answer.json()
    assert answer.status_code == 201
    assert (message["body"], message["origin"], message["inbound"]) == ("Hello Paula", "api", False)
    assert (message["ticket"], message["profile"]) == (1, cast.paula.pk)
    assert (message["delivery"]["state"], message["delivery"]["recipient"]) == ("queued", "+15035550101")
    assert machine.get(f"messages/{message['id']}/").json() == message
    assert machine.get("tickets/1/").json()["waiting_since"] is None


def test_c1_an_answer_reopens_a_closed_ticket(cast, machine):
    machine.post("tickets/1/closure/")
    machine.post("tickets/1/messages/", HELLO)
    assert machine.get("tickets/1/").json()["status"] == "open"


@pytest.mark.parametrize(("number", "code"), [(2, "no_consent"), (3, "opted_out")])
def test_e4_without_consent_nobody_is_answered(cast, machine, problem, number, code):
    answer = problem(machine.post(f"tickets/{number}/messages/", HELLO), 409, code)
    assert "consent" in answer["detail"] or "opted out" in answer["detail"]
    assert sent(cast) == []


def test_e4_without_a_number_nobody_is_answered(cast, machine, problem):
    with tenancy.enter(cast.acme.pk):
        cast.number.disconnect()
    problem(machine.post("tickets/1/messages/", HELLO), 409, "no_number")


@pytest.mark.parametrize(
    "body",
    [{}, {"body": ""}, {"body": "  \n"}, {"body": "x" * 5000}, {"body": None}, {"body": ["x"]}, {"body": "\x00"},
     {"body": "\ud800"}],
)  # fmt: skip
def test_c14_what_can_not_be_sent_is_refused(cast, machine, problem, body):
    assert problem(machine.post("tickets/1/messages/", body), 400, "invalid")["errors"].keys() == {"body"}
    assert sent(cast) == []


@pytest.mark.parametrize("way", ["header", "body"])
def test_m1_a_repeated_call_sends_once(cast, machine, way):
    key = str(uuid.uuid4())

    def call():
        if way == "header":
            return machine.post("tickets/1/messages/", HELLO, **{"Idempotency-Key": key})
        return machine.post("tickets/1/messages/", HELLO | {"client_id": key})

    first, second = call(), call()
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert sent(cast) == ["Hello Paula"]


def test_m1_a_repeated_call_is_answered_even_if_consent_ended_meanwhile(cast, machine, problem):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = machine.post("tickets/1/messages/", HELLO, **key)
    with tenancy.enter(cast.acme.pk):
        text_from(cast.number, cast.paula.phone, "STOP")
    again = machine.post("tickets/1/messages/", HELLO, **key)
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    problem(machine.post("tickets/1/messages/", HELLO), 409, "opted_out")


def test_m1_a_key_belongs_to_one_message(cast, machine, problem):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    machine.post("tickets/1/messages/", HELLO, **key)
    problem(machine.post("tickets/1/messages/", {"body": "Other words"}, **key), 409, "key_reused")
    problem(machine.post("tickets/4/messages/", HELLO, **key), 409, "key_reused")
    assert sent(cast) == ["Hello Paula"]


def test_m1_a_key_is_a_uuid_and_said_once(machine, problem):
    answer = machine.post("tickets/1/messages/", HELLO, **{"Idempotency-Key": "again"})
    assert problem(answer, 400, "invalid")["errors"].keys() == {"Idempotency-Key"}
    body = HELLO | {"client_id": str(uuid.uuid4())}
    answer = machine.post("tickets/1/messages/", body, **{"Idempotency-Key": str(uuid.uuid4())})
    assert problem(answer, 400, "invalid")["errors"].keys() == {"Idempotency-Key"}


def test_c7_the_thread_newest_first_with_automatic_answers(cast, machine):
    machine.post("tickets/1/messages/", HELLO)
    with tenancy.enter(cast.acme.pk):
        text_from(cast.number, cast.paula.phone, "HELP")
    thread = machine.get("tickets/1/messages/").json()["results"]
    assert [message["origin"] for message in thread] == ["keyword", "customer", "api", "customer"]
    assert [message["ticket"] for message in thread] == [None, None, 1, 1]
    assert thread[-1]["delivery"] is None
    older = machine.get("tickets/1/messages/", before=thread[1]["id"], page_size=1).json()
    assert [message["body"] for message in older["results"]] == ["Hello Paula"]
    assert older["next"]


def test_c7_the_thread_asks_the_same_few_questions(cast, machine, django_assert_max_num_queries):
    for _ in range(2):
        machine.post("tickets/1/messages/", HELLO)
    with django_assert_max_num_queries(10) as few:
        machine.get("tickets/1/messages/")
    most = len(few.captured_queries)
    for _ in range(8):
        machine.post("tickets/1/messages/", HELLO)
    with django_assert_max_num_queries(most):
        assert len(machine.get("tickets/1/messages/").json()["results"]) == 11


def failed(cast, machine):
    message = machine.post("tickets/1/messages/", HELLO).json()
    with tenancy.enter(cast.acme.pk):
        assert Delivery.objects.get(message=message["id"]).failed("30003", "The phone is off.")
    return message["id"]


def test_c17_a_failed_text_is_sent_again(cast, machine, problem):
    number = failed(cast, machine)
    delivery = machine.get(f"messages/{number}/").json()["delivery"]
    assert (delivery["state"], delivery["can_retry"]) == ("failed", True)
    assert (delivery["error_code"], delivery["reason"]) == ("30003", "The phone is off.")
    answer = machine.post(f"messages/{number}/delivery/")
    assert answer.status_code == 200
    assert (answer.json()["delivery"]["state"], answer.json()["delivery"]["attempt"]) == ("queued", 2)
    problem(machine.post(f"messages/{number}/delivery/"), 409, "not_retriable")


def test_e4_consent_is_asked_again_before_a_retry(cast, machine, problem):
    number = failed(cast, machine)
    with tenancy.enter(cast.acme.pk):
        text_from(cast.number, cast.paula.phone, "STOP")
    problem(machine.post(f"messages/{number}/delivery/"), 409, "opted_out")
    assert machine.get(f"messages/{number}/").json()["delivery"]["state"] == "failed"


def test_c17_an_inbound_message_has_no_delivery(cast, machine, problem):
    number = machine.get("tickets/1/messages/").json()["results"][0]["id"]
    problem(machine.post(f"messages/{number}/delivery/"), 404, "not_found")


def test_b8_a_members_later_answer_stops_ours_if_we_say_what_we_saw(cast, machine, problem):
    with tenancy.enter(cast.acme.pk):
        seen = Message.objects.filter(profile=cast.paula).latest("id").pk
        theirs = cast.broken_zip.reply("Dora's", by=cast.dora)
    stopped = problem(machine.post("tickets/1/messages/", HELLO | {"seen": seen}), 409, "answered")
    assert stopped["message"] == theirs.pk
    assert machine.post("tickets/1/messages/", HELLO | {"seen": theirs.pk}).status_code == 201
    assert machine.post("tickets/1/messages/", HELLO).status_code == 201
