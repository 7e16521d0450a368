"""B6: one action on many tickets, on the chosen ones or on all that match, with a result and an undo."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import tenancy
from inbox import bulk, sweeps
from inbox.bulk_words import sentence
from inbox.channels import Refusal
from inbox.models import BulkAction, EventKind, Tag, Ticket, bulk_action
from sms.channel import SMS
from tests.inbox.test_snoozing import fresh
from tests.pages import words
from tests.world import text_from

HTMX = {"HX-Request": "true"}
PAGE = "/bulk-actions/?view=all"


def begin(acme, action, by=None, tickets=None, **details):
    tickets = acme.acme.tickets.all() if tickets is None else tickets
    return BulkAction.objects.begin(acme.acme, action, tickets, by or acme.alice, **details)


def states(acme) -> dict:
    columns = ("closed_at", "snoozed_until", "unread_since", "waiting_since", "assignee_id", "set_aside")
    return {row[0]: row[1:] for row in acme.acme.tickets.values_list("number", *columns)}


def history(ticket) -> list[tuple]:
    return [(event.kind, event.actor_label) for event in ticket.events.order_by("id")]


# The verbs


def test_b6_closing_all_says_how_many_were_closed_already_c15(acme):
    closed = begin(acme, "close")
    assert sentence(closed) == "Closed 3. 1 was closed already."
    assert not acme.acme.tickets.filter(closed_at=None).exists()
    assert history(acme.broken_zip)[-1] == ("closed", "Alice")
    assert history(acme.old_refund).count(("closed", "Alice")) == 0


@pytest.mark.parametrize("action", ["close", "reopen", "snooze", "assign", "read", "unread"])
def test_b6_undo_puts_back_what_was_c15(acme, action):
    details = {"snooze": {"until": timezone.now() + timedelta(days=1)}, "assign": {"member": acme.dora}}
    before = states(acme)
    done = begin(acme, action, **details.get(action, {}))
    assert done.changed and states(acme) != before
    undone = done.undo(by=acme.bob)
    assert states(acme) == before
    assert sentence(undone) == f"Undone for {done.changed}."
    if done.verb.is_recorded:
        assert ("bulk_undone", "Bob") in history(acme.broken_zip) + history(acme.old_refund)


def test_b6_snoozing_reopens_what_is_closed_as_by_hand(acme):
    begin(acme, "snooze", until=timezone.now() + timedelta(days=1))
    assert fresh(acme.old_refund).status == "snoozed"
    assert [kind for kind, _ in history(acme.old_refund)[-2:]] == ["reopened", "snoozed"]


def test_b6_assigning_to_nobody_sets_aside_as_by_hand(acme):
    begin(acme, "assign", member=None)
    parcel = fresh(acme.lost_parcel)
    assert (parcel.assignee, parcel.set_aside) == (None, True)
    assert not fresh(acme.broken_zip).set_aside


def test_b6_who_may_not_work_tickets_is_given_none(acme):
    with pytest.raises(ValidationError, match="can't be given tickets"):
        begin(acme, "assign", member=acme.anna)
    acme.dora.remove()
    with pytest.raises(ValidationError, match="has left the team"):
        begin(acme, "assign", member=acme.dora)
    assert not BulkAction.objects.exists()


def test_b6_undo_gives_nothing_back_to_somebody_who_left(acme):
    done = begin(acme, "assign", member=acme.dora)
    acme.bob.remove()
    assert sentence(done.undo(by=acme.alice)) == "Undone for 3. 1 was left alone (changed since)."
    assert fresh(acme.lost_parcel).assignee == acme.dora


def test_b6_tags_go_on_and_off_and_undo_knows_who_had_them(acme):
    vip = Tag.objects.make(acme.acme, "vip")
    acme.broken_zip.tag(vip)
    done = begin(acme, "tag", tag=vip)
    assert sentence(done) == "Tagged 3 with “vip”. 1 was tagged so already."
    done.undo(by=acme.alice)
    assert list(Ticket.objects.tagged([vip])) == [acme.broken_zip]
    off = begin(acme, "untag", tag=vip)
    assert sentence(off) == "Untagged 1. 3 were without it already."
    off.undo(by=acme.alice)
    assert list(Ticket.objects.tagged([vip])) == [acme.broken_zip]


def test_b6_a_tag_that_is_deleted_meanwhile_can_be_undone_for_nobody(acme):
    done = begin(acme, "tag", tag=Tag.objects.make(acme.acme, "vip"))
    done.tag.remove(by=acme.alice)
    undone = BulkAction.objects.for_display().get(pk=done.pk).undo(by=acme.alice)
    assert sentence(undone) == "Nothing to undo. 4 were left alone (changed since)."


@pytest.mark.parametrize("until", [None, timedelta(seconds=-1), timedelta(days=800)])
def test_b6_a_snooze_needs_a_time_that_can_be(acme, until):
    with pytest.raises(ValidationError):
        begin(acme, "snooze", until=until and timezone.now() + until)


def test_b6_what_must_stay_closed_stays_closed_c3(acme, monkeypatch):
    def never(self, ticket):
        raise Refusal("closed", "Closed", "Chats stay closed.")

    monkeypatch.setattr(SMS, "may_reopen", never)
    said = "1 was left alone (changed meanwhile, or closed for good)."
    assert said in sentence(begin(acme, "reopen"))
    assert said in sentence(begin(acme, "snooze", until=timezone.now() + timedelta(days=1)))
    assert fresh(acme.old_refund).is_closed


def test_b6_what_a_customer_wrote_after_the_closing_is_not_undone(acme):
    done = begin(acme, "close")
    text_from(acme.number, acme.paula.phone, "Still broken")
    assert sentence(done.undo(by=acme.alice)) == "Undone for 2. 1 was left alone (changed since)."
    assert fresh(acme.broken_zip).status == "open"


def test_b6_undo_twice_is_once(acme):
    done = begin(acme, "close")
    assert done.undo(by=acme.alice) == done.undo(by=acme.bob)
    assert history(acme.broken_zip).count(("bulk_undone", "Alice")) == 1


def test_b6_not_everything_can_be_undone(acme):
    done = begin(acme, "close")
    undone = done.undo(by=acme.alice)
    with pytest.raises(Refusal, match="do the action again"):
        undone.undo(by=acme.alice)
    nothing = begin(acme, "close", tickets=Ticket.objects.none())
    with pytest.raises(Refusal, match="changed nothing"):
        nothing.undo(by=acme.alice)
    old = begin(acme, "close")
    old.created_at -= bulk_action.UNDO_WITHIN
    with pytest.raises(Refusal, match="last day"):
        old.undo(by=acme.alice)


# Many, by a worker


@pytest.fixture
def many(monkeypatch):
    """Two tickets are many, and each is a batch."""
    monkeypatch.setattr(bulk_action, "AT_ONCE", 1)
    monkeypatch.setattr(bulk_action, "BATCH", 1)


def test_b6_many_are_left_to_a_worker_with_progress(acme, many, django_capture_on_commit_callbacks, bells):
    with django_capture_on_commit_callbacks(execute=True):
        closing = begin(acme, "close")
    assert bells() == [("inbox.tasks.bulk_action", (acme.acme.pk, closing.pk))]
    assert sentence(closing) == "Closing 0 of 4…"
    assert closing.work_off()
    assert sentence(closing) == "Closing 1 of 4…"
    assert bulk.work_off(acme.acme.pk, closing.pk) == 3
    closing.refresh_from_db()
    assert sentence(closing) == "Closed 3. 1 was closed already."
    assert bulk.work_off(acme.acme.pk, closing.pk) == 0


def test_b6_all_that_match_are_those_that_matched_when_it_was_asked_for(acme, many):
    closing = begin(acme, "close")
    text_from(acme.number, "+15035550177", "I am new here")
    bulk.work_off(acme.acme.pk, closing.pk)
    assert acme.acme.tickets.open().get().profile.phone == "+15035550177"


def test_b6_tickets_that_changed_meanwhile_are_left_alone(acme, many):
    closing = begin(acme, "close")
    # Outside of tests a text comes in a later transaction, which is whose time it bears.
    acme.acme.tickets.filter(number=acme.broken_zip.number).update(last_activity_at=timezone.now())
    acme.lost_parcel.assign(acme.dora, by=acme.dora)
    bulk.work_off(acme.acme.pk, closing.pk)
    closing.refresh_from_db()
    assert sentence(closing) == "Closed 1. 1 was closed already. 2 were left alone (changed meanwhile)."
    assert fresh(acme.broken_zip).status == fresh(acme.lost_parcel).status == "open"


def test_b6_undo_stops_what_is_under_way(acme, many):
    before = states(acme)
    closing = begin(acme, "close")
    closing.work_off()
    undoing = closing.undo(by=acme.alice)
    assert sentence(closing) == "Stopped. Closed 1."
    bulk.work_off(acme.acme.pk, undoing.pk)
    assert bulk.work_off(acme.acme.pk, closing.pk) == 0
    assert states(acme) == before


def test_b6_a_sweep_goes_on_where_a_worker_died(acme, many):
    closing = begin(acme, "close")
    closing.work_off()
    assert sweeps.continue_bulk_actions() == 0
    BulkAction.objects.update(worked_at=timezone.now() - bulk_action.SILENCE)
    with tenancy.every_account():
        assert list(BulkAction.objects.lapsed()) == [closing]


def test_b6_an_assignment_stops_for_somebody_who_leaves_meanwhile(acme, many):
    giving = begin(acme, "assign", member=acme.dora)
    acme.dora.remove()
    bulk.work_off(acme.acme.pk, giving.pk)
    giving.refresh_from_db()
    assert (giving.changed, giving.is_finished) == (0, True)


def test_b6_old_ones_are_forgotten(acme):
    begin(acme, "close")
    BulkAction.objects.update(created_at=timezone.now() - bulk_action.KEPT)
    assert sweeps.forget_bulk_actions() == 2


# The page


def test_b6_chosen_rows_are_closed_from_the_list(cast, sign_in):
    chosen = {"number": [1, 2], "action": "close"}
    answer = sign_in(cast.bob).post(PAGE, chosen, headers=HTMX)
    assert words(answer.content) == "Closed 2. Undo"
    assert [fresh_in(cast, number).status for number in (1, 2, 4)] == ["closed", "closed", "snoozed"]


def test_b6_without_scripts_it_leads_to_a_page_with_undo(cast, sign_in):
    bob = sign_in(cast.bob)
    page = bob.post(PAGE, {"number": [1], "action": "close"}, follow=True)
    assert "Closed 1." in words(page.content) and "Undo" in words(page.content)
    undone = bob.post(page.request["PATH_INFO"], {"_method": "DELETE"}, follow=True)
    assert "Undone for 1." in words(undone.content)
    assert fresh_in(cast, 1).status == "open"


def fresh_in(cast, number):
    with tenancy.enter(cast.acme.pk):
        return cast.acme.tickets.get(number=number)


@pytest.mark.parametrize("form", [
    {"number": [1, 999], "action": "close"},
    {"number": ["1", "x"], "action": "close"},
    {"number": [1], "action": "assign 999999"},
    {"number": [1], "action": "assign"},
    {"number": [1], "action": "tag 999999"},
    {"number": [1], "action": "untag \0"},
])  # fmt: skip
def test_b6_an_unknown_one_among_them_is_404_and_nothing_changes(cast, sign_in, form):
    assert sign_in(cast.bob).post(PAGE, form).status_code == 404
    assert fresh_in(cast, 1).status == "open"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"action": "close"}, "Choose at least one ticket."),
        ({"number": [1]}, "Choose what to do"),
        ({"number": [1], "action": "undo"}, "Choose what to do"),
        ({"number": list(range(1, 600)), "action": "close"}, "at most 500 tickets, or all that match"),
        ({"number": [1], "action": "snooze 1999-01-01T00:00"}, "Choose a time in the future."),
        ({"number": [1], "action": "snooze", "until": "soon"}, "Choose a date and a time."),
    ],
)
def test_b6_what_makes_no_sense_says_so_and_changes_nothing(cast, sign_in, form, said):
    answer = sign_in(cast.bob).post(PAGE, form, headers=HTMX)
    assert answer.status_code == 422 and said in words(answer.content)
    assert fresh_in(cast, 1).status == "open"


def test_b6_an_analyst_is_given_nothing_and_gives_nothing(cast, sign_in):
    form = {"number": [1], "action": f"assign {cast.anna.pk}"}
    answer = sign_in(cast.bob).post(PAGE, form, headers=HTMX)
    assert answer.status_code == 422 and "Anna can't be given tickets" in words(answer.content)
    assert sign_in(cast.anna).post(PAGE, form).status_code == 403


def test_b6_all_that_match_obeys_view_filters_and_search(cast, sign_in):
    bob = sign_in(cast.bob)
    bob.post("/bulk-actions/?view=mine", {"all": "on", "action": "snooze tomorrow"})
    assert fresh_in(cast, 2).status == "snoozed" and fresh_in(cast, 1).status == "open"
    bob.post("/bulk-actions/?view=all&status=open&q=zip", {"all": "on", "action": "close"})
    assert fresh_in(cast, 1).status == "closed" and fresh_in(cast, 4).status == "snoozed"
    nonsense = bob.post("/bulk-actions/?view=all&status=odd", {"all": "on", "action": "reopen"}, headers=HTMX)
    assert nonsense.status_code == 422 and fresh_in(cast, 1).status == "closed"


@pytest.mark.parametrize("part", ["members", "snoozes", "tags", "untags", "count", ""])
def test_b6_what_the_bar_offers(cast, sign_in, part):
    answer = sign_in(cast.bob).get(f"{PAGE}&number=1&part={part}", headers=HTMX if part else {})
    expected = {
        "members": "Dora",
        "snoozes": "Tomorrow",
        "count": "All 4 that match",
        "": "1 ticket selected",
    }
    assert expected.get(part, "There are no tags yet") in words(answer.content)
    assert "Anna" not in words(answer.content)


def test_b6_there_is_no_other_part(cast, sign_in):
    assert sign_in(cast.bob).get(f"{PAGE}&part=../desk").status_code == 404


def test_a1_a_stranger_sees_and_undoes_nothing(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        done = BulkAction.objects.begin(cast.acme, "close", cast.acme.tickets.all(), cast.alice)
    charlie = sign_in(cast.charlie)
    assert charlie.get(f"/bulk-actions/{done.pk}/").status_code == 404
    assert charlie.delete(f"/bulk-actions/{done.pk}/").status_code == 404
    assert charlie.post(PAGE, {"number": [4], "action": "close"}).status_code == 404
    own = charlie.post(PAGE, {"number": [1], "action": f"assign {cast.bob.pk}"})
    assert own.status_code == 404
    charlie.post(PAGE, {"all": "on", "action": "reopen"})
    assert fresh_in(cast, 1).status == "closed"


def test_b6_events_have_words(acme):
    assert EventKind.BULK_UNDONE in EventKind
