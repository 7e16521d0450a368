"""E10: who writes when it is night for the customer is asked first, and can have it sent when their day begins."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import tenancy
from inbox.channels import OutsideHours
from inbox.models import Message, ScheduledReply
from inbox.models.hours import ANSWER_WINDOW
from profiles.models import Profile
from tests.daytime import zone_at
from tests.world import text_from

pytestmark = pytest.mark.usefixtures("real_hours")
TICKET = "/tickets/1/"
MESSAGES = "/tickets/1/messages/"


@pytest.fixture
def night(cast):
    """It is three o'clock for Paula, who last wrote two hours ago."""
    return clock(cast, 3, wrote=timedelta(hours=2))


def clock(cast, hour, wrote=timedelta(0)):
    with tenancy.enter(cast.acme.pk):
        Profile.objects.filter(pk=cast.paula.pk).update(time_zone=zone_at(hour), city="Portland")
        Message.objects.filter(profile=cast.paula).update(sent_at=timezone.now() - wrote)
        return cast.acme.tickets.by_number(1)


def sent(cast):
    with tenancy.enter(cast.acme.pk):
        return list(Message.objects.filter(profile=cast.paula, origin="agent").values_list("body", flat=True))


def waiting(cast):
    with tenancy.enter(cast.acme.pk):
        return list(ScheduledReply.objects.filter(ticket__number=1))


# The verb


def test_e10_an_answer_at_night_is_refused_unless_at_any_hour(acme):
    ticket = clock(acme, 3, wrote=timedelta(hours=2))
    with pytest.raises(OutsideHours) as caught:
        ticket.reply("Hello", by=acme.bob, any_hour=False)
    assert f"{caught.value}".startswith("It is 03:")
    assert caught.value.opening == "08:00"
    assert ticket.reply("Hello", by=acme.bob).body == "Hello"


def test_e10_by_day_nobody_is_asked(acme):
    clock(acme, 12, wrote=timedelta(days=2)).reply("Hello", by=acme.bob, any_hour=False)


@pytest.mark.parametrize(
    ("wrote", "asked"),
    [(timedelta(0), False), (ANSWER_WINDOW, False), (ANSWER_WINDOW + timedelta(minutes=1), True)],
)
def test_e10_who_has_just_written_is_awake(acme, monkeypatch, wrote, asked):
    now = timezone.now()
    ticket = clock(acme, 3)
    Message.objects.filter(profile=acme.paula).update(sent_at=now - wrote)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    if asked:
        with pytest.raises(OutsideHours):
            ticket.reply("Hello", by=acme.bob, any_hour=False)
    else:
        ticket.reply("Hello", by=acme.bob, any_hour=False)


def test_e10_several_answers_in_a_row_are_one_conversation(acme):
    """C14: our own answer does not end the hour in which they are awake."""
    ticket = clock(acme, 3, wrote=timedelta(minutes=5))
    for words in ("One moment", "It is on its way"):
        ticket.reply(words, by=acme.bob, any_hour=False)


def test_c17_a_repeated_answer_is_asked_nothing(acme):
    ticket, same = clock(acme, 3, wrote=timedelta(hours=2)), uuid.uuid4()
    first = ticket.reply("Hello", by=acme.bob, client_id=same)
    assert ticket.reply("Hello", by=acme.bob, client_id=same, any_hour=False) == first


def test_e10_scheduling_for_the_night_is_asked_too(acme):
    ticket = clock(acme, 12)
    with pytest.raises(OutsideHours) as caught:
        ticket.schedule(timezone.now() + timedelta(hours=14), "Hello", by=acme.bob, any_hour=False)
    assert "will be 02:" in str(caught.value)
    ticket.schedule(timezone.now() + timedelta(hours=2), "Hello", by=acme.bob, any_hour=False)


def test_c18_an_answer_held_for_seconds_is_asked_as_one_that_leaves_now(acme):
    with pytest.raises(OutsideHours) as caught:
        clock(acme, 3, wrote=timedelta(hours=2)).hold(10, "Hello", by=acme.bob, any_hour=False)
    assert caught.value.at is None


def test_c18_what_was_decided_leaves_whatever_the_hour(acme):
    reply = clock(acme, 3, wrote=timedelta(hours=2)).hold(10, "Hello", by=acme.bob)
    assert reply.leave()


# The page


def test_e10_the_chip_tells_the_time_there_and_why_we_think_so(cast, night, sign_in):
    page = sign_in(cast.bob).get(TICKET).content.decode()
    chip = page[page.index('id="hours-chip"') :].split("</zone-clock>")[0]
    assert "<span data-clock>03:" in chip
    assert chip.count("By their own time zone, certain") == 2, "on hover, and read out"


