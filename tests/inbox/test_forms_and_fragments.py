"""Every change works without scripts, is protected against forgery, and answers htmx with the parts that changed."""

import re

import pytest
from django.db import connection

from accounts import tenancy
from inbox.models import Ticket
from tests.conftest import Desk
from tests.pages import rows

HTMX = {"HX-Request": "true"}
PLAIN_FORMS = [
    ("/tickets/1/closure/", {}),
    ("/tickets/3/closure/", {"_method": "DELETE"}),
    ("/tickets/1/snooze/", {"until": "tomorrow"}),
    ("/tickets/4/snooze/", {"_method": "DELETE"}),
    ("/tickets/1/assignment/", {"member": ""}),
    ("/tickets/1/reading/", {}),
    ("/tickets/1/reading/", {"_method": "DELETE"}),
    ("/tickets/1/messages/", {"body": "Hello"}),
    ("/tickets/1/tags/", {"name": "refund"}),
    ("/settings/tags/", {"name": "refund", "colour": "red"}),
    ("/settings/macros/", {"name": "refund", "body": "x"}),
]


class Strict(Desk):
    """A browser towards which the protection against forged requests is not switched off, as it is in tests."""

    def __init__(self, membership):
        super().__init__(membership)
        self.handler.enforce_csrf_checks = True

    def token(self) -> str:
        page = self.get("/inbox/all/").content.decode()
        return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]


@pytest.fixture
def strict(cast):
    return Strict(cast.bob)


def state(cast):
    with tenancy.enter(cast.acme.pk):
        return list(
            Ticket.objects.order_by("number").values_list(
                "number", "closed_at", "snoozed_until", "assignee", "unread_since", "preview"
            )
        )


@pytest.mark.parametrize(("path", "data"), PLAIN_FORMS)
def test_a_plain_form_with_its_token_works(strict, path, data):
    answer = strict.post(path, data | {"csrfmiddlewaretoken": strict.token()})
    assert answer.status_code == 302
    assert strict.get(answer.url).status_code == 200


@pytest.mark.parametrize(("path", "data"), PLAIN_FORMS)
@pytest.mark.parametrize("token", ["", "x" * 64])
def test_a_forged_form_is_refused_and_changes_nothing(cast, strict, path, data, token):
    before = state(cast)
    assert strict.post(path, data | {"csrfmiddlewaretoken": token}).status_code == 403
    assert state(cast) == before


@pytest.mark.parametrize("path", ["/tickets/3/closure/", "/tickets/4/snooze/", "/tickets/1/reading/"])
def test_htmx_deletes_with_the_token_in_a_header_and_not_without(cast, strict, path):
    before = state(cast)
    assert strict.delete(path, headers=HTMX).status_code == 403
    assert state(cast) == before
    token = strict.token()
    assert strict.delete(path, headers=HTMX | {"X-CSRFToken": token}).status_code in (200, 302)


@pytest.mark.parametrize(
    "path",
    [
        "/settings/account/",
        "/settings/inbox/unread/",
        "/settings/sms/auto-close/",
        "/settings/api-keys/",
        "/settings/sms/numbers/",
        "/settings/sms/keywords/",
        "/settings/sms/texts/",
    ],
)
def test_the_settings_are_protected_too(cast, path):
    assert Strict(cast.alice).post(path, {"word": "JOIN", "name": "x"}).status_code == 403


@pytest.mark.parametrize("method", ["GET", "HEAD", "CONNECT", "delete now"])
def test_a_form_can_ask_for_no_other_method_than_those_that_change(cast, sign_in, method):
    before = state(cast)
    sign_in(cast.bob).post("/tickets/3/closure/", {"_method": method})
    assert state(cast)[2][1] is not None, "still closed"
    assert [row[:4] for row in state(cast)] == [row[:4] for row in before]


def test_a_get_with_a_method_in_it_is_a_get(cast, sign_in):
    assert sign_in(cast.bob).get("/tickets/3/closure/", {"_method": "DELETE"}).status_code == 405


def test_a_page_is_a_page_and_a_fragment_its_part(cast, sign_in):
    bob = sign_in(cast.bob)
    for path, inside, outside in (
        ("/inbox/all/", b'id="rows"', b"<html"),
        ("/tickets/1/?view=all", b'id="ticket"', b"<html"),
        ("/tickets/1/messages/", b'id="entries"', b"<html"),
    ):
        fragment = bob.get(path, headers=HTMX).content
        assert inside in fragment
        assert outside not in fragment
    page = bob.get("/tickets/1/?view=unassigned").content
    for each in (b"<html", b'id="rows"', b'id="ticket"', b'id="composer"', b'id="overview-body"'):
        assert each in page
    assert rows(bob.get("/tickets/1/?view=unassigned")) == [1]


@pytest.mark.parametrize(
    ("method", "path", "data"),
    [
        ("post", "/tickets/1/closure/", {}),
        ("delete", "/tickets/3/closure/", {}),
        ("post", "/tickets/1/snooze/", {"until": "week"}),
        ("delete", "/tickets/4/snooze/", {}),
        ("post", "/tickets/1/assignment/", {"member": ""}),
        ("post", "/tickets/1/messages/", {"body": "Hello"}),
    ],
)
def test_after_a_change_htmx_gets_every_part_that_may_have_changed(cast, sign_in, method, path, data):
    answer = getattr(sign_in(cast.bob), method)(path, data, headers=HTMX)
    assert answer.status_code == 200
    content = answer.content
    for each in (b'id="ticket-head"', b'id="entries"', b'id="composer"', b'id="overview-body"'):
        assert content.count(each) == 1, each
    assert b"<html" not in content


def test_no_element_id_stands_twice_on_the_page(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        cast.broken_zip.reply("Hello", by=cast.bob)
        cast.broken_zip.close(by=cast.bob)
    content = re.sub(
        r"<template.*?</template>", "", sign_in(cast.bob).get("/tickets/1/").content.decode(), flags=re.DOTALL
    )
    ids = re.findall(r'\sid="([^"]+)"', content)
    assert sorted(set(ids)) == sorted(ids)


def test_n3_a_change_that_breaks_halfway_leaves_nothing_behind(cast, sign_in, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("a bug")

    monkeypatch.setattr("inbox.views.tickets.timeline.thread", broken)
    bob = sign_in(cast.bob)
    bob.raise_request_exception = False
    before = state(cast)
    assert bob.post("/tickets/1/closure/", headers=HTMX).status_code == 500
    assert not connection.needs_rollback
    assert state(cast) == before
