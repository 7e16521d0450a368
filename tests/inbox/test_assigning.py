"""C10: assigned to a member or to nobody, reassigned, taken oneself."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import tenancy
from accounts.models import Membership
from inbox.models import Duty, Taken, Ticket
from tests.carrier import new_number
from tests.pages import part, rows, words
from tests.sms.test_concurrency import at_once
from tests.world import text_from


def fresh(ticket) -> Ticket:
    return Ticket.objects.for_display().get(pk=ticket.pk)


def history(ticket):
    return [
        (event.kind, event.actor_label, event.data.get("to", ""))
        for event in ticket.events.filter(kind__in=["assigned", "unassigned"]).order_by("id")
    ]


def assignee(cast, ticket):
    with tenancy.enter(cast.acme.pk):
        return fresh(ticket).assignee


def test_c10_assigning_reassigning_and_giving_back(acme):
    ticket = acme.broken_zip
    for member in (acme.bob, acme.dora, None):
        ticket.assign(member, by=acme.alice)
    assert fresh(ticket).assignee is None
    assert history(ticket) == [
        ("assigned", "Alice", "Bob"),
        ("assigned", "Alice", "Dora"),
        ("unassigned", "Alice", ""),
    ]


def test_c10_the_same_assignee_again_is_said_once(acme):
    for _ in range(2):
        fresh(acme.broken_zip).assign(acme.bob, by=acme.bob)
    assert history(acme.broken_zip) == [("assigned", "Bob", "Bob")]


def test_c10_nobody_to_nobody_says_nothing(acme):
    acme.broken_zip.assign(None, by=acme.bob)
    assert history(acme.broken_zip) == []


def test_c10_taking_it_on_the_page(cast, sign_in):
    bob = sign_in(cast.bob)
    assert bob.post("/tickets/1/assignment/?view=unassigned", {"member": cast.bob.pk}).status_code == 302
    assert rows(bob.get("/inbox/unassigned/")) == []
    assert sorted(rows(bob.get("/inbox/mine/"))) == [1, 2]
    assert "Bob took this ticket" in words(bob.get("/tickets/1/").content)


def test_c10_a_blank_means_nobody(cast, sign_in):
    sign_in(cast.bob).post("/tickets/2/assignment/", {"member": ""})
    assert assignee(cast, cast.lost_parcel) is None


@pytest.mark.parametrize("member", ["abc", "-1", "1.5", "²"])
def test_c10_what_is_no_member_changes_nothing(cast, sign_in, member):
    answer = sign_in(cast.bob).post("/tickets/2/assignment/", {"member": member})
    assert answer.status_code in (404, 422)
    assert assignee(cast, cast.lost_parcel) == cast.bob


@pytest.mark.parametrize("member", ["9" * 30, "9" * 5000])
def test_c10_a_number_beyond_all_members_is_not_found(cast, sign_in, member):
    assert sign_in(cast.bob).post("/tickets/2/assignment/", {"member": member}).status_code == 404
    assert assignee(cast, cast.lost_parcel) == cast.bob


def test_c10_a_form_without_the_field_changes_nothing(cast, sign_in):
    assert sign_in(cast.bob).post("/tickets/2/assignment/").status_code in (400, 404, 422)
    assert assignee(cast, cast.lost_parcel) == cast.bob


def test_c10_an_analyst_can_not_be_given_tickets(cast, sign_in):
    answer = sign_in(cast.bob).post("/tickets/2/assignment/", {"member": cast.anna.pk})
    assert answer.status_code == 422
    assert "Anna can't be given tickets" in words(part(answer, "ticket-error").partition("</div>")[0])
    assert assignee(cast, cast.lost_parcel) == cast.bob


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "menu"])
def test_c10_those_are_offered_who_can_work_on_it_with_how_many_they_have(cast, sign_in, headers):
    """As a page of its own where there are no scripts; otherwise when the menu opens."""
    with tenancy.enter(cast.acme.pk):
        Duty.objects.of(cast.dora).go_online()
        cast.broken_zip.assign(cast.dora)
    answer = sign_in(cast.bob).get("/tickets/1/assignment/", headers=headers)
    said = words(answer.content)
    assert "Online Dora 1 open" in said
    assert "Away Alice 0 open" in said
    assert "Anna" not in said
    assert "Charlie" not in said


def test_c10_the_menu_comes_when_it_is_opened_and_costs_the_page_nothing(cast, sign_in):
    menu = part(sign_in(cast.bob).get("/tickets/1/"), "assignment").partition("</form>")[0]
    assert 'hx-get="/a/acme/tickets/1/assignment/"' in menu
    assert "Me" in words(menu)
    assert "Dora" not in menu


def test_c10_whoever_asks_comes_first_and_the_others_by_name(cast, sign_in):
    said = words(sign_in(cast.bob).get("/tickets/1/assignment/", headers={"HX-Request": "true"}).content)
    assert re.findall(r"(\w+) \d open", said) == ["Me", "Adam", "Alice", "Dora"]


def test_c10_a_removed_member_can_not_be_given_tickets(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        Membership.objects.filter(pk=cast.dora.pk).update(removed_at="2026-01-01T00:00Z")
        dora = Membership.objects.select_related("user").get(pk=cast.dora.pk)
        with pytest.raises(ValidationError):
            cast.lost_parcel.assign(dora)
    answer = sign_in(cast.bob).post("/tickets/2/assignment/", {"member": cast.dora.pk})
    assert answer.status_code == 422
    assert "Dora has left the team. Choose somebody else." in words(part(answer, "ticket-error"))
    assert assignee(cast, cast.lost_parcel) == cast.bob


def test_c10_somebody_switched_off_can_not_be_given_tickets(cast, sign_in):
    type(cast.dora.user).objects.filter(pk=cast.dora.user_id).update(is_active=False)
    answer = sign_in(cast.bob).post("/tickets/2/assignment/", {"member": cast.dora.pk})
    assert answer.status_code in (404, 422)
    assert assignee(cast, cast.lost_parcel) == cast.bob


def test_a1_a_member_of_another_account_is_not_found(cast, sign_in):
    answer = sign_in(cast.bob).post("/tickets/2/assignment/", {"member": cast.charlie.pk})
    assert answer.status_code == 404
    with tenancy.enter(cast.acme.pk), pytest.raises(ValidationError):
        cast.lost_parcel.assign(cast.charlie)
    assert assignee(cast, cast.lost_parcel) == cast.bob


# Somebody else was quicker


def test_c10_who_takes_what_a_colleague_has_taken_meanwhile_is_told_and_asked(cast, sign_in):
    """Both saw that it was nobody's."""
    dora, bob = sign_in(cast.dora), sign_in(cast.bob)
    dora.post("/tickets/1/assignment/", {"member": cast.dora.pk, "expected": ""})
    answer = bob.post("/tickets/1/assignment/", {"member": cast.bob.pk, "expected": ""})
    assert answer.status_code == 422
    told = part(answer, "ticket-error").partition("</div>")[0]
    assert "Dora took this ticket 1 s ago. Nothing was changed. Take it over" in words(told)
    assert assignee(cast, cast.broken_zip) == cast.dora
    again = dict(re.findall(r'name="(expected|member)" value="([^"]*)"', told))
    assert bob.post("/tickets/1/assignment/", again).status_code == 302
    assert assignee(cast, cast.broken_zip) == cast.bob


