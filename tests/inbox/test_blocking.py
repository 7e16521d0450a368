"""K3: a blocked person's tickets close, and what they write notifies, reopens and makes nothing; unblocking restores."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import tenancy
from inbox import blocking, sending
from inbox.channels import Refusal
from inbox.models import Delivery, Media, Message, Ticket
from profiles.models import Profile
from tests.brand import Brand
from tests.carrier import new_number
from tests.inbox.test_closing import fresh, kinds
from tests.pages import badge, part, rows, words
from tests.sms.test_concurrency import at_once, form, post
from tests.world import text_from

HTMX = {"HX-Request": "true"}


def state(ticket):
    ticket = fresh(ticket)
    return ticket.status, ticket.snoozed_until, ticket.unread_since, ticket.waiting_since, ticket.assignee


def said(answer) -> str:
    return words(answer.content)


# The block


def test_k3_blocking_closes_the_open_ticket_and_says_who_and_why(acme):
    blocking.block(acme.paula, by=acme.bob, reason="Threatens the team")
    ticket = fresh(acme.broken_zip)
    assert (ticket.status, ticket.is_unread, ticket.waiting_since) == ("closed", False, None)
    blocked, closed = ticket.events.order_by("id")[1:]
    assert (blocked.kind, blocked.actor_label, blocked.data) == (
        "blocked",
        "Bob",
        {"reason": "Threatens the team"},
    )
    assert (closed.kind, closed.actor_label, closed.data["because"]) == ("closed", "Bob", "blocked")


def test_k3_blocking_closes_the_snoozed_ticket(acme):
    blocking.block(acme.sue, by=acme.bob)
    assert state(acme.late_parcel)[:2] == ("closed", None)


def test_k3_a_closed_ticket_stays_as_it_is_but_tells_of_the_block(acme):
    closed_at = acme.old_refund.closed_at
    blocking.block(acme.sam, by=acme.bob)
    assert fresh(acme.old_refund).closed_at == closed_at
    assert kinds(acme.old_refund)[-1] == ("blocked", "agent", "Bob")


def test_k3_the_history_keeps_every_block_and_unblock(acme):
    blocking.block(acme.paula, by=acme.bob, reason="Spam")
    blocking.unblock(acme.paula, by=acme.alice)
    blocking.block(acme.paula, by=acme.dora, reason="Again")
    acts = [(act.blocked, act.actor_label, act.reason) for act in acme.paula.blocks.all()]
    assert acts == [(True, "Dora", "Again"), (False, "Alice", ""), (True, "Bob", "Spam")]
    assert acme.paula.block_in_force.reason == "Again"
    assert acme.paula.blocked_at == acme.paula.block_in_force.at


def test_k3_blocking_twice_is_one_block(acme):
    blocking.block(acme.paula, by=acme.bob, reason="Spam")
    blocking.block(Profile.objects.get(pk=acme.paula.pk), by=acme.alice, reason="Another reason")
    assert [act.reason for act in acme.paula.blocks.all()] == ["Spam"]
    assert [kind for kind, *_ in kinds(acme.broken_zip)] == ["opened", "blocked", "closed"]


# What a blocked person writes


def test_k3_what_a_blocked_person_writes_is_in_the_thread_and_changes_nothing(acme):
    blocking.block(acme.paula, by=acme.bob)
    before = Ticket.objects.values().get(pk=acme.broken_zip.pk)
    message = text_from(acme.number, acme.paula.phone, "Answer me!")
    assert message in acme.broken_zip.thread()
    assert message.ticket == acme.broken_zip
    assert Ticket.objects.values().get(pk=acme.broken_zip.pk) == before
    assert kinds(acme.broken_zip)[-1][0] == "closed"


def test_k3_it_wakes_no_ticket_that_an_agent_snoozed_meanwhile(acme):
    blocking.block(acme.sue, by=acme.bob)
    fresh(acme.late_parcel).snooze(timezone.now() + timedelta(days=1), by=acme.bob)
    text_from(acme.number, acme.sue.phone, "Hello?")
    assert fresh(acme.late_parcel).status == "snoozed"


def test_k3_it_makes_no_ticket(acme):
    stranger = Profile.objects.create(account=acme.acme, phone="+15035550190")
    blocking.block(stranger, by=acme.bob)
    message = text_from(acme.number, stranger.phone, "Hello")
    assert (message.ticket, stranger.tickets.count()) == (None, 0)


def test_k3_pictures_of_a_blocked_person_are_kept(acme):
    blocking.block(acme.paula, by=acme.bob)
    picture = (("https://api.twilio.com/x", "image/jpeg"),)
    message = text_from(acme.number, acme.paula.phone, "", media=picture)
    assert Media.objects.filter(message=message).count() == 1


def test_k3_the_auto_responder_does_not_answer_a_blocked_person(acme):
    texts = acme.number.channel.sms_texts
    texts.auto_respond, texts.audience, texts.auto_response = True, "everyone", "We are asleep"
    blocking.block(acme.paula, by=acme.bob)
    text_from(acme.number, acme.paula.phone, "Hello?")
    assert not Message.objects.filter(origin=Message.Origin.AUTO_RESPONDER).exists()


@pytest.mark.parametrize(("word", "opted_out"), [("STOP", True), ("HELP", False), ("START", False)])
def test_k3_e3_compliance_keywords_of_a_blocked_person_still_work_and_are_answered(acme, word, opted_out):
    blocking.block(acme.paula, by=acme.bob)
    text_from(acme.number, acme.paula.phone, word)
    assert (Profile.objects.get(pk=acme.paula.pk).opted_out_at is not None) == opted_out
    answer = Message.objects.get(profile=acme.paula, origin=Message.Origin.KEYWORD)
    assert sending.claim(answer.delivery.pk) is not None


def test_k3_a_text_of_anybody_else_costs_no_further_query(acme, django_assert_num_queries):
    """The profile's row is read already where the text is stored."""
    message = Message(profile=acme.paula)
    with django_assert_num_queries(0):
        assert blocking.set_aside(message) is False


