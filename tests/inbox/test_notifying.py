"""E11: mails about new texts: to confirmed addresses only, a burst is one, none is lost and none comes twice."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.contrib.postgres.functions import TransactionNow
from django.core import mail
from django.core.exceptions import ValidationError
from django.db.models import F
from django.test import Client
from django.utils import timezone

from accounts import tenancy
from inbox import blocking, sweeps
from inbox.models import Channel, Message, NotificationAddress, Ticket
from tests.brand import Brand
from tests.carrier import new_number
from tests.sms.test_concurrency import at_once
from tests.world import text_from

SHOP = "shop@acme.example"


@pytest.fixture(autouse=True)
def one_thread(monkeypatch):
    """The rows of these tests are not committed: a sweep's threads would not see them."""
    monkeypatch.setattr(sweeps, "in_parallel", lambda verb, rows: [verb(*row) for row in rows])


def channel(cast) -> Channel:
    return Channel.objects.for_kind(cast.acme, "sms")


def add(cast, email=SHOP, by=None) -> NotificationAddress:
    (address,) = NotificationAddress.objects.enlist(channel(cast), [email], by=by or cast.bob)
    return address


@pytest.fixture
def shop(acme) -> NotificationAddress:
    """A confirmed address of acme's SMS."""
    return confirmed(add(acme))


def confirmed(address) -> NotificationAddress:
    """A moment before the test began, whose one transaction gives all its texts the same time."""
    address.confirm()
    NotificationAddress.objects.filter(pk=address.pk).update(
        told_until=TransactionNow() - timedelta(milliseconds=1)
    )
    return fresh(address)


def fresh(address) -> NotificationAddress:
    return NotificationAddress.objects.get(pk=address.pk)


def pass_by(**time) -> None:
    """All that happened, happened that much earlier: the clock of the database can't be moved."""
    span = timedelta(**time)
    Message.objects.update(created_at=F("created_at") - span)
    Ticket.objects.update(last_activity_at=F("last_activity_at") - span)
    for name in ("told_until", "told_at", "next_mail_at", "asked_at"):
        NotificationAddress.objects.update(**{name: F(name) - span})


def sweep() -> list:
    """The mails that a sweep sends."""
    mail.outbox.clear()
    sweeps.mail_news()
    return list(mail.outbox)


def link(message, noun: str) -> str:
    return re.search(rf"(/notifications/{noun}/\S+/)", message.body)[1]


# The list


def test_e11_it_is_off_until_an_address_is_added(acme):
    text_from(acme.number, acme.paula.phone, "Hello")
    pass_by(minutes=1)
    assert sweep() == []


def test_e11_an_added_address_gets_a_link_and_nothing_else_before_it_is_confirmed(acme):
    address = add(acme)
    (asked,) = sweep()
    assert (asked.to, asked.subject) == ([SHOP], "Texts to Acme: confirm your address")
    assert "Bob would like Acme to mail this address" in asked.body
    text_from(acme.number, acme.paula.phone, "Hello")
    pass_by(minutes=1)
    assert sweep() == []
    Client().post(link(asked, "confirmation"))
    assert fresh(address).is_confirmed
    assert sweep() == [], "what came before is not told"


def test_e11_looking_at_the_link_confirms_nothing(acme):
    address = add(acme)
    (asked,) = sweep()
    page = Client().get(link(asked, "confirmation"))
    assert b"Yes, mail me" in page.content
    assert not fresh(address).is_confirmed


@pytest.mark.parametrize("late", [timedelta(days=2, hours=23), timedelta(days=3, minutes=1)])
def test_e11_the_link_is_good_for_three_days(acme, monkeypatch, late):
    address = add(acme)
    (asked,) = sweep()
    with monkeypatch.context() as later:
        later.setattr("django.core.signing.time.time", lambda: (timezone.now() + late).timestamp())
        answer = Client().post(link(asked, "confirmation"))
    assert (answer.status_code, fresh(address).is_confirmed) == (
        (200, True) if late.days < 3 else (404, False)
    )


def test_e11_a_link_serves_one_purpose_and_one_address(acme, shop):
    address = add(acme, "other@acme.example")
    (asked,) = sweep()
    token = link(asked, "confirmation").split("/")[-2]
    assert Client().post(f"/notifications/unsubscription/{token}/").status_code == 404
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), "x", token.replace(":", ".")):
        assert Client().post(f"/notifications/confirmation/{wrong}/").status_code == 404
    assert not fresh(address).is_confirmed
    assert fresh(shop).is_listed


