"""C9: read or unread, per ticket, for the whole team; a blue dot shows unread."""

import pytest

from accounts import tenancy
from inbox.models import Ticket
from tests.pages import badge, part
from tests.world import text_from


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


def unread(cast, number: int) -> bool:
    with tenancy.enter(cast.acme.pk):
        return Ticket.objects.get(number=number).is_unread


def dot(answer, number: int) -> bool:
    return "row--unread" in part(answer, f"ticket-row-{number}").partition("</li>")[0]


def test_c9_opening_marks_it_read_for_everybody(cast, bob, sign_in):
    assert dot(bob.get("/inbox/all/"), 1)
    bob.get("/tickets/1/?view=all")
    assert not unread(cast, 1)
    assert not dot(sign_in(cast.alice).get("/inbox/all/"), 1)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_c9_the_page_that_opens_it_already_shows_it_as_read(cast, bob, headers):
    assert badge(bob.get("/inbox/all/")) == "2"
    bob.get("/tickets/1/?view=all", headers=headers)
    answer = bob.get("/inbox/all/", headers=headers)
    assert not dot(answer, 1)
    assert badge(answer) == "1"


def test_c9_a_look_that_is_no_opening_leaves_it_unread(cast, bob):
    bob.get("/tickets/1/?view=all&peek")
    bob.get("/tickets/1/messages/")
    assert unread(cast, 1)


def test_c9_marking_unread_leads_back_to_the_list(cast, bob):
    bob.get("/tickets/1/?view=unassigned")
    answer = bob.delete("/tickets/1/reading/?view=unassigned")
    assert answer.url == "/a/acme/inbox/unassigned/"
    assert unread(cast, 1)
    assert dot(bob.get("/inbox/unassigned/"), 1)


def test_c9_marking_read_answers_htmx_with_nothing_and_a_form_with_the_ticket(cast, bob):
    assert bob.post("/tickets/1/reading/", headers={"HX-Request": "true"}).status_code == 204
    assert not unread(cast, 1)
    assert bob.post("/tickets/2/reading/?view=mine").url == "/a/acme/tickets/2/?view=mine"


def test_c9_a_new_text_makes_it_unread_again(cast, bob):
    bob.get("/tickets/1/")
    with tenancy.enter(cast.acme.pk):
        text_from(cast.number, cast.paula.phone, "Hello?")
    assert unread(cast, 1)


def test_c9_an_answer_makes_it_read(cast):
    with tenancy.enter(cast.acme.pk):
        cast.broken_zip.reply("Hi", by=cast.bob)
    assert not unread(cast, 1)


def test_c9_unread_since_is_when_it_became_unread_not_when_it_was_seen_last(cast):
    with tenancy.enter(cast.acme.pk):
        before = Ticket.objects.get(number=1).unread_since
        text_from(cast.number, cast.paula.phone, "Hello?")
        assert Ticket.objects.get(number=1).unread_since == before


def test_c9_an_unknown_view_changes_nothing(cast, bob):
    bob.get("/tickets/1/")
    assert bob.delete("/tickets/1/reading/?view=secrets").status_code == 404
    assert not unread(cast, 1)
