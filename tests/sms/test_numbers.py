"""Several numbers of one account: which one answers, what each is called and how fast it sends, how it fares."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from inbox.channels import Accepted
from inbox.models import Delivery, Message
from sms import health, senders
from sms.models import SendingOptions
from sms.providers.twilio import Twilio
from tests.carrier import sdk
from tests.pages import field_error, words
from tests.world import line, text_from

SECOND, SERVICE = "+15035550111", "MG" + "4" * 32


@pytest.fixture
def second(acme):
    return line(acme.acme, SECOND, "AC" + "c" * 32)


def sender(acme, profile):
    return senders.sender_for(Message(channel=acme.number.channel, profile=profile))


def choose(acme, answer_from):
    options = SendingOptions.of(acme.number.channel)
    options.answer_from = answer_from
    options.save()


def test_answers_leave_from_the_number_that_the_person_last_wrote_to(acme, second):
    text_from(second, acme.paula.phone, "To your other number")
    assert sender(acme, acme.paula) == SECOND
    assert sender(acme, acme.quinn) == acme.number.number


def test_an_account_may_answer_from_its_default_number_always(acme, second):
    text_from(second, acme.paula.phone, "To your other number")
    choose(acme, "default")
    assert sender(acme, acme.paula) == acme.number.number
    second.make_default()
    assert sender(acme, acme.quinn) == SECOND


def test_there_is_one_default_number_and_it_is_another_once_it_is_disconnected(acme, second):
    second.make_default()
    acme.number.make_default()
    assert [number.number for number in acme.acme.sms_numbers.default_first()] == [acme.number.number, SECOND]
    second.refresh_from_db()
    second.is_default = True
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()
    acme.number.disconnect()
    assert [number.number for number in acme.acme.sms_numbers.default_first()] == [SECOND]


def test_keyword_answers_leave_from_the_number_that_was_texted(acme, second):
    choose(acme, "default")
    text_from(second, acme.paula.phone, "STOP")
    assert Delivery.objects.get(message__origin="keyword").sender == SECOND


class TestPools:
    @pytest.fixture(autouse=True)
    def pool(self, acme, monkeypatch):
        acme.number.messaging_service_sid = SERVICE
        acme.number.save()
        self.handed_over = []

    def test_the_service_chooses_for_somebody_who_knows_none_of_its_numbers(self, acme):
        Message.objects.filter(profile=acme.paula).update(our_address="")
        delivery = acme.broken_zip.reply("Hi", by=acme.bob).delivery
        assert (delivery.sender, delivery.message.our_address) == (SERVICE, "")
        assert senders.line_for(delivery) == acme.number

    def test_an_answer_leaves_from_the_number_of_the_pool_that_was_written_to(self, acme):
        text_from(acme.number, acme.paula.phone, "Hi", our_address="+15035550999")
        delivery = acme.broken_zip.reply("Hi", by=acme.bob).delivery
        assert delivery.sender == "+15035550999"
        assert senders.line_for(delivery) == acme.number

    def test_what_the_service_chose_is_known_from_its_callback(self, acme, client):
        from tests.sms.payloads import captured, post

        Message.objects.filter(profile=acme.paula).update(our_address="")
        delivery = acme.broken_zip.reply("Hi", by=acme.bob).delivery
        path = f"/hooks/twilio/{acme.number.route}/status/?d={delivery.callback_token}"
        post(client, acme.number, captured("status_delivered", From="+15035550777"), path=path)
        assert Message.objects.get(pk=delivery.message_id).our_address == "+15035550777"


def test_pools_send_through_their_service_at_the_carrier(brand, carrier, settings):
    """With the number where it is known, without one where the service chooses."""
    settings.TWILIO_BASE_URL = carrier.base_url
    theirs = carrier.account(sid=brand.number.account_sid, token="12345")
    theirs.number(brand.address, service_sid=SERVICE)
    with brand.inside():
        brand.number.messaging_service_sid = SERVICE
        brand.number.save()
        profile = text_from(brand.number, carrier.phone(SECOND).number, "Hello").profile
        profile.give_consent("marketing", "test")
        ticket, bob = brand.account.tickets.by_number(1), brand.member(brand.bob)
        pinned = ticket.reply("pinned", by=bob).delivery
        Message.objects.filter(profile=profile).update(our_address="")
        chosen = ticket.reply("chosen", by=bob).delivery
        assert (pinned.sender, chosen.sender) == (brand.address, SERVICE)
        provider = Twilio()
        accepted = [provider.send(brand.number, delivery) for delivery in (pinned, chosen)]
        assert all(isinstance(each, Accepted) for each in accepted)
        texts = [sdk(theirs).messages(each.provider_id).fetch() for each in accepted]
        assert {text.messaging_service_sid for text in texts} == {SERVICE}
        chosen.claimed_at = timezone.now()
        assert provider.look_up(brand.number, chosen) == [accepted[1].provider_id]


@pytest.mark.parametrize(("number", "rate"), [("72345", 100), ("+18005550100", 3), ("+15035550100", 1)])
def test_a_rate_is_suggested_by_the_kind_of_number(acme, number, rate):
    acme.number.number = number
    assert acme.number.suggested_rate == rate


def test_a_number_gets_a_name_a_rate_and_its_pool(cast, sign_in):
    alice, path = sign_in(cast.alice), f"/settings/sms/numbers/{cast.number.pk}/"
    form = {"name": "Support", "texts_per_second": 3, "messaging_service_sid": SERVICE}
    assert alice.post(path, form).status_code == 302
    assert "Support" in words(alice.get("/settings/sms/").content)
    answer = alice.post(path, form | {"texts_per_second": 0, "messaging_service_sid": "AC1"})
    assert answer.status_code == 422
    assert "MG followed by 32" in field_error(answer, "messaging_service_sid")
    assert sign_in(cast.bob).post(path, form).status_code == 403


def test_the_default_number_and_who_answers_are_chosen_in_settings(cast, sign_in):
    alice = sign_in(cast.alice)
    answer = alice.post(f"/settings/sms/numbers/{cast.number.pk}/default/", follow=True)
    assert "is the default number" in words(answer.content)
    assert alice.post("/settings/sms/sending/", {"answer_from": "default"}).status_code == 302
    assert alice.post("/settings/sms/sending/", {"answer_from": "nobody"}).status_code == 422


class TestHealth:
    def left(self, acme, state, code="", count=1):
        for _ in range(count):
            delivery = acme.broken_zip.reply("Hi", by=acme.bob).delivery
            Delivery.objects.filter(pk=delivery.pk).update(
                state=state, rank=Delivery.RANKS[state], error_code=code, claimed_at=timezone.now()
            )

    def test_a_number_that_sent_nothing_is_quiet(self, acme):
        assert health.of(acme.number).state == "quiet"

    def test_a_number_whose_texts_arrive_is_good(self, acme):
        self.left(acme, "delivered", count=3)
        found = health.of(acme.number)
        assert (found.state, found.sent, found.sent_today, found.rate) == ("good", 3, 3, 100)

    @pytest.mark.parametrize(
        ("code", "count", "state", "words"),
        [
            ("30007", 1, "look", "filtered the text"),
            ("30007", 3, "trouble", "Carriers filtered 3 texts"),
            ("30034", 1, "trouble", "not registered"),
            ("30003", 2, "look", "The phone was off"),
            ("30003", 9, "trouble", "Only 70 % of its texts arrive."),
        ],
    )
    def test_what_fails_is_told_with_its_reason(self, acme, code, count, state, words):
        self.left(acme, "delivered", count=21)
        self.left(acme, "failed", code, count)
        found = health.of(acme.number)
        assert found.state == state
        assert words in found.words
        assert [(failure.code, failure.times) for failure in found.failures] == [(code, count)]

    def test_what_we_did_not_send_ourselves_says_nothing_about_the_number(self, acme):
        self.left(acme, "failed", "no_consent", 30)
        assert health.of(acme.number).state == "quiet"

    def test_a_number_that_was_stopped_is_in_trouble(self, acme, sign_in):
        acme.number.halt("30002")
        page = words(sign_in(acme.alice).get(f"/settings/sms/numbers/{acme.number.pk}/health/").content)
        assert "In trouble" in page
        assert "suspended" in page

    def test_others_numbers_are_not_counted(self, acme, second):
        self.left(acme, "failed", "30007", 5)
        assert health.of(second).state == "quiet"


def test_what_stopped_a_number_is_settled_by_a_button(cast, sign_in):
    from accounts import tenancy

    with tenancy.enter(cast.acme.pk):
        cast.number.halt("30002")
    alice = sign_in(cast.alice)
    assert "Sending has stopped" in words(alice.get(f"/settings/sms/numbers/{cast.number.pk}/").content)
    answer = alice.delete(f"/settings/sms/numbers/{cast.number.pk}/halt/")
    assert answer.status_code == 302
    assert "Sending has stopped" not in words(alice.get(f"/settings/sms/numbers/{cast.number.pk}/").content)