def test_e11_a_removed_address_can_not_be_confirmed(acme):
    address = add(acme)
    (asked,) = sweep()
    address.remove()
    assert Client().post(link(asked, "confirmation")).status_code == 404


def test_e11_a_members_own_confirmed_address_needs_no_link(acme):
    acme.bob.user.emailaddress_set.create(email=acme.bob.user.email, verified=True)
    assert add(acme, acme.bob.user.email.upper()).is_confirmed
    assert not add(acme, acme.alice.user.email).is_confirmed, "another's must be asked"


def test_e11_an_address_is_on_the_list_once_in_any_case(acme, shop):
    assert NotificationAddress.objects.enlist(channel(acme), [SHOP.upper(), SHOP], by=acme.bob) == []


def test_e11_confirmation_mails_are_few(acme):
    address = add(acme)
    with pytest.raises(ValidationError, match="a moment ago"):
        address.ask()
    for _ in range(4):
        pass_by(minutes=2)
        address = fresh(address)
        address.remove()
        add(acme)
    pass_by(minutes=2)
    with pytest.raises(ValidationError, match="5 times"):
        fresh(address).ask()


def test_e11_an_account_asks_so_many_addresses_a_day(acme, monkeypatch):
    monkeypatch.setattr("inbox.models.notification_address.ASKED_A_DAY", 2)
    add(acme, "a@acme.example")
    add(acme, "b@acme.example")
    with pytest.raises(ValidationError, match="tomorrow"):
        add(acme, "c@acme.example")


def test_e11_so_many_addresses_and_no_more(acme, monkeypatch, shop):
    monkeypatch.setattr("inbox.models.notification_address.MOST", 2)
    with pytest.raises(ValidationError, match="Up to 2"):
        NotificationAddress.objects.enlist(channel(acme), ["a@acme.example", "b@acme.example"], by=acme.bob)
    assert NotificationAddress.objects.listed().count() == 1


# News


def test_e11_a_burst_is_one_mail_with_who_wrote_what_and_links(acme, shop):
    for words in ("Hello", "Are you there?"):
        text_from(acme.number, acme.paula.phone, words)
    text_from(acme.number, acme.sue.phone, "", media=(("https://api.twilio.com/x", "image/jpeg"),))
    assert sweep() == [], "half a minute for the burst to end"
    pass_by(seconds=31)
    (news,) = sweep()
    assert (news.to, news.subject) == ([SHOP], "3 new texts from 2 people")
    for said in ("Paula, (503) 555-0101", "Hello", "Are you there?", "Sue", "(a picture)"):
        assert said in news.body
    assert "/a/acme/tickets/1/" in news.body
    assert "/a/acme/tickets/4/" in news.body
    assert sweep() == []


def test_e11_one_text_is_told_by_the_name_of_who_wrote(acme, shop):
    acme.paula.first_name = "Paula\r\nBcc: everybody@example.com"
    acme.paula.save()
    text_from(acme.number, acme.paula.phone, "Hello")
    pass_by(seconds=31)
    (news,) = sweep()
    assert news.subject == "New text from Paula Bcc: everybody@example.com"
    assert news.recipients() == [SHOP]


def test_e11_at_most_one_mail_every_five_minutes(acme, shop):
    text_from(acme.number, acme.paula.phone, "First")
    pass_by(seconds=31)
    assert len(sweep()) == 1
    text_from(acme.number, acme.paula.phone, "Second")
    pass_by(minutes=4)
    assert sweep() == []
    text_from(acme.number, acme.paula.phone, "Third")
    pass_by(minutes=1, seconds=1)
    (news,) = sweep()
    assert "Second" in news.body
    assert "Third" in news.body
    assert "First" not in news.body


def test_e11_a_long_list_ends_with_how_many_more(acme, shop, monkeypatch):
    monkeypatch.setattr("inbox.notifying.LISTED", 2)
    for n in range(5):
        text_from(acme.number, acme.paula.phone, f"text {n}")
    pass_by(seconds=31)
    (news,) = sweep()
    assert "… and 3 more" in news.body
    assert news.subject == "5 new texts from Paula"


@pytest.mark.parametrize("word", ["STOP", "HELP", "START"])
def test_e11_keywords_are_no_news(acme, shop, word):
    text_from(acme.number, acme.paula.phone, word)
    pass_by(minutes=1)
    assert sweep() == []


