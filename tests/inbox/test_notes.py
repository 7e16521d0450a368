"""C12: what the team tells itself about a ticket stands in the thread and reaches no customer."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts import tenancy
from inbox.models import Delivery, Mention, Message, Note, Ticket
from tests.inbox.test_thread import older, texts, write
from tests.pages import part, rows, words

HTMX = {"HX-Request": "true"}


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


def note(cast, body="Call them back", by=None, ticket=None) -> Note:
    with tenancy.enter(cast.acme.pk):
        return (ticket or cast.broken_zip).add_note(body, by=by or cast.bob)


def thread(answer) -> str:
    return part(answer, "entries").partition("</ol>")[0]


def test_c12_a_note_stands_in_the_thread_and_changes_nothing_else(cast, bob):
    with tenancy.enter(cast.acme.pk):
        before = list(Ticket.objects.values())
    answer = bob.post("/tickets/1/notes/?view=all", {"body": "The zip is on back order"})
    assert answer.url == "/a/acme/tickets/1/?view=all"
    shown = words(thread(bob.get("/tickets/1/?peek")))
    assert "Note , which only the team sees The zip is on back order Bob ·" in shown
    with tenancy.enter(cast.acme.pk):
        assert list(Ticket.objects.values()) == before
        assert not Message.objects.filter(body__contains="back order").exists()
        assert not Delivery.objects.exists()


@pytest.mark.parametrize("number", [2, 3], ids=["no consent", "opted out and closed"])
def test_c12_where_answering_is_refused_a_note_can_be_written(cast, bob, number):
    page = bob.get(f"/tickets/{number}/").content.decode()
    assert 'id="note-form"' in page
    assert bob.post(f"/tickets/{number}/notes/", {"body": "Never bought"}).status_code == 302
    assert "Never bought" in bob.get(f"/tickets/{number}/?peek").content.decode()
    with tenancy.enter(cast.acme.pk):
        assert Ticket.objects.get(number=number).is_closed == (number == 3), "a note reopens nothing"


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("body", "reason"),
    [("", "Write something first."), (" \n\0", "Write something first."), ("x" * 5001, "5,001 characters")],
)
def test_c12_what_can_not_be_kept_is_refused_and_still_there(cast, bob, body, reason, headers):
    answer = bob.post("/tickets/1/notes/", {"body": body}, headers=headers)
    assert answer.status_code == 422
    form = part(answer, "note-form").partition("</form>")[0]
    assert reason in words(form)
    if not headers:
        assert body.replace("\0", "") in form.replace("\0", "")
        assert 'id="mode-note" value="note" checked' in answer.content.decode()
    with tenancy.enter(cast.acme.pk):
        assert not Note.objects.exists()


def test_c12_the_same_client_id_again_adds_nothing(cast, bob):
    client_id = uuid4()
    for _ in range(3):
        assert bob.post("/tickets/1/notes/", {"body": "Once", "client_id": client_id}).status_code == 302
    with tenancy.enter(cast.acme.pk):
        assert Note.objects.get().client_id == client_id


def test_c12_its_author_may_change_it_and_it_says_so(cast, bob):
    written = note(cast)
    answer = bob.post(
        f"/notes/{written.pk}/", {"_method": "PUT", "body": "Call them <b>today</b>"}, headers=HTMX
    )
    assert answer.status_code == 200
    assert "Call them &lt;b&gt;today" in answer.content.decode()
    assert "· edited" in words(thread(bob.get("/tickets/1/?peek")))


def test_c12_unchanged_it_was_not_edited(cast, bob):
    written = note(cast)
    bob.post(f"/notes/{written.pk}/", {"_method": "PUT", "body": "Call them back "})
    assert "edited" not in words(thread(bob.get("/tickets/1/?peek")))


def test_c12_its_author_may_delete_it_and_the_history_tells(cast, bob):
    written = note(cast, "A secret")
    answer = bob.post(f"/notes/{written.pk}/", {"_method": "DELETE"}, headers=HTMX)
    assert f'id="note-{written.pk}" data-gone' in answer.content.decode()
    seen = words(thread(bob.get("/tickets/1/?peek")))
    assert "A secret" not in seen
    assert "Bob deleted a note" in seen


def test_c12_without_scripts_it_has_a_page_of_its_own(cast, bob):
    written = note(cast)
    assert "Call them back" in bob.get(f"/notes/{written.pk}/").content.decode()
    answer = bob.post(f"/notes/{written.pk}/", {"_method": "PUT", "body": ""})
    assert answer.status_code == 422
    assert "Write something first." in words(answer.content)
    assert bob.post(f"/notes/{written.pk}/", {"_method": "PUT", "body": "Yes"}).url == "/a/acme/tickets/1/"
    assert bob.post(f"/notes/{written.pk}/", {"_method": "DELETE"}).url == "/a/acme/tickets/1/"


@pytest.mark.parametrize("name", ["dora", "alice", "charlie"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a1_to_anybody_else_there_is_no_such_note(cast, sign_in, name, method):
    written, reader = note(cast), sign_in(getattr(cast, name))
    path = f"/notes/{written.pk}/"
    answer = reader.get(path) if method == "GET" else reader.post(path, {"_method": method, "body": "Mine"})
    assert answer.status_code == 404
    with tenancy.enter(cast.acme.pk):
        assert Note.objects.get().body == "Call them back"


def test_c12_only_the_author_is_offered_to_edit(cast, sign_in, bob):
    note(cast)
    assert "Edit" in words(thread(bob.get("/tickets/1/?peek")))
    assert "Edit" not in words(thread(sign_in(cast.dora).get("/tickets/1/?peek")))


def test_c7_notes_count_as_no_messages_and_are_on_one_page_only(cast, bob):
    write(cast, 120)
    begin = datetime.fromisoformat("2026-03-01T12:00Z")
    for n in range(0, 121, 7):
        written = note(cast, f"note {n}")
        with tenancy.enter(cast.acme.pk):
            Note.objects.filter(pk=written.pk).update(created_at=begin + timedelta(minutes=10 * n + 5))
    page = bob.get("/tickets/1/?peek")
    assert len([text for text in texts(page) if text.startswith("text")]) == 50
    seen = texts(page)
    while link := older(page):
        page = bob.get(link, headers=HTMX)
        seen += texts(page)
    seen = [text for text in seen if text.startswith("note")]
    assert sorted(seen) == sorted(f"note {n}" for n in range(0, 121, 7))


def test_c12_a_ticket_with_notes_only_shows_them_in_order(cast, bob):
    write(cast, 0)
    for n in range(3):
        note(cast, f"note {n}")
    assert texts(bob.get("/tickets/1/?peek")) == ["note 0", "note 1", "note 2"]


# Mentions


def mentioned(cast) -> dict[str, str]:
    with tenancy.enter(cast.acme.pk):
        return dict(Mention.objects.values_list("membership__user__name", "words"))


def test_c12_a_mention_is_unseen_until_the_ticket_is_opened(cast, sign_in, bob):
    note(cast, "Can @Dora call, or @alice@example.com?")
    assert mentioned(cast) == {"Dora": "Dora", "Alice": "alice@example.com"}
    dora = sign_in(cast.dora)
    dora.get("/tickets/1/?peek")
    with tenancy.enter(cast.acme.pk):
        assert Mention.objects.unseen(cast.dora).count() == 1, "a live refresh is no look"
    bob.get("/tickets/1/")
    dora.get("/tickets/1/")
    with tenancy.enter(cast.acme.pk):
        assert Mention.objects.unseen(cast.dora).count() == 0
        assert Mention.objects.unseen(cast.alice).count() == 1
        assert list(Ticket.objects.mentioning(cast.dora)) == [cast.broken_zip], "it stays in the view"


def test_b2_mentions_lists_where_one_is_called_and_counts_what_is_new(cast, sign_in):
    dora = sign_in(cast.dora)

    def mentions() -> tuple[str, list[int]]:
        page = dora.get("/inbox/mentions/")
        link = part(page, "views-standing").partition("/inbox/mentions/")[2].partition("</a>")[0]
        return words(f"<a {link}").removeprefix("Mentions "), sorted(rows(page))

    assert mentions() == ("0", [])
    note(cast, "@Dora, look")
    note(cast, "@Dora, again")
    note(cast, "@Dora, and here", ticket=cast.old_refund)
    assert mentions() == ("2", [1, 3]), "tickets, not notes; any status"
    dora.get("/tickets/1/?view=mentions")
    assert mentions() == ("1", [1, 3])
    assert rows(sign_in(cast.alice).get("/inbox/mentions/")) == []


def test_c12_nobody_is_mentioned_who_can_not_work_tickets(cast):
    with tenancy.enter(cast.acme.pk):
        cast.dora.remove()
    note(cast, "@Anna @Dora @Charlie @Bob, who reads this?")
    assert mentioned(cast) == {}, "an analyst, one who left, a stranger, oneself"


def test_c12_other_words_call_other_people(cast):
    written = note(cast, "@Dora and @Alice")
    with tenancy.enter(cast.acme.pk):
        Mention.objects.update(seen_at=timezone.now())
        written = Note.objects.select_related("ticket__account").get(pk=written.pk)
        written.revise("@Alice and @Adam")
        seen = dict(Mention.objects.values_list("membership__user__name", "seen_at"))
    assert seen["Alice"] is not None, "not told again"
    assert seen["Adam"] is None
    assert "Dora" not in seen


def test_g12_what_a_note_says_is_never_markup(cast, bob):
    note(cast, "<script>alert(1)</script> @Dora<img src=x onerror=alert(2)> &amp;@Alice")
    shown = thread(bob.get("/tickets/1/?peek"))
    assert "<script" not in shown
    assert "<img" not in shown
    assert '<b class="note__call">@Dora</b>&lt;img' in shown
    assert '&amp;amp;<b class="note__call">@Alice</b>' in shown


def test_c12_an_at_offers_who_can_be_mentioned(cast, sign_in, bob):
    offered = words(bob.get("/colleagues/", headers=HTMX).content)
    assert "Dora dora@example.com" in offered
    for nobody in ("Bob", "Anna", "Charlie"):
        assert nobody not in offered
    assert sign_in(cast.anna).get("/colleagues/").status_code == 403
