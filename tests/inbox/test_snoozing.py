"""C2, D3: hidden until a time, then back: open, unread and on top. Once, however late."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import tenancy
from inbox import snoozes, sweeps
from inbox.models import Ticket, TicketEvent
from tests.pages import part, rows, words
from tests.world import text_from

NEW_YORK, BERLIN, LORD_HOWE = map(ZoneInfo, ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe"))
SPRING = datetime(2026, 3, 8, tzinfo=NEW_YORK)  # at 2:00 the clock goes to 3:00
AUTUMN = datetime(2026, 11, 1, tzinfo=NEW_YORK)  # at 2:00 the clock goes back to 1:00


def fresh(ticket) -> Ticket:
    return Ticket.objects.for_display().get(pk=ticket.pk)


def due(ticket, **ago):
    """As if the time had come some while ago."""
    Ticket.objects.filter(pk=ticket.pk).update(snoozed_until=timezone.now() - timedelta(**ago))


def choice(key: str, zone, now: datetime) -> datetime:
    return next(choice.at for choice in snoozes.choices(zone, now) if choice.key == key)


@pytest.mark.parametrize(
    ("key", "zone", "now", "back"),
    [
        ("later", UTC, datetime(2026, 5, 4, 10, tzinfo=UTC), datetime(2026, 5, 4, 13, tzinfo=UTC)),
        ("tomorrow", NEW_YORK, datetime(2026, 5, 4, 15, tzinfo=UTC), datetime(2026, 5, 5, 13, tzinfo=UTC)),
        # 3:00 UTC on the 5th is still the 4th in New York and already the 5th in Berlin.
        ("tomorrow", NEW_YORK, datetime(2026, 5, 5, 3, tzinfo=UTC), datetime(2026, 5, 5, 13, tzinfo=UTC)),
        ("tomorrow", BERLIN, datetime(2026, 5, 5, 3, tzinfo=UTC), datetime(2026, 5, 6, 7, tzinfo=UTC)),
        ("week", NEW_YORK, datetime(2026, 5, 4, 15, tzinfo=UTC), datetime(2026, 5, 11, 13, tzinfo=UTC)),
        # 9:00 of the wall, whatever the clock does that night.
        ("tomorrow", NEW_YORK, SPRING - timedelta(hours=5), datetime(2026, 3, 8, 13, tzinfo=UTC)),
        ("tomorrow", NEW_YORK, AUTUMN - timedelta(hours=5), datetime(2026, 11, 1, 14, tzinfo=UTC)),
        ("week", NEW_YORK, datetime(2026, 3, 4, 15, tzinfo=UTC), datetime(2026, 3, 11, 13, tzinfo=UTC)),
        ("tomorrow", LORD_HOWE, datetime(2026, 10, 3, 5, tzinfo=UTC), datetime(2026, 10, 3, 22, tzinfo=UTC)),
    ],
)
def test_c2_the_choices_are_of_the_accounts_clock(key, zone, now, back):
    assert choice(key, zone, now).astimezone(UTC) == back


@pytest.mark.parametrize("midnight", [SPRING, AUTUMN])
def test_c2_later_today_is_three_hours_on_the_day_the_clock_changes_too(midnight):
    now = midnight.astimezone(UTC) + timedelta(minutes=30)
    assert choice("later", NEW_YORK, now).astimezone(UTC) - now == timedelta(hours=3)


@pytest.mark.parametrize("hour", range(24))
def test_c2_later_today_is_today(hour):
    now = datetime(2026, 5, 4, hour, 30, tzinfo=NEW_YORK)
    offered = {choice.key: choice.at for choice in snoozes.choices(NEW_YORK, now)}
    assert "later" not in offered or offered["later"].date() == now.date()


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), st.timezones())
def test_c2_every_choice_lies_ahead_in_every_zone(moment, zone):
    now = moment.replace(tzinfo=UTC)
    offered = snoozes.choices(ZoneInfo(str(zone)), now)
    assert all(choice.at.astimezone(UTC) > now for choice in offered)
    mornings = [choice.at for choice in offered if choice.key != "later"]
    assert [at.hour for at in mornings] == [9, 9]


@pytest.mark.parametrize(
    ("typed", "zone", "meant"),
    [
        ("2026-07-01T09:30", NEW_YORK, datetime(2026, 7, 1, 13, 30, tzinfo=UTC)),
        ("2026-12-01T09:30", NEW_YORK, datetime(2026, 12, 1, 14, 30, tzinfo=UTC)),
        ("2026-07-01T09:30", BERLIN, datetime(2026, 7, 1, 7, 30, tzinfo=UTC)),
        ("2026-07-01T09:30+02:00", NEW_YORK, datetime(2026, 7, 1, 7, 30, tzinfo=UTC)),
        ("2026-03-08T02:30", NEW_YORK, datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),  # the hour that never is
        ("2026-11-01T01:30", NEW_YORK, datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),  # the first of the two
    ],
)
def test_c2_a_time_of_ones_own_is_of_the_accounts_clock(typed, zone, meant):
    assert snoozes.until(typed, zone).astimezone(UTC) == meant


@pytest.mark.parametrize("typed", ["", "soon", "2026-02-30T10:00", "25:00", "LATER", "\0"])
def test_c2_what_is_no_time_is_refused(typed):
    with pytest.raises(ValidationError, match="Choose a date and a time"):
        snoozes.until(typed, NEW_YORK)


def test_c2_the_past_is_refused(acme):
    before = acme.broken_zip.events.count()
    for past in (timezone.now(), timezone.now() - timedelta(days=400)):
        with pytest.raises(ValidationError, match="in the future"):
            acme.broken_zip.snooze(past, by=acme.bob)
    assert fresh(acme.broken_zip).status == "open"
    assert acme.broken_zip.events.count() == before


def test_c2_a_snoozed_ticket_is_hidden_and_says_until_when(cast, sign_in):
    bob = sign_in(cast.bob)
    assert bob.post("/tickets/2/snooze/?view=mine", {"until": "tomorrow"}).status_code == 302
    assert rows(bob.get("/inbox/mine/")) == []
    answer = bob.get("/tickets/2/?view=all")
    assert "Snoozed until" in words(part(answer, "ticket-head").partition("</header>")[0])
    assert "Bob snoozed this ticket until" in words(answer.content)
    with tenancy.enter(cast.acme.pk):
        local = fresh(cast.lost_parcel).snoozed_until.astimezone(NEW_YORK)
    tomorrow = timezone.localtime(timezone=NEW_YORK).date() + timedelta(days=1)
    assert (local.date(), local.hour, local.minute) == (tomorrow, 9, 0)


@pytest.mark.parametrize(
    ("until", "reason"),
    [("2020-01-01T10:00", "in the future"), ("whenever", "a date and a time"), ("", "a date and a time")],
)
def test_c2_a_wrong_time_is_refused_on_the_page_and_nothing_changes(cast, sign_in, until, reason):
    answer = sign_in(cast.bob).post("/tickets/1/snooze/", {"until": until})
    assert answer.status_code == 422
    assert reason in words(part(answer, "ticket-error").partition("</div>")[0])
    with tenancy.enter(cast.acme.pk):
        assert fresh(cast.broken_zip).status == "open"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=40),
        st.datetimes().map(datetime.isoformat),
        st.datetimes(timezones=st.timezones()).map(datetime.isoformat),
    )
)
def test_c2_no_time_breaks_the_desk(cast, sign_in, until):
    bob = sign_in(cast.bob)
    assert bob.post("/tickets/1/snooze/", {"until": until}).status_code in (302, 422)
    assert bob.get("/inbox/all/").status_code == 200


@pytest.mark.parametrize(
    "until",
    [
        "9999-12-31T23:59",
        "9999-12-31T23:59:59.999999",
        "9998-12-31T23:59",
        "0001-01-01T00:00",
        "0001-01-01T00:00+14:00",
    ],
)
def test_c2_the_ends_of_the_calendar_break_nothing(cast, sign_in, until):
    bob = sign_in(cast.bob)
    assert bob.post("/tickets/1/snooze/", {"until": until}).status_code in (302, 422)
    assert bob.get("/inbox/all/").status_code == 200


def test_c2_a_closed_ticket_that_is_snoozed_comes_back(acme):
    acme.old_refund.snooze(timezone.now() + timedelta(hours=1), by=acme.bob)
    assert fresh(acme.old_refund).status == "snoozed"
    due(acme.old_refund, seconds=1)
    assert sweeps.wake_snoozed() == 1
    assert fresh(acme.old_refund).status == "open"


def test_d3_when_due_it_is_open_unread_and_on_top_and_says_why(cast, sign_in):
    bob = sign_in(cast.bob)
    with tenancy.enter(cast.acme.pk):
        cast.late_parcel.assign(cast.bob)
        Ticket.objects.update(last_activity_at=timezone.now() - timedelta(hours=5))
        due(cast.late_parcel, seconds=1)
    assert sweeps.wake_snoozed() == 1
    assert rows(bob.get("/inbox/mine/"))[0] == 4
    with tenancy.enter(cast.acme.pk):
        ticket = fresh(cast.late_parcel)
        assert (ticket.status, ticket.is_unread) == ("open", True)
        last = ticket.events.order_by("id").last()
        assert (last.kind, last.actor_kind) == ("woken", "system")
    assert "The snooze ended" in words(bob.get("/tickets/4/").content)


def test_d3_it_wakes_once(acme):
    due(acme.late_parcel, seconds=1)
    assert [sweeps.wake_snoozed() for _ in range(3)] == [1, 0, 0]
    assert fresh(acme.late_parcel).events.filter(kind="woken").count() == 1


def test_d3_not_before_time(acme):
    Ticket.objects.filter(pk=acme.late_parcel.pk).update(snoozed_until=timezone.now() + timedelta(minutes=1))
    assert sweeps.wake_snoozed() == 0
    assert fresh(acme.late_parcel).status == "snoozed"


def test_d3_after_an_outage_all_of_every_account_wake(cast):
    with tenancy.enter(cast.globex.pk):
        cast.secret.snooze(timezone.now() + timedelta(days=1))
        due(cast.secret, days=30)
    with tenancy.enter(cast.acme.pk):
        cast.broken_zip.snooze(timezone.now() + timedelta(days=1))
        due(cast.broken_zip, days=3)
        due(cast.late_parcel, days=2)
    assert sweeps.wake_snoozed() == 3
    with tenancy.every_account():
        assert not Ticket.objects.snoozed().exists()


def test_d3_a_snooze_that_was_moved_or_ended_meanwhile_does_not_fire(acme):
    now = timezone.now()
    due(acme.late_parcel, hours=1)
    acme.late_parcel.snooze(now + timedelta(days=3))
    assert sweeps.wake_snoozed() == 0
    assert fresh(acme.late_parcel).status == "snoozed"
    acme.late_parcel.close()
    assert Ticket.objects.wake_due(now + timedelta(days=9), 100) == []
    assert fresh(acme.late_parcel).status == "closed"


def test_d3_after_an_outage_batch_follows_batch_until_none_is_left(acme, monkeypatch):
    monkeypatch.setattr(sweeps, "WOKEN_AT_ONCE", 2)
    tickets = [text_from(acme.number, f"+1503559{n:04}", "Hello").ticket for n in range(5)]
    for hours, ticket in enumerate(tickets, 1):
        due(ticket, hours=hours)
    assert sweeps.wake_snoozed() == 5
    woken = TicketEvent.objects.filter(kind="woken").order_by("id").values_list("ticket", flat=True)
    assert set(woken[:2]) == {tickets[4].pk, tickets[3].pk}, "the longest overdue first"
    assert not Ticket.objects.snoozed().exclude(pk=acme.late_parcel.pk).exists()


def test_c2_an_agent_ends_the_snooze(cast, sign_in):
    assert sign_in(cast.bob).delete("/tickets/4/snooze/").status_code == 302
    with tenancy.enter(cast.acme.pk):
        ticket = fresh(cast.late_parcel)
        assert ticket.status == "open"
        assert (
            ticket.events.order_by("id").last().kind,
            ticket.events.order_by("id").last().actor_label,
        ) == ("woken", "Bob")


def test_c2_an_answer_ends_the_snooze(acme):
    acme.late_parcel.reply("It is here now", by=acme.bob)
    assert fresh(acme.late_parcel).status == "open"


def test_c2_the_form_stands_on_a_page_of_its_own_too(cast, sign_in):
    page = words(sign_in(cast.bob).get("/tickets/1/snooze/").content)
    for said in ("Snooze #1, Paula", "Tomorrow", "In a week", "A date and time (America/New_York)"):
        assert said in page