def test_e11_k3_blocked_people_are_no_news(acme, shop):
    text_from(acme.number, acme.paula.phone, "Before")
    blocking.block(acme.paula, by=acme.bob)
    text_from(acme.number, acme.paula.phone, "After")
    pass_by(minutes=1)
    assert sweep() == []


def test_e11_answers_of_the_team_are_no_news(acme, shop):
    acme.broken_zip.reply("On its way", by=acme.bob)
    pass_by(minutes=1)
    assert sweep() == []


def test_a1_e11_another_accounts_texts_are_no_news(cast):
    with tenancy.enter(cast.acme.pk):
        confirmed(add(cast))
    with tenancy.enter(cast.globex.pk):
        number = cast.globex.sms_numbers.get()
        text_from(type(number).objects.by_route(number.route), "+14155550198", "Secret")
    with tenancy.every_account():
        pass_by(minutes=1)
    assert sweep() == []


def test_e11_where_nothing_happens_the_mark_moves_along(acme, shop):
    pass_by(minutes=11)
    before = fresh(shop).told_until
    sweep()
    assert fresh(shop).told_until > before + timedelta(minutes=10)
    text_from(acme.number, acme.paula.phone, "Hello")
    pass_by(seconds=31)
    assert len(sweep()) == 1


# No more of it


def test_e11_a_mail_program_unsubscribes_with_one_click(acme, shop):
    text_from(acme.number, acme.paula.phone, "Hello")
    pass_by(seconds=31)
    (news,) = sweep()
    assert news.extra_headers["Auto-Submitted"] == "auto-generated"
    assert news.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = link(news, "unsubscription")
    assert news.extra_headers["List-Unsubscribe"].endswith(f"{path}>")
    strict = Client(enforce_csrf_checks=True)
    assert b"Stop mailing me" in strict.get(path).content
    assert fresh(shop).is_listed, "looking ends nothing"
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    text_from(acme.number, acme.paula.phone, "Hello again")
    pass_by(minutes=6)
    assert sweep() == []


# The mail server is away


def fail_with(monkeypatch, error):
    def send(self, fail_silently=False):
        raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError(), TimeoutError(), smtplib.SMTPServerDisconnected()]
)
def test_e11_a_mail_server_that_is_away_loses_nothing(acme, shop, monkeypatch, error):
    text_from(acme.number, acme.paula.phone, "First")
    pass_by(seconds=31)
    with monkeypatch.context() as away:
        fail_with(away, error)
        sweep()
        assert "can't be reached" in fresh(shop).trouble
    assert sweep() == [], "not at once"
    text_from(acme.number, acme.paula.phone, "Second")
    pass_by(minutes=1, seconds=1)
    (news,) = sweep()
    assert "First" in news.body
    assert "Second" in news.body
    assert fresh(shop).trouble == ""


def test_e11_a_refused_address_says_so_and_is_tried_ever_later(acme, shop, monkeypatch):
    text_from(acme.number, acme.paula.phone, "First")
    pass_by(seconds=31)
    fail_with(monkeypatch, smtplib.SMTPRecipientsRefused({}))
    waits = []
    for _ in range(8):
        sweep()
        waits.append(round((fresh(shop).next_mail_at - timezone.now()).total_seconds() / 60))
        NotificationAddress.objects.update(next_mail_at=timezone.now())
    assert "refuses this address" in fresh(shop).trouble
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_e11_a_confirmation_is_tried_again_too(acme, monkeypatch):
    address = add(acme)
    with monkeypatch.context() as away:
        fail_with(away, OSError())
        sweep()
    assert fresh(address).confirmation_due
    pass_by(minutes=1, seconds=1)
    assert len(sweep()) == 1


# At once


def test_e11_four_sweepers_send_one_mail(brand: Brand):
    with brand.inside():
        (address,) = NotificationAddress.objects.enlist(
            Channel.objects.for_kind(brand.account, "sms"), [SHOP], by=brand.member(brand.bob)
        )
        confirmed(address)
        text_from(brand.number, new_number(), "Hello")
        pass_by(seconds=31)
    mail.outbox.clear()
    at_once(lambda _: sweeps.mail_news(), range(4))
    assert len([sent for sent in mail.outbox if sent.to == [SHOP]]) == 1


def test_a1_e11_the_same_person_on_the_list_of_two_accounts_is_two_addresses(cast):
    for account, by in ((cast.acme, cast.bob), (cast.globex, cast.charlie)):
        with tenancy.enter(account.pk):
            channel = Channel.objects.for_kind(account, "sms")
            assert len(NotificationAddress.objects.enlist(channel, [SHOP], by=by)) == 1