# What is sent to a blocked person


def test_k3_a_blocked_person_can_not_be_answered(acme):
    blocking.block(acme.paula, by=acme.bob)
    ticket = fresh(acme.broken_zip)
    assert ticket.refusal.code == "blocked"
    with pytest.raises(Refusal, match="is blocked"):
        ticket.reply("Hello", by=acme.bob)


def test_k3_what_was_queued_before_the_block_is_refused_at_the_moment_of_sending(acme):
    delivery = acme.broken_zip.reply("On its way", by=acme.bob).delivery
    blocking.block(acme.paula, by=acme.bob)
    assert sending.claim(delivery.pk) is None
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error_code) == ("failed", "blocked")
    with pytest.raises(Refusal):
        Delivery.objects.select_related("message__profile", "message__channel").get(pk=delivery.pk).retry()


# Unblocking


def test_k3_unblocking_reopens_what_the_block_closed_as_it_was(acme):
    before = state(acme.broken_zip)
    blocking.block(acme.paula, by=acme.bob)
    blocking.unblock(acme.paula, by=acme.alice)
    assert state(acme.broken_zip) == before
    assert [kind for kind, *_ in kinds(acme.broken_zip)][-2:] == ["unblocked", "reopened"]


def test_k3_unblocking_puts_the_snooze_back(acme):
    before = state(acme.late_parcel)
    blocking.block(acme.sue, by=acme.bob)
    blocking.unblock(acme.sue, by=acme.bob)
    assert state(acme.late_parcel) == before


def test_k3_unblocking_leaves_what_was_closed_before_or_again(acme):
    blocking.block(acme.sam, by=acme.bob)
    blocking.unblock(acme.sam, by=acme.bob)
    assert fresh(acme.old_refund).status == "closed", "it was closed before"
    blocking.block(acme.paula, by=acme.bob)
    fresh(acme.broken_zip).reopen(by=acme.bob)
    fresh(acme.broken_zip).close(by=acme.bob)
    blocking.unblock(acme.paula, by=acme.bob)
    assert fresh(acme.broken_zip).status == "closed", "somebody closed it since"


def test_k3_c3_unblocking_reopens_no_ticket_of_a_channel_that_never_reopens(acme, monkeypatch):
    def never(self, ticket):
        raise Refusal("ended", "Ended", "Chats end.")

    blocking.block(acme.paula, by=acme.bob)
    monkeypatch.setattr("sms.channel.SMS.may_reopen", never)
    blocking.unblock(acme.paula, by=acme.bob)
    assert fresh(acme.broken_zip).status == "closed"
    assert not Profile.objects.get(pk=acme.paula.pk).is_blocked


def test_k3_after_unblocking_messages_count_again(acme):
    blocking.block(acme.sam, by=acme.bob)
    text_from(acme.number, acme.sam.phone, "During")
    assert fresh(acme.old_refund).status == "closed"
    blocking.unblock(acme.sam, by=acme.bob)
    text_from(acme.number, acme.sam.phone, "After")
    assert fresh(acme.old_refund).is_unread
    assert fresh(acme.old_refund).preview == "After"


def test_k3_unblocking_whom_nobody_blocked_says_nothing(acme):
    before = kinds(acme.broken_zip)
    blocking.unblock(acme.paula, by=acme.bob)
    assert (kinds(acme.broken_zip), acme.paula.blocks.count()) == (before, 0)


# At once


def blocked_brand(brand: Brand) -> tuple[str, Profile]:
    phone = new_number()
    with brand.inside():
        return phone, text_from(brand.number, phone, "Hello").profile


def test_k3_texts_that_come_while_somebody_blocks_leave_no_open_ticket(brand):
    phone, profile = blocked_brand(brand)
    bob = brand.member(brand.bob)

    def act(i):
        if i == 4:
            with brand.inside():
                blocking.block(Profile.objects.get(pk=profile.pk), by=bob)
        else:
            post(Client(), brand.number, form(brand, phone, i, f"text {i}"))

    at_once(act, range(8))
    with brand.inside():
        ticket = Ticket.objects.get()
        assert (ticket.status, ticket.is_unread) == ("closed", False)
        assert ticket.thread().count() == 8, "none was lost"