@pytest.mark.parametrize(("hour", "hidden"), [(3, False), (12, True)])
def test_e10_the_chip_is_there_at_night_only(cast, sign_in, hour, hidden):
    clock(cast, hour)
    page = sign_in(cast.bob).get(TICKET).content.decode()
    chip = page[page.index('<zone-clock class="hours-chip"') :]
    assert (" hidden>" in chip[: chip.index("<svg")]) == hidden


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_e10_sending_at_night_comes_back_with_two_ways(cast, night, sign_in, headers):
    answer = sign_in(cast.bob, **headers).post(
        MESSAGES, {"body": "Are you awake?", "then": "afterwards close"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Send at 08:00 their time" in page
    assert 'name="confirm_hours" value="now"' in page
    assert '<input type="hidden" name="then" value="afterwards close">' in page
    assert ("Are you awake?" in page) == (not headers)  # with scripts the browser has kept it
    assert (sent(cast), waiting(cast)) == ([], [])


def test_e10_send_now(cast, night, sign_in):
    sign_in(cast.bob).post(MESSAGES, {"body": "Are you awake?", "confirm_hours": "now"})
    assert sent(cast) == ["Are you awake?"]


def test_e10_send_at_eight_their_time(cast, night, sign_in):
    bob = sign_in(cast.bob)
    page = bob.post(MESSAGES, {"body": "Good morning"}).content.decode()
    opens_at = page.split('name="send_at" value="20')[1].split('"')[0]
    assert bob.post(MESSAGES, {"body": "Good morning", "send_at": f"20{opens_at}"}).status_code == 302
    (reply,) = waiting(cast)
    there = reply.send_at.astimezone(night.clock.clocks()[0].tzinfo)
    assert (reply.kind, there.hour, there.minute) == ("schedule", 8, 0)
    assert sent(cast) == []


def test_e10_a_time_at_night_that_is_confirmed_counts(cast, sign_in):
    clock(cast, 12)
    bob, at = sign_in(cast.bob), (timezone.now() + timedelta(hours=14)).replace(microsecond=0)
    asked = bob.post(MESSAGES, {"body": "Hello", "send_at": at.isoformat()})
    assert asked.status_code == 422
    assert f'name="confirm_hours" value="{at.isoformat()}"' in asked.content.decode()
    bob.post(MESSAGES, {"body": "Hello", "confirm_hours": at.isoformat()})
    assert [reply.send_at for reply in waiting(cast)] == [at]


def test_a_confirmation_that_is_no_time_is_refused_in_words(cast, night, sign_in):
    answer = sign_in(cast.bob).post(MESSAGES, {"body": "Hello", "confirm_hours": "soon"})
    assert answer.status_code == 422
    assert "Choose a date and a time." in answer.content.decode()


def test_e10_moving_or_sending_a_waiting_reply_at_night_is_asked(cast, night, sign_in):
    bob, day = sign_in(cast.bob), timezone.now() + timedelta(hours=8)
    with tenancy.enter(cast.acme.pk):
        reply = night.schedule(day, "Hello", by=cast.bob)
    url = f"/tickets/1/scheduled-replies/{reply.pk}/"
    later = (timezone.now() + timedelta(hours=25)).isoformat()
    asked = bob.post(url, {"_method": "PUT", "send_at": later})
    assert asked.status_code == 422
    assert "Send then anyway" in asked.content.decode()
    assert [each.send_at for each in waiting(cast)] == [day]
    asked = bob.post(f"{url}sending/")
    assert asked.status_code == 422
    assert "Send now" in asked.content.decode()
    assert (sent(cast), len(waiting(cast))) == ([], 1)
    bob.post(f"{url}sending/", {"confirm_hours": "now"})
    assert sent(cast) == ["Hello"]


def test_e10_the_overview_tells_local_time_and_how_sure_it_is(cast, sign_in):
    page = sign_in(cast.bob).get("/tickets/2/").content.decode()
    assert "Local time" in page
    assert "By the area code, likely" in page
    with tenancy.enter(cast.acme.pk):
        Profile.objects.filter(pk=cast.quinn.pk).update(phone="72345")
    page = sign_in(cast.bob).get("/tickets/2/").content.decode()
    assert "Local time" not in page


def test_b8_confirming_the_hour_does_not_skip_a_colleagues_answer(cast, night, sign_in):
    with tenancy.enter(cast.acme.pk):
        night.reply("I am on it", by=cast.alice)
    bob = sign_in(cast.bob)
    collided = bob.post(MESSAGES, {"body": "Me too", "seen": "0", "confirm_hours": "now"}).content.decode()
    assert "answered while you were writing" in collided
    assert sent(cast) == ["I am on it"]


def test_e10_a_text_that_comes_in_opens_the_window(acme):
    ticket = clock(acme, 3, wrote=timedelta(hours=2))
    text_from(acme.number, acme.paula.phone, "Hello? I can't sleep")
    ticket.reply("Me neither", by=acme.bob, any_hour=False)


def test_of_whom_nothing_is_known_costs_the_page_no_query_more(cast, sign_in, django_assert_max_num_queries):
    with tenancy.enter(cast.acme.pk):
        Profile.objects.filter(pk=cast.paula.pk).update(phone="72345")
    bob = sign_in(cast.bob)
    bob.get(TICKET)
    with django_assert_max_num_queries(15 + 2):
        page = bob.get(TICKET, headers={"HX-Request": "true"}).content.decode()
    assert "as nothing is known of where they are" in page
