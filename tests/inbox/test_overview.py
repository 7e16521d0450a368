"""C8, C15: what the panel beside a ticket tells, and the ticket's whole history."""

import re

import pytest

from accounts import tenancy
from inbox import blocking
from inbox.channels import Backend
from inbox.models import Channel, Ticket
from inbox.overview import overview
from tests.pages import part, words
from tests.world import text_from

HTMX = {"HX-Request": "true"}


class Chat(Backend):
    kind, label = "chat", "Web chat"


@pytest.fixture
def chats(cast, settings):
    """Seven closed web chats of Paula's, #5 to #11."""
    settings.CHANNELS = settings.CHANNELS | {"chat": "tests.inbox.test_overview.Chat"}
    with tenancy.enter(cast.acme.pk):
        channel = Channel.objects.create(account=cast.acme, kind="chat")
        for number in range(5, 12):
            ticket = Ticket.objects.create(
                account=cast.acme, channel=channel, profile=cast.paula, number=number, thread_key=str(number)
            )
            ticket.close(by=cast.bob)


def panel_of(answer) -> str:
    content = answer.content.decode()
    return content[content.index('id="overview-body"') : content.index("</aside>")]


def told(markup: str) -> list[str]:
    """The sentences of the history, newest first."""
    return [
        words(re.sub(r"<small>.*?</small>", "", item))
        for item in re.findall(r'<li id="history-\d+".*?>(.*?)</li>', markup, re.DOTALL)
    ]


# The panel


def test_c8_it_tells_of_the_ticket(cast, sign_in):
    text = words(panel_of(sign_in(cast.bob).get("/tickets/2/")))
    for fact in ("Number #2", "Assignee B Bob", "Channel SMS"):
        assert fact in text
    assert cast.lost_parcel.created_at.isoformat() in panel_of(sign_in(cast.bob).get("/tickets/2/"))


def test_c8_the_number_of_the_persons_tickets_leads_to_them(cast, chats, sign_in):
    panel = panel_of(sign_in(cast.bob).get("/tickets/1/"))
    found = re.search(r'href="([^"]*\?profile=\d+)">(\d+) in all<', panel)
    assert found and found.groups() == (f"/a/acme/inbox/all/?profile={cast.paula.pk}", "8")


def test_c8_the_persons_other_tickets_are_links_with_their_channel_and_status(cast, chats, sign_in):
    panel = panel_of(sign_in(cast.bob).get("/tickets/1/"))
    links = re.findall(r'class="others__link" href="/a/acme/tickets/(\d+)/">(.*?)</a>', panel, re.DOTALL)
    assert [number for number, _ in links] == ["11", "10", "9", "8", "7"], "the latest five"
    assert all("Chat" in markup and "Closed" in markup for _, markup in links)


def test_c8_a_person_with_one_ticket_has_no_others(cast, sign_in):
    panel = panel_of(sign_in(cast.bob).get("/tickets/2/"))
    assert "others__link" not in panel


def test_c8_what_waits_for_a_shop_says_so_and_shows_nothing_false(cast, sign_in):
    text = words(panel_of(sign_in(cast.bob).get("/tickets/1/")))
    for name in ("Predictions", "Orders", "Events"):
        assert name in text
    assert text.count("once your shop is connected") == 2
    assert "0" not in text[text.index("Predictions") : text.index("History")]


@pytest.mark.parametrize("count", [0, 7])
def test_c8_the_panel_asks_twice_however_many_tickets_the_person_has(
    cast, request, count, django_assert_num_queries
):
    if count:
        request.getfixturevalue("chats")
    with tenancy.enter(cast.acme.pk), django_assert_num_queries(2):
        found = overview(cast.broken_zip)
        assert (len(list(found.consents)), len(found.others), found.in_all) == (1, min(count, 5), count + 1)


# History


def test_c15_every_change_is_told_with_who_made_it(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        ticket = cast.broken_zip
        ticket.assign(cast.bob, by=cast.alice)
        ticket.assign(cast.dora, by=cast.dora)
        ticket.assign(None, by=cast.bob)
        ticket.close(by=cast.bob)
        ticket.reopen(by=cast.alice)
        blocking.block(cast.paula, by=cast.adam, reason="Spam")
        blocking.unblock(cast.paula, by=cast.alice)
        text_from(cast.number, cast.paula.phone, "STOP")
    bob = sign_in(cast.bob)
    panel = panel_of(bob.get("/tickets/1/"))
    assert 'id="history"' in panel
    assert told(panel) == [], "it is fetched when somebody looks"
    history = bob.get("/tickets/1/history/", headers=HTMX).content.decode()
    assert told(history) == [
        "Consent withdrawn: Texted STOP",
        "This ticket is as it was before",
        "Alice unblocked this person",
        "The block closed this ticket",
        "Adam blocked this person: “Spam”",
        "Alice reopened this ticket",
        "Bob closed this ticket",
        "Bob put this ticket back to Unassigned",
        "Dora took this ticket",
        "Alice assigned this ticket to Bob",
        "The customer started the conversation",
    ]


def test_c15_a_long_history_comes_in_pages_and_nothing_twice(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        for _ in range(40):
            cast.broken_zip.close(by=cast.bob)
            cast.broken_zip.reopen(by=cast.bob)
    bob, url, seen = sign_in(cast.bob), "/tickets/1/history/", []
    while url:
        page = bob.get(url, headers=HTMX).content.decode()
        seen += re.findall(r'id="history-(\d+)"', page)
        more = re.search(r'hx-get="(/a/acme/tickets/1/history/\?before=\d+)"', page)
        url = more and more[1]
    assert len(seen) == len(set(seen)) == 81
    assert seen == sorted(seen, key=int, reverse=True)


def test_c15_its_entries_are_ordered_for_a_live_update_that_adds_the_newest_on_top(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        cast.broken_zip.close(by=cast.bob)
    page = sign_in(cast.bob).get("/tickets/1/history/", headers=HTMX).content.decode()
    places = [int(at) for at in re.findall(r'data-event data-at="(\d+)"', page)]
    assert places == sorted(places)


def test_c15_without_scripts_the_history_is_a_page(cast, sign_in):
    answer = sign_in(cast.bob).get("/tickets/1/history/")
    assert "The customer started the conversation" in words(part(answer, "history"))
    assert b"<html" in answer.content


def test_a1_c15_another_tickets_event_leads_nowhere(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        event = cast.lost_parcel.events.first().pk
    bob, charlie = sign_in(cast.bob), sign_in(cast.charlie)
    for before in (event, "x", "9" * 40):
        assert bob.get(f"/tickets/1/history/?before={before}").status_code == 404
    assert charlie.get("/tickets/2/history/").status_code == 404
