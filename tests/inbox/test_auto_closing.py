"""D2: tickets without activity close by themselves, per channel; D3: once, whoever sweeps."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import tenancy
from inbox import auto_closing, sending, sweeps
from inbox.models import Channel, Delivery, Message, Ticket, TicketEvent
from tests.inbox.test_snoozing import fresh
from tests.pages import field_error, part, words
from tests.world import text_from

FORM = {
    "auto_close": "on",
    "auto_close_minutes": "2",
    "auto_close_minutes_unit": "days",
    "auto_close_waiting": "on",
    "closing_message": "{organization}: Goodbye {first_name}!",
}


def switch_on(cast, **columns):
    """After three days, which is the default."""
    Channel.objects.filter(account=cast.acme).update(**{"auto_close": True} | columns)


def idle(ticket, waiting=False, **ago):
    """As if nothing had happened since; answered, unless it is waiting."""
    at = timezone.now() - timedelta(**ago or {"days": 4})
    Ticket.objects.filter(pk=ticket.pk).update(last_activity_at=at, waiting_since=at if waiting else None)


def status(ticket) -> str:
    return fresh(ticket).status


def goodbyes(**of) -> list[str]:
    return list(Message.objects.filter(origin="closing", **of).values_list("body", flat=True))


def test_d2_it_is_off_by_default(acme):
    channel = Channel.objects.get()
    assert (channel.auto_close, channel.auto_close_waiting, channel.closing_message) == (False, False, "")
    idle(acme.broken_zip, days=900)
    assert sweeps.auto_close() == 0
    assert status(acme.broken_zip) == "open"


def test_d2_an_idle_ticket_closes_and_the_thread_says_why(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        switch_on(cast)
        idle(cast.broken_zip)
    assert sweeps.auto_close() == 1
    with tenancy.enter(cast.acme.pk):
        ticket = fresh(cast.broken_zip)
        assert (ticket.status, ticket.is_unread) == ("closed", False)
        event = ticket.events.order_by("id").last()
        assert (event.kind, event.actor_kind) == ("closed", "system")
    thread = words(part(sign_in(cast.bob).get("/tickets/1/"), "entries"))
    assert "Closed by itself after 3 days without activity" in thread


@pytest.mark.parametrize(
    ("ago", "closed"), [({"days": 2, "hours": 23}, False), ({"days": 3, "seconds": 1}, True)]
)
def test_d2_not_before_its_time(acme, ago, closed):
    switch_on(acme)
    idle(acme.broken_zip, **ago)
    assert sweeps.auto_close() == closed


def test_d2_what_waits_for_an_answer_stays_open_unless_so_configured(acme):
    switch_on(acme)
    idle(acme.broken_zip, waiting=True)
    assert sweeps.auto_close() == 0
    switch_on(acme, auto_close_waiting=True)
    assert sweeps.auto_close() == 1
    assert status(acme.broken_zip) == "closed"


def test_d2_a_snoozed_ticket_is_left_alone_and_counts_from_its_waking(acme):
    switch_on(acme)
    idle(acme.late_parcel, days=30)
    assert sweeps.auto_close() == 0
    Ticket.objects.filter(pk=acme.late_parcel.pk).update(snoozed_until=timezone.now())
    assert sweeps.wake_snoozed() == 1
    assert sweeps.auto_close() == 0
    assert status(acme.late_parcel) == "open"


@pytest.mark.parametrize(
    "activity",
    [
        lambda cast: text_from(cast.number, cast.paula.phone, "One more thing"),
        lambda cast: cast.broken_zip.reply("And?", by=cast.bob),
    ],
    ids=["the customer wrote", "an agent answered"],
)
def test_d2_any_message_begins_the_time_anew(acme, activity):
    switch_on(acme, auto_close_waiting=True)
    idle(acme.broken_zip)
    activity(acme)
    assert sweeps.auto_close() == 0


def test_d2_a_customer_who_writes_again_reopens_it(acme):
    switch_on(acme)
    idle(acme.broken_zip)
    sweeps.auto_close()
    text_from(acme.number, acme.paula.phone, "Hello again")
    assert status(acme.broken_zip) == "open"


def test_d2_each_account_and_channel_has_its_own(cast):
    with tenancy.enter(cast.globex.pk):
        idle(cast.secret, days=99)
    with tenancy.enter(cast.acme.pk):
        switch_on(cast)
        idle(cast.broken_zip)
    assert sweeps.auto_close() == 1
    with tenancy.enter(cast.globex.pk):
        assert status(cast.secret) == "open"


def test_d3_after_an_outage_batch_follows_batch_until_none_is_left(acme, monkeypatch):
    monkeypatch.setattr(auto_closing, "AT_ONCE", 2)
    switch_on(acme)
    for n in range(5):
        idle(text_from(acme.number, f"+1503559{n:04}", "Hello").ticket)
    assert sweeps.auto_close() == 5
    assert sweeps.auto_close() == 0
    assert TicketEvent.objects.filter(kind="closed", data__because="auto_close").count() == 5


def test_d3_whoever_switches_it_off_stops_it_at_once(acme):
    switch_on(acme)
    idle(acme.broken_zip)
    channel = Channel.objects.get()
    switch_on(acme, auto_close=False)
    assert auto_closing.close_some(channel.account_id, channel.pk) == 0
    assert status(acme.broken_zip) == "open"


def test_d3_one_channel_that_fails_does_not_keep_the_others_open(cast, monkeypatch):
    with tenancy.every_account():
        Channel.objects.update(auto_close=True)
    for account, ticket in ((cast.acme, cast.broken_zip), (cast.globex, cast.secret)):
        with tenancy.enter(account.pk):
            idle(ticket)
    close_some = auto_closing.close_some

    def broken(account_id, channel_id):
        assert account_id != cast.acme.pk, "a bug"
        return close_some(account_id, channel_id)

    monkeypatch.setattr(auto_closing, "close_some", broken)
    assert sweeps.auto_close() == 1
    with tenancy.enter(cast.globex.pk):
        assert status(cast.secret) == "closed"


# The closing message.


def test_d2_the_closing_message_goes_out_and_does_not_reopen(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        switch_on(cast, closing_message="{organization}: Goodbye {first_name}! {support_email}")
        idle(cast.broken_zip)
    sweeps.auto_close()
    with tenancy.enter(cast.acme.pk):
        assert status(cast.broken_zip) == "closed"
        assert goodbyes(ticket=cast.broken_zip) == ["Acme: Goodbye Paula! help@acme.example"]
        delivery = Delivery.objects.get(message__origin="closing")
        assert (delivery.state, delivery.gate, delivery.sender) == ("queued", "consent", cast.number.number)
    page = sign_in(cast.bob).get("/tickets/1/")
    assert "Closing message Acme: Goodbye Paula!" in words(part(page, "entries"))


@pytest.mark.parametrize("name", ["quinn", "sam"])
def test_d2_who_may_not_be_messaged_has_the_ticket_closed_in_silence(acme, name):
    switch_on(acme, closing_message="Goodbye")
    ticket = fresh(acme.lost_parcel if name == "quinn" else acme.old_refund)
    ticket.reopen()
    idle(ticket)
    assert sweeps.auto_close() == 1
    assert status(ticket) == "closed"
    assert goodbyes() == []


def test_d2_a_stop_before_it_leaves_is_heeded(acme):
    switch_on(acme, closing_message="Goodbye")
    idle(acme.broken_zip)
    sweeps.auto_close()
    text_from(acme.number, acme.paula.phone, "STOP")
    delivery = Delivery.objects.get(message__origin="closing")
    sending.send(acme.acme.pk, delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error_code) == ("failed", "opted_out")


def test_d2_the_cap_of_automatic_messages_holds(acme):
    switch_on(acme, closing_message="Goodbye")
    for _ in range(6):
        Ticket.objects.filter(pk=acme.broken_zip.pk).update(closed_at=None)
        idle(acme.broken_zip)
        assert sweeps.auto_close() == 1
    assert len(goodbyes()) == 4, "four in a minute"


def test_d2_without_a_connected_number_tickets_close_all_the_same(acme):
    switch_on(acme, closing_message="Goodbye")
    idle(acme.broken_zip)
    acme.number.disconnect()
    assert sweeps.auto_close() == 1
    assert goodbyes() == []


# The card on the channel's page.


@pytest.fixture
def save(cast, sign_in):
    bob = sign_in(cast.bob)
    return lambda **changes: bob.post("/settings/sms/auto-close/", FORM | changes)


def kept(cast) -> Channel:
    with tenancy.enter(cast.acme.pk):
        return Channel.objects.get()


def test_d2_the_settings_are_kept(cast, save, sign_in):
    assert save().status_code == 302
    channel = kept(cast)
    assert (channel.auto_close, channel.auto_close_minutes, channel.auto_close_waiting) == (True, 2880, True)
    assert channel.closing_message == "{organization}: Goodbye {first_name}!"
    page = part(sign_in(cast.bob).get("/settings/sms/"), "auto-close").partition("</section>")[0]
    assert 'name="auto_close_minutes" value="2"' in page
    assert '<option value="days" selected>' in page
    assert '<segment-counter class="field__help" for="id_closing_message" url="/a/acme/stand-ins/">' in page


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("closing_message", "Goodbye {name}", "There is no variable {name}. You can use {organization}"),
        ("closing_message", "x" * 481, "at most 480"),
        ("auto_close_minutes", "366", "Choose between 5 minutes and 365 days."),
        ("auto_close_minutes", "0", "Choose between 5 minutes and 365 days."),
        ("auto_close_minutes", "", "required"),
        ("auto_close_minutes", "soon", "a whole number"),
    ],
)
def test_d2_a_wrong_setting_is_refused_beside_its_field_and_nothing_changes(cast, save, field, value, reason):
    answer = save(**{field: value})
    assert answer.status_code == 422
    assert reason in field_error(answer, field)
    assert not kept(cast).auto_close


def test_d2_a_strangers_settings_are_their_own(cast, sign_in, save):
    save()
    assert (
        sign_in(cast.charlie).post("/settings/sms/auto-close/", FORM | {"auto_close": ""}).status_code == 302
    )
    assert kept(cast).auto_close
