"""C14, C17, E4: an agent's answer, refused with a reason or queued once."""

from uuid import UUID, uuid4

import pytest

from accounts import tenancy
from inbox.models import Delivery, Message, Ticket
from tests.pages import part, words

HTMX = {"HX-Request": "true"}


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


def sent(cast) -> list[str]:
    with tenancy.enter(cast.acme.pk):
        return list(Message.objects.filter(origin="agent").values_list("body", flat=True))


def composer(answer) -> str:
    return part(answer, "composer").partition("</composer-box>")[0]


def test_c14_an_answer_is_queued_and_stands_in_the_thread(cast, bob):
    answer = bob.post("/tickets/1/messages/?view=all", {"body": "It is on its way"})
    assert answer.url == "/a/acme/tickets/1/?view=all"
    page = words(bob.get(answer.url).content)
    assert "It is on its way" in page
    assert "Queued" in page
    with tenancy.enter(cast.acme.pk):
        delivery = Delivery.objects.get()
        assert (delivery.state, delivery.gate) == ("queued", "consent")
        assert (delivery.sender, delivery.recipient) == (cast.number.number, cast.paula.phone)
        assert (delivery.message.author, delivery.message.ticket) == (cast.bob, cast.broken_zip)


def test_c14_several_in_a_row(cast, bob):
    for n in range(3):
        bob.post("/tickets/1/messages/", {"body": f"part {n}"})
    assert sent(cast) == ["part 0", "part 1", "part 2"]


def test_c14_an_answer_ends_the_waiting(cast, bob):
    bob.post("/tickets/1/messages/", {"body": "Hello"})
    with tenancy.enter(cast.acme.pk):
        ticket = Ticket.objects.get(number=1)
        assert (ticket.waiting_since, ticket.preview, ticket.preview_is_ours) == (None, "Hello", True)


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "Write something first."),
        (" \r\n\t ", "Write something first."),
        ("x" * 1601, "This text has 1,601 characters, and 1,600 can be sent."),
        ("x" * 200_000, "This text has 200,000 characters"),
    ],
)
def test_c14_what_can_not_be_sent_is_refused_beside_the_box(cast, bob, body, reason, headers):
    answer = bob.post("/tickets/1/messages/", {"body": body}, headers=headers)
    assert answer.status_code == 422
    assert reason in words(composer(answer))
    assert sent(cast) == []
    with tenancy.enter(cast.acme.pk):
        assert Ticket.objects.get(number=1).is_unread, "nothing else has changed either"


def test_c17_what_was_typed_is_still_there_after_a_refusal(cast, bob):
    body = "<b>" + "x" * 1600
    box = composer(bob.post("/tickets/1/messages/", {"body": body}))
    assert "&lt;b&gt;" + "x" * 1600 in box


def test_c14_sixteen_hundred_characters_fit(cast, bob):
    assert bob.post("/tickets/1/messages/", {"body": "x" * 1600}).status_code == 302
    assert sent(cast) == ["x" * 1600]


def test_c14_a_browsers_line_ends_count_and_leave_as_one_character(cast, bob):
    assert bob.post("/tickets/1/messages/", {"body": "a\r\n" * 800}).status_code == 302
    assert sent(cast) == ["a\n" * 800]


@pytest.mark.parametrize(
    "body",
    ["a\0b", "🐱" * 800, "‮right to left", "{{ 7|add:7 }} {first_name} %s", "<script>alert(1)</script>"],
)
def test_c14_wild_answers_are_sent_as_they_are_or_refused(cast, bob, body):
    answer = bob.post("/tickets/1/messages/", {"body": body})
    assert answer.status_code in (302, 422)
    assert sent(cast) in ([body], [body.replace("\0", "")], [])
    assert b"<script>alert" not in bob.get("/tickets/1/").content


def test_c14_the_same_client_id_again_sends_nothing_more(cast, bob):
    client_id = uuid4()
    for _ in range(3):
        answer = bob.post("/tickets/1/messages/", {"body": "Once", "client_id": client_id}, headers=HTMX)
        assert answer.status_code == 200
        assert f'id="message-{client_id}"' in answer.content.decode()
    assert sent(cast) == ["Once"]


