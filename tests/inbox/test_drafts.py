"""C17: what one has begun to write is there again, on any device, until it is sent; and nobody else sees it."""

import threading
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from accounts import tenancy
from inbox import sweeps
from inbox.models import Draft
from tests.pages import part

HTMX = {"HX-Request": "true"}


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


def keep(client, body="Hello Pau", kind="reply", number=1, **more):
    return client.post(f"/tickets/{number}/draft/", {"kind": kind, "body": body, **more})


def drafts(client, number=1) -> dict[str, str]:
    found = client.get(f"/tickets/{number}/draft/").json()
    return {kind: draft["body"] for kind, draft in found.items()}


def test_c17_it_is_kept_per_kind_and_ticket(bob):
    keep(bob, "Hello Pau")
    keep(bob, "Remember to", kind="note")
    keep(bob, "Hello Quinn", number=2)
    assert drafts(bob) == {"reply": "Hello Pau", "note": "Remember to"}
    assert drafts(bob, 2) == {"reply": "Hello Quinn"}


def test_c17_the_page_brings_it_along(bob):
    keep(bob, 'Hello "Pau" <3', seen=7)
    page = bob.get("/tickets/1/").content.decode()
    assert 'data-body="Hello &quot;Pau&quot; &lt;3"' in page
    assert 'data-seen="7"' in page
    box = part(bob.get("/tickets/1/"), "reply").partition("</textarea>")[0]
    assert box.endswith("Hello &quot;Pau&quot; &lt;3"), "also without scripts"
    assert "&lt;3</textarea>" not in bob.get("/tickets/1/", headers=HTMX).content.decode()


def test_c17_nobody_else_sees_it(cast, sign_in, bob):
    keep(bob, "Hello Pau")
    assert drafts(sign_in(cast.dora)) == {}
    assert "Hello Pau" not in sign_in(cast.dora).get("/tickets/1/").content.decode()


@pytest.mark.parametrize("kind", ["reply", "note"])
def test_c17_what_is_sent_is_no_draft_any_more(bob, kind):
    client_id = uuid4()
    keep(bob, "Hello", kind=kind, client_id=client_id)
    path = "/tickets/1/messages/" if kind == "reply" else "/tickets/1/notes/"
    bob.post(path, {"body": "Hello Paula", "client_id": client_id})
    assert drafts(bob) == {}
    keep(bob, "Hello Paul", kind=kind, client_id=client_id)
    assert drafts(bob) == {}, "a save that was on its way does not bring it back"
    keep(bob, "And", kind=kind, client_id=uuid4())
    assert drafts(bob) == {kind: "And"}


def test_c17_what_another_window_saved_meanwhile_is_not_overwritten(bob):
    first = keep(bob, "Hello").json()["version"]
    second = keep(bob, "Hello Paula", base=first).json()["version"]
    answer = keep(bob, "Hello you", base=first)
    assert answer.status_code == 409
    assert (answer.json()["body"], answer.json()["version"]) == ("Hello Paula", second)
    assert keep(bob, "Hello Paula\n\nHello you", base=second).status_code == 200


def test_c17_emptied_by_hand_it_is_gone_and_can_begin_anew(bob):
    client_id = uuid4()
    version = keep(bob, "Hello", client_id=client_id).json()["version"]
    keep(bob, "", client_id=client_id, base=version)
    assert drafts(bob) == {}
    keep(bob, "Good morning", client_id=client_id)
    assert drafts(bob) == {"reply": "Good morning"}


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "wish"}, {"client_id": "x"}, {"base": "x"}, {"seen": "9" * 40}, {"body": "x" * 20_001}],
)
def test_c17_what_is_no_draft_is_refused(bob, wrong):
    assert keep(bob, **wrong).status_code == 422
    assert drafts(bob) == {}


def test_c17_a_null_character_breaks_nothing(bob):
    assert keep(bob, "a\0b").status_code in (200, 422)


def test_c17_what_was_sent_is_forgotten_after_a_while(cast, bob):
    bob.post("/tickets/1/messages/", {"body": "Hello"})
    keep(bob, "And")
    bob.post("/tickets/2/notes/", {"body": "Hello"})
    with tenancy.enter(cast.acme.pk):
        Draft.objects.update(saved_at=timezone.now() - sweeps.KEEP_SENT_DRAFTS)
    assert sweeps.forget_sent_drafts() == 1
    assert drafts(bob) == {"reply": "And"}


def test_c17_a_save_and_the_sending_at_once_leave_no_draft(brand):
    """Whichever comes first, sixteen times."""
    from tests.world import text_from

    with brand.inside():
        text_from(brand.number, "+15035550177", "START")
        text_from(brand.number, "+15035550177", "Hello?")
    bob = brand.member(brand.bob)

    def at_once(*verbs):
        barrier = threading.Barrier(len(verbs))

        def run(verb):
            try:
                with brand.inside():
                    ticket = brand.account.tickets.by_number(1)
                    barrier.wait()
                    verb(ticket)
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=[verb]) for verb in verbs]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]

    for _ in range(16):
        client_id = uuid4()
        at_once(
            lambda ticket, id=client_id: ticket.keep_draft(bob, "reply", "Hello", id, None),
            lambda ticket, id=client_id: ticket.reply("Hello there", by=bob, client_id=id),
        )
        with brand.inside():
            assert not Draft.objects.exclude(body="").exists()
