"""E2, E3: STOP, HELP, START and the account's own words, before everything else and in every state."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import tenancy
from inbox import sending
from inbox.models import Delivery, Message, Ticket
from profiles.models import Profile
from sms.models import Number, SubscribeKeyword
from tests.pages import field_error, words
from tests.world import text_from

STOPPED = "Acme: You are unsubscribed and will get no more texts. Reply START to subscribe again."
HELPED = "Acme: Write to help@acme.example for help. Reply STOP to unsubscribe."
STARTED = "Acme: You are subscribed. Reply HELP for help, STOP to unsubscribe."
NEWCOMER = "+15035550170"


def answers(phone: str) -> list[str]:
    return list(
        Message.objects.filter(profile__phone=phone, origin="keyword")
        .order_by("id")
        .values_list("body", flat=True)
    )


def person(phone: str) -> Profile:
    return Profile.objects.get(phone=phone)


def text(acme, phone: str, body: str, **more):
    return text_from(Number.objects.by_route(acme.number.route), phone, body, **more)


@pytest.mark.parametrize("body", ["STOP", "Unsubscribe.", "arrêt", "opt out", "QUIT"])
def test_e3_stop_withdraws_consent_and_is_confirmed(acme, body):
    text(acme, acme.paula.phone, body)
    paula = person(acme.paula.phone)
    assert not paula.is_subscriber
    assert paula.opted_out_at is not None
    assert paula.consent.source == f"Texted {body}"
    assert answers(paula.phone) == [STOPPED]


@pytest.mark.parametrize("body", ["HELP", "info", "Ayuda?"])
def test_e3_help_is_answered_and_changes_no_consent(acme, body):
    before = person(acme.paula.phone).consents.count()
    text(acme, acme.paula.phone, body)
    assert answers(acme.paula.phone) == [HELPED]
    assert person(acme.paula.phone).is_subscriber
    assert person(acme.paula.phone).consents.count() == before


@pytest.mark.parametrize("body", ["START", "yes", "Unstop!"])
def test_e3_start_gives_marketing_consent_and_is_confirmed(acme, body):
    text(acme, acme.quinn.phone, body)
    quinn = person(acme.quinn.phone)
    assert (quinn.marketing_since is not None, quinn.transactional_since) == (True, None)
    assert (quinn.consent.kind, quinn.consent.source) == ("marketing", f"Texted {body}")
    assert answers(quinn.phone) == [STARTED]


def test_e3_the_accounts_own_word_gives_marketing_consent(acme):
    SubscribeKeyword.objects.create(account=acme.acme, word="JOIN")
    text(acme, NEWCOMER, " join! ")
    assert person(NEWCOMER).marketing_since is not None
    assert answers(NEWCOMER) == [STARTED]


def test_e3_the_word_of_another_account_is_none_of_ours(cast):
    with tenancy.enter(cast.globex.pk):
        SubscribeKeyword.objects.create(account=cast.globex, word="GLOBE")
    with tenancy.enter(cast.acme.pk):
        assert text(cast, NEWCOMER, "GLOBE").ticket is not None
        assert person(NEWCOMER).marketing_since is None


def test_e3_a_removed_word_is_a_text_like_any_other(acme):
    SubscribeKeyword.objects.create(account=acme.acme, word="JOIN").remove()
    assert text(acme, NEWCOMER, "JOIN").ticket is not None
    assert answers(NEWCOMER) == []


@pytest.mark.parametrize("body", ["STOP", "HELP", "START", "JOIN"])
def test_e2_a_keyword_makes_no_ticket(acme, body):
    SubscribeKeyword.objects.create(account=acme.acme, word="JOIN")
    assert text(acme, NEWCOMER, body).ticket_id is None
    assert not Ticket.objects.filter(profile__phone=NEWCOMER).exists()
    assert acme.acme.profiles.filter(phone=NEWCOMER).exists()


@pytest.mark.parametrize("body", ["STOP", "HELP", "START"])
@pytest.mark.parametrize(
    ("name", "number", "status"), [("sam", 3, "closed"), ("sue", 4, "snoozed"), ("paula", 1, "open")]
)
def test_e3_in_every_state_of_the_ticket_and_it_stays_as_it_is(acme, body, name, number, status):
    before = Ticket.objects.values().get(number=number)
    text(acme, getattr(acme, name).phone, body)
    after = Ticket.objects.values().get(number=number)
    assert after == before
    assert Ticket.objects.get(number=number).status == status
    assert len(answers(getattr(acme, name).phone)) == (0 if (name, body) == ("sam", "STOP") else 1)


def test_e3_stop_while_a_ticket_is_open_greys_the_box_and_stands_in_its_history(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        text(cast, cast.paula.phone, "STOP")
        event = Ticket.objects.get(number=1).events.get(kind="consent_withdrawn")
        assert event.actor_kind == "customer"
    page = sign_in(cast.bob).get("/tickets/1/").content
    assert b'data-code="opted_out"' in page
    assert STOPPED in words(page)
    with tenancy.enter(cast.acme.pk):
        text(cast, cast.paula.phone, "START")
    assert b"data-code" not in sign_in(cast.bob).get("/tickets/1/").content


def test_e3_stop_holds_back_what_is_queued_already(acme):
    delivery = acme.broken_zip.reply("On its way", by=acme.bob).delivery
    text(acme, acme.paula.phone, "STOP")
    assert sending.claim(delivery.pk) is None
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error_code) == ("failed", "opted_out")


def test_e3_stop_again_is_not_answered_again(acme):
    for _ in range(3):
        text(acme, acme.paula.phone, "STOP")
    assert answers(acme.paula.phone) == [STOPPED]
    assert person(acme.paula.phone).opted_out_at is not None


def test_e3_stop_after_start_is_answered_again(acme):
    for body in ("STOP", "START", "STOP"):
        text(acme, acme.paula.phone, body)
    assert answers(acme.paula.phone) == [STOPPED, STARTED, STOPPED]


def test_e3_help_is_answered_to_somebody_who_opted_out(acme):
    text(acme, acme.sam.phone, "HELP")
    assert answers(acme.sam.phone) == [HELPED]
    assert person(acme.sam.phone).opted_out_at is not None


def test_e3_the_answer_to_a_keyword_passes_the_gate_and_nothing_else_does(acme):
    text(acme, acme.paula.phone, "STOP")
    delivery = Delivery.objects.get(message__origin="keyword")
    assert delivery.gate == "compliance"
    delivery.message.channel.backend.may_send(delivery)


def test_e3_the_same_text_twice_is_answered_once(acme):
    for _ in range(2):
        text(acme, acme.paula.phone, "HELP", external_id="SM" + "7" * 32)
    assert answers(acme.paula.phone) == [HELPED]


@pytest.mark.parametrize(
    ("body", "said", "subscribed"),
    [
        ("stop", "STOP", False),
        ("Please no more", "STOP", False),
        ("start", "START", True),
        ("Ja!", "START", True),
    ],
)
def test_e3_what_the_provider_recognised_counts_and_it_has_answered(acme, body, said, subscribed):
    acme.quinn.give_consent("transactional", "Checkout")
    message = text(acme, acme.quinn.phone, body, opt_out_type=said)
    assert person(acme.quinn.phone).is_subscriber is subscribed
    assert message.ticket_id is None
    assert answers(acme.quinn.phone) == []


def test_e3_help_that_the_provider_answered_is_not_answered_by_us(acme):
    text(acme, acme.quinn.phone, "help", opt_out_type="HELP")
    assert answers(acme.quinn.phone) == []


def test_e3_a_word_of_the_provider_that_nobody_knows_is_no_keyword(acme):
    assert text(acme, NEWCOMER, "Hello", opt_out_type="LATER").ticket is not None


@pytest.mark.parametrize("body", ["STOP", "HELP", "START"])
def test_e3_where_the_provider_answers_we_are_silent_but_obey(acme, body):
    text(acme, acme.paula.phone, body, provider_answers=True)
    assert answers(acme.paula.phone) == []
    assert person(acme.paula.phone).is_subscriber is (body != "STOP")


def test_e3_the_texts_are_the_accounts_own(acme):
    texts = acme.number.channel.sms_texts
    texts.help = "{first_name}, {organization} answers at {support_email}. {{first_name}} {unknown"
    texts.save()
    text(acme, acme.paula.phone, "HELP")
    assert answers(acme.paula.phone) == ["Paula, Acme answers at help@acme.example. {Paula} {unknown"]


def test_e3_what_is_not_known_of_the_person_or_account_is_put_politely(acme):
    acme.acme.support_email = ""
    acme.acme.save()
    texts = acme.number.channel.sms_texts
    texts.help = "Hi {first_name}! {support_email}"
    texts.save()
    text(acme, NEWCOMER, "HELP")
    assert answers(NEWCOMER) == ["Hi there! our support address"]


def test_e3_a_name_that_looks_like_a_variable_is_not_filled_in(acme):
    Profile.objects.filter(phone=acme.paula.phone).update(first_name="{support_email}")
    texts = acme.number.channel.sms_texts
    texts.help = "Hi {first_name}"
    texts.save()
    text(acme, acme.paula.phone, "HELP")
    assert answers(acme.paula.phone) == ["Hi {support_email}"]


def test_loops_keyword_answers_are_capped_and_stop_still_counts(acme):
    for _ in range(5):
        text(acme, acme.paula.phone, "HELP")
    text(acme, acme.paula.phone, "STOP")
    assert len(answers(acme.paula.phone)) == 4
    assert person(acme.paula.phone).opted_out_at is not None


def test_loops_a_machine_that_answers_our_answers_is_told_once_in_the_history(acme):
    for _ in range(9):
        text(acme, acme.paula.phone, "HELP")
    assert Ticket.objects.get(number=1).events.filter(kind="muted").count() == 1


class TestSubscribeKeywords:
    """The page where the account's own words are added."""

    @pytest.fixture
    def add(self, cast, sign_in):
        dora = sign_in(cast.dora)
        return lambda word: dora.post("/settings/sms/keywords/", {"word": word})

    def kept(self, cast):
        with tenancy.enter(cast.acme.pk):
            return list(SubscribeKeyword.objects.values_list("word", "normal"))

    def test_e3_a_word_is_added_and_shown_and_removed(self, cast, add, sign_in):
        assert add("JOIN").status_code == 302
        assert self.kept(cast) == [("JOIN", "join")]
        dora = sign_in(cast.dora)
        assert b"JOIN" in dora.get("/settings/sms/").content
        with tenancy.enter(cast.acme.pk):
            keyword = SubscribeKeyword.objects.get()
        assert dora.post(f"/settings/sms/keywords/{keyword.pk}/", {"_method": "DELETE"}).status_code == 302
        assert self.kept(cast) == []

    @pytest.mark.parametrize("word", ["VIP CLUB", "ACHTZEHN18", "10%", "ja-bitte", "猫猫"])
    def test_e3_phrases_digits_and_other_letters_may_be_words(self, cast, add, word):
        assert add(word).status_code == 302

    @pytest.mark.parametrize(
        ("word", "reason"),
        [
            ("STOP", "already means STOP"),
            ("arrêt!", "already means STOP"),
            ("Help", "already means HELP"),
            ("yes", "already means START"),
            ("J", "at least two"),
            ("🐱", "at least two"),
            ("!!!", "at least two"),
            ("", "required"),
            ("x" * 41, "at most 40"),
        ],
    )
    def test_e3_what_can_be_no_word_is_refused_beside_the_field(self, cast, add, word, reason):
        answer = add(word)
        assert answer.status_code == 422
        assert reason in field_error(answer, "word")
        assert self.kept(cast) == []

    def test_e3_the_same_word_in_another_dress_is_refused(self, cast, add):
        add("JOIN")
        answer = add(" join! ")
        assert answer.status_code == 422
        assert "already" in field_error(answer, "word")
        assert len(self.kept(cast)) == 1

    def test_e3_a_word_that_grows_when_it_is_normalised_is_refused_or_kept(self, cast, add):
        """One character may become eighteen."""
        assert add("ﷺ" * 40).status_code in (302, 422)

    def test_a1_two_accounts_may_have_the_same_word(self, cast, add):
        with tenancy.enter(cast.globex.pk):
            SubscribeKeyword.objects.create(account=cast.globex, word="JOIN")
        assert add("JOIN").status_code == 302

    def test_a1_a_word_of_another_account_can_not_be_removed(self, cast, sign_in):
        with tenancy.enter(cast.globex.pk):
            theirs = SubscribeKeyword.objects.create(account=cast.globex, word="GLOBE")
        assert sign_in(cast.dora).delete(f"/settings/sms/keywords/{theirs.pk}/").status_code == 404
        with tenancy.enter(cast.globex.pk):
            assert SubscribeKeyword.objects.filter(pk=theirs.pk).exists()


def test_e3_a_stop_that_was_lost_and_comes_in_late_does_not_undo_a_newer_start(acme):
    """Reconciliation brings it with the provider's time."""
    text(acme, acme.quinn.phone, "START")
    text(acme, acme.quinn.phone, "STOP", sent_at=timezone.now() - timedelta(hours=2))
    assert person(acme.quinn.phone).is_subscriber