def test_k3_eight_who_block_at_once_block_once(brand):
    _, profile = blocked_brand(brand)
    bob = brand.member(brand.bob)

    def block(_):
        with brand.inside():
            blocking.block(Profile.objects.get(pk=profile.pk), by=bob, reason="Spam")

    at_once(block, range(8))
    with brand.inside():
        assert profile.blocks.count() == 1
        assert [kind for kind, *_ in kinds(Ticket.objects.get())] == ["opened", "blocked", "closed"]


# The page


def test_k3_the_page_asks_before_it_blocks_and_says_what_will_happen(cast, sign_in):
    bob = sign_in(cast.bob)
    for answer in (bob.get(f"/profiles/{cast.paula.pk}/block/?ticket=1"), bob.get("/tickets/1/")):
        assert "Their open and snoozed tickets are closed." in words(part(answer, "block-form"))


def test_k3_the_page_blocks_and_unblocks(cast, sign_in):
    bob, url = sign_in(cast.bob), f"/profiles/{cast.paula.pk}/block/?ticket=1&view=all"
    assert bob.post(url, {"reason": "Spam"}).url == "/a/acme/tickets/1/?view=all"
    page = bob.get("/tickets/1/")
    assert "Bob blocked this person" in said(page)
    assert "Spam" in words(part(page, "ticket-head"))
    assert "This person is blocked" in words(part(page, "refusal"))
    assert 'id="reply"' not in page.content.decode()
    assert bob.post(url, {"_method": "DELETE"}).status_code == 302
    page = bob.get("/tickets/1/")
    assert 'id="reply"' in page.content.decode()
    assert "Bob unblocked this person" in said(page)


def test_k3_b7_a_blocked_persons_text_counts_nowhere(cast, sign_in):
    bob = sign_in(cast.bob)
    bob.get("/tickets/2/")
    before = badge(bob.get("/inbox/all/"))
    bob.post(f"/profiles/{cast.quinn.pk}/block/?ticket=2")
    with tenancy.enter(cast.acme.pk):
        text_from(cast.number, cast.quinn.phone, "Hello?")
    page = bob.get("/inbox/all/")
    assert badge(page) == before
    assert "Hello?" not in said(page)
    assert 2 not in rows(bob.get("/inbox/mine/"))


def test_k3_b4_blocked_people_are_found_in_the_list(cast, sign_in):
    bob = sign_in(cast.bob)
    bob.post(f"/profiles/{cast.paula.pk}/block/?ticket=1")
    assert rows(bob.get("/inbox/all/?blocked=true")) == [1]
    assert set(rows(bob.get("/inbox/all/?blocked=false"))) == {2, 3, 4}
    assert "People: Blocked" in said(bob.get("/inbox/all/?blocked=true"))


def test_k3_a_reason_that_is_too_long_is_refused_with_what_was_typed(cast, sign_in):
    bob, url, reason = sign_in(cast.bob), f"/profiles/{cast.paula.pk}/block/?ticket=1", "x" * 201
    for headers in ({}, HTMX):
        answer = bob.post(url, {"reason": reason}, headers=headers)
        assert answer.status_code == 422
        assert "at most 200 characters" in words(part(answer, "block-reason-error"))
        assert reason in answer.content.decode()
    with tenancy.enter(cast.acme.pk):
        assert not Profile.objects.get(pk=cast.paula.pk).is_blocked


def test_k3_a_blocked_ticket_asks_at_most_fifteen_times(cast, sign_in, django_assert_max_num_queries):
    bob = sign_in(cast.bob)
    bob.post(f"/profiles/{cast.paula.pk}/block/?ticket=1", {"reason": "Spam"})
    with django_assert_max_num_queries(15 + 2):  # a savepoint of the tests
        assert bob.get("/tickets/1/", headers=HTMX).status_code == 200


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_a1_k3_another_accounts_profile_is_not_found(cast, sign_in, method):
    charlie = sign_in(cast.charlie)
    answer = getattr(charlie, method)(f"/profiles/{cast.paula.pk}/block/?ticket={cast.secret.number}")
    assert answer.status_code == 404
    with tenancy.enter(cast.acme.pk):
        assert not Profile.objects.get(pk=cast.paula.pk).is_blocked


@pytest.mark.parametrize("ticket", ["", "2", "99", "x", "9" * 30])
def test_k3_only_the_persons_own_ticket_is_shown_and_otherwise_nothing_changes(cast, sign_in, ticket):
    answer = sign_in(cast.bob).post(f"/profiles/{cast.paula.pk}/block/?ticket={ticket}")
    assert answer.status_code == 404
    with tenancy.enter(cast.acme.pk):
        assert not Profile.objects.get(pk=cast.paula.pk).is_blocked


def test_a2_k3_an_analyst_blocks_nobody(cast, sign_in):
    assert sign_in(cast.anna).post(f"/profiles/{cast.paula.pk}/block/?ticket=1").status_code == 403