def test_c10_to_have_wanted_the_same_is_no_conflict(acme):
    acme.broken_zip.assign(acme.bob, by=acme.dora, expected=None)
    fresh(acme.broken_zip).assign(acme.bob, by=acme.alice, expected=None)
    assert history(acme.broken_zip) == [("assigned", "Dora", "Bob")]


def test_c10_without_a_word_of_who_had_it_the_last_choice_counts(acme):
    acme.broken_zip.assign(acme.dora, by=acme.dora)
    acme.broken_zip.assign(acme.bob, by=acme.bob)
    assert fresh(acme.broken_zip).assignee == acme.bob


@pytest.mark.parametrize(
    ("by", "to", "told"),
    [
        ("alice", "dora", "Alice gave this ticket to Dora 1 s ago."),
        ("dora", "dora", "Dora took this ticket 1 s ago."),
        ("alice", None, "Alice put this ticket back to Unassigned 1 s ago."),
    ],
)
def test_c10_the_words_say_who_did_what(acme, by, to, told):
    stale = fresh(acme.lost_parcel)
    fresh(stale).assign(to and getattr(acme, to), by=getattr(acme, by))
    with pytest.raises(Taken, match=re.escape(told)):
        stale.assign(acme.adam, by=acme.adam, expected=acme.bob)


def test_c10_long_ago_is_told_in_minutes(acme):
    acme.broken_zip.assign(acme.dora, by=acme.dora)
    acme.broken_zip.events.update(at=timezone.now() - timedelta(minutes=3))
    assert fresh(acme.broken_zip).last_assignment() == "Dora took this ticket 3\xa0minutes ago."


def test_c10_of_sixteen_who_take_it_at_once_one_has_it(brand):
    with brand.inside():
        text_from(brand.number, new_number(), "Hello")
    members = [brand.member(brand.alice), brand.member(brand.bob)] * 8

    def take(member):
        with brand.inside():
            try:
                brand.account.tickets.by_number(1).assign(member, by=member, expected=None)
            except Taken:
                return "taken"

    answers = at_once(take, members)
    with brand.inside():
        assert len(history(Ticket.objects.get())) == 1
    assert answers.count("taken") == 8


def test_c10_a_refusal_stays_while_the_ticket_is_refreshed_by_itself(cast, sign_in):
    """What a live update brings has no place for it; what an act answers has, and empties it."""
    bob, htmx = sign_in(cast.bob), {"HX-Request": "true"}
    assert b"ticket-error" not in bob.get("/tickets/1/messages/", headers=htmx).content
    done = bob.post("/tickets/1/closure/", headers=htmx)
    assert '<div class="head-error" id="ticket-error" role="alert"></div>' in done.content.decode()