@pytest.mark.parametrize("client_id", ["", "not-a-uuid", "0" * 400])
def test_c14_an_id_that_is_none_is_replaced_by_one_of_ours(cast, bob, client_id):
    assert bob.post("/tickets/1/messages/", {"body": "Hello", "client_id": client_id}).status_code == 302
    with tenancy.enter(cast.acme.pk):
        assert isinstance(Message.objects.get(origin="agent").client_id, UUID)


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(("number", "code"), [(2, "no_consent"), (3, "opted_out")])
def test_e4_without_consent_the_answer_is_refused_and_the_box_says_why(cast, bob, number, code, headers):
    answer = bob.post(f"/tickets/{number}/messages/", {"body": "Hello"}, headers=headers)
    assert answer.status_code == 422
    assert f'data-code="{code}"' in composer(answer)
    assert sent(cast) == []


@pytest.mark.parametrize(
    ("number", "code", "reason"),
    [
        (2, "no_consent", "This person has given no consent to be texted."),
        (3, "opted_out", "This person has opted out with STOP"),
    ],
)
def test_e4_the_box_is_grey_from_the_start_and_says_why(bob, number, code, reason):
    box = composer(bob.get(f"/tickets/{number}/"))
    assert f'data-code="{code}"' in box
    assert reason in words(box)
    assert "disabled" in box
    assert 'id="composer-form"' not in box


def test_e4_with_transactional_consent_only_one_can_be_answered(cast, bob):
    with tenancy.enter(cast.acme.pk):
        cast.quinn.give_consent("transactional", "Checkout")
    assert bob.post("/tickets/2/messages/", {"body": "Hello"}).status_code == 302


def test_e1_without_a_number_nobody_can_be_answered(cast, bob):
    with tenancy.enter(cast.acme.pk):
        cast.number.disconnect()
    answer = bob.post("/tickets/1/messages/", {"body": "Hello"})
    assert answer.status_code == 422
    assert "No number connected" in words(composer(answer))


def test_c14_nobody_can_write_to_a_customer_who_never_wrote(bob):
    assert bob.post("/tickets/77/messages/", {"body": "Hello"}).status_code == 404


def test_c17_a_failed_text_says_why_and_can_be_retried(cast, bob):
    with tenancy.enter(cast.acme.pk):
        delivery = cast.broken_zip.reply("Hello", by=cast.bob).delivery
        delivery.take()
        delivery.failed("30003", "The phone was off or out of reach.")
    page = bob.get("/tickets/1/").content
    assert "The phone was off or out of reach." in words(page)
    assert f"/a/acme/messages/{delivery.message_id}/delivery/".encode() in page
    assert bob.post(f"/messages/{delivery.message_id}/delivery/").status_code == 302
    with tenancy.enter(cast.acme.pk):
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempt, delivery.reason) == ("queued", 2, "")


def test_c17_what_is_under_way_or_delivered_is_not_sent_again(cast, bob):
    with tenancy.enter(cast.acme.pk):
        delivery = cast.broken_zip.reply("Hello", by=cast.bob).delivery
        delivery.take()
        delivery.accepted("SM1")
    bob.post(f"/messages/{delivery.message_id}/delivery/")
    with tenancy.enter(cast.acme.pk):
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempt) == ("sent", 1)


def test_e4_retry_asks_for_consent_again(cast, bob):
    with tenancy.enter(cast.acme.pk):
        delivery = cast.broken_zip.reply("Hello", by=cast.bob).delivery
        delivery.take()
        delivery.failed("30003", "off")
        cast.broken_zip.profile.withdraw_consent("Texted STOP")
    assert bob.post(f"/messages/{delivery.message_id}/delivery/").status_code == 422
    with tenancy.enter(cast.acme.pk):
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempt) == ("failed", 1)


def test_c17_there_is_no_delivery_of_what_a_customer_wrote(cast, bob):
    with tenancy.enter(cast.acme.pk):
        message = Message.objects.filter(origin="customer").first()
    assert bob.post(f"/messages/{message.pk}/delivery/").status_code == 404
