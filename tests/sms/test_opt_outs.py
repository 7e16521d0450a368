"""E3: opting out in other words, in four languages. The labelled phrases are in phrases/."""

import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts import tenancy
from inbox import doubts, sweeps
from inbox.models import Message
from profiles.models import Profile
from sms import words
from sms.opt_out_rules import COURTESIES, STOPS
from sms.opt_outs import Reading, read
from tests.world import text_from

PHRASES = Path(__file__).parent / "phrases"
MEANS = {None: "no", Reading.DOUBTFUL: "maybe", Reading.SURE: "out"}


def labelled(name: str) -> list[tuple[str, str, str]]:
    lines = (PHRASES / name).read_text(encoding="utf-8").splitlines()
    return [(*line.split(" ", 2),) for line in lines if line and not line.startswith("#")]


def understood(text: str) -> str:
    return "out" if words.reserved(text) == words.Word.STOP else MEANS[read(text)]


def test_e3_over_three_hundred_phrases_are_labelled():
    assert len(labelled("opt_outs.txt")) >= 300


def measured(phrases) -> tuple[float, float, Counter]:
    """Precision of what opts out at once, and recall of all that asks for it, at once or by way of a question."""
    found = Counter((label, understood(text)) for _, label, text in phrases)
    sure = sum(n for (_, got), n in found.items() if got == "out")
    asked = sum(n for (label, _), n in found.items() if label == "out")
    caught = sum(n for (label, got), n in found.items() if label == "out" and got != "no")
    return found["out", "out"] / sure, caught / asked, found


@pytest.mark.parametrize(("name", "most_missed"), [("opt_outs.txt", 0.02), ("held_out.txt", 0.05)])
def test_e3_precision_and_recall_over_the_labelled_phrases(name, most_missed, capsys):
    phrases = labelled(name)
    assert {language for language, _, _ in phrases} == {"en", "fr", "de", "es"}
    precision, recall, found = measured(phrases)
    with capsys.disabled():
        print(
            f"\n{name}: {len(phrases)} phrases, precision {precision:.3f}, recall {recall:.3f}, {dict(found)}"
        )
    assert precision == 1
    assert recall >= 1 - most_missed


def test_e3_the_brands_name_is_no_word_of_its_own():
    assert read("Acme Outdoor, stop texting me", "Acme Outdoor") == Reading.SURE
    assert read("Acme Outdoor, stop texting me") == Reading.DOUBTFUL


@pytest.mark.parametrize(
    "text", ["STOP. I never signed up", "I never asked for this. Stop", "I had it with you STOP"]
)
def test_e3_a_stop_that_stands_apart_is_at_least_a_doubt(text):
    assert read(text) == Reading.DOUBTFUL


@given(st.lists(st.sampled_from(sorted(COURTESIES)), max_size=6), st.sampled_from(["stop", "unsubscribe"]))
def test_e3_courtesies_around_a_stop_never_hide_it(courtesies, stop):
    turned = {"don", "t", "not", "nicht", "no", "never", "ne", "can", "will", "want", "do"}
    text = " ".join([*(word for word in courtesies if word not in turned), stop])
    assert read(text) is not None


@given(
    st.text(max_size=2000)
    | st.lists(st.sampled_from(["stop", "no", "me", "the", "plus", "de"]), max_size=400).map(" ".join)
)
def test_e3_any_text_is_read_in_no_time(text):
    began = time.perf_counter()
    read(text)
    assert time.perf_counter() - began < 0.25


def test_e3_every_stop_alone_opts_out():
    assert {word for word in STOPS if understood(word) != "out"} == set()


# What follows


def again(profile):
    return Profile.objects.get(pk=profile.pk)


@pytest.fixture
def paula(acme):
    acme.number = acme.acme.sms_numbers.first()
    return acme.paula


def says(acme, text):
    return text_from(acme.acme.sms_numbers.connected()[0], acme.paula.phone, text)


def test_e3_who_asks_in_other_words_is_out_at_once_and_told_so(acme, paula):
    before = acme.broken_zip.last_activity_at
    says(acme, "Please stop texting me!")
    assert not again(paula).is_subscriber and again(paula).opted_out_at
    assert again(paula).consent.source == "Texted Please stop texting me!"
    answer = Message.objects.filter(profile=paula, origin="keyword").get()
    assert answer.body.startswith("Acme: You are unsubscribed")
    acme.broken_zip.refresh_from_db()
    assert acme.broken_zip.last_activity_at == before  # E2: it makes no ticket, nor moves one


def test_e3_a_doubt_is_put_to_the_team_and_holds_campaigns_back(acme, paula):
    says(acme, "how do i unsubscribe")
    person = again(paula)
    assert person.is_subscriber and person.is_doubted
    assert timedelta(days=2.9) < person.doubt_due_at - timezone.now() <= timedelta(days=3)
    assert acme.broken_zip.events.filter(kind="opt_out_doubted").count() == 1
    says(acme, "not interested")
    assert again(paula).doubt_words == "how do i unsubscribe"


def test_e3_two_buttons_settle_it(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        says(cast, "how do i unsubscribe")
    bob, address = sign_in(cast.bob), f"/a/acme/profiles/{cast.paula.pk}/opt-out-doubt/?ticket=1&view=all"
    page = bob.get("/a/acme/tickets/1/").content.decode()
    assert "Looks like an opt-out" in page and "how do i unsubscribe" in page
    bob.delete(address)
    with tenancy.enter(cast.acme.pk):
        assert again(cast.paula).is_subscriber and not again(cast.paula).is_doubted
        assert cast.broken_zip.events.latest("id").kind == "opt_out_denied"
        says(cast, "wrong number")
    bob.post(address)
    bob.post(address)
    with tenancy.enter(cast.acme.pk):
        assert again(cast.paula).opted_out_at and not again(cast.paula).is_doubted
        events = cast.broken_zip.events.filter(kind="consent_withdrawn")
        assert [(event.actor_label, event.data["source"]) for event in events] == [
            ("Bob", "Wrote “wrong number”")
        ]
    assert "Looks like an opt-out" not in bob.get("/a/acme/tickets/1/").content.decode()


def test_e3_nobody_of_another_account_settles_it(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        says(cast, "how do i unsubscribe")
    charlie = sign_in(cast.charlie)
    assert charlie.post(f"/a/globex/profiles/{cast.paula.pk}/opt-out-doubt/?ticket=1").status_code == 404
    with tenancy.enter(cast.acme.pk):
        assert again(cast.paula).is_doubted


def test_d3_when_its_time_runs_out_it_is_an_opt_out_once(brand):
    with brand.inside():
        message = text_from(brand.number, "+15035550177", "Hello")
        message.profile.give_consent("marketing", "test")
        text_from(brand.number, "+15035550177", "not interested")
        Profile.objects.filter(pk=message.profile_id).update(
            doubt_due_at=timezone.now() - timedelta(seconds=1)
        )
    sweeps.end_doubts()
    sweeps.end_doubts()
    with brand.inside():
        person = again(message.profile)
        assert person.opted_out_at and not person.is_doubted
        assert person.consents.filter(given=False).count() == 1


def test_e3_a_doubt_ends_with_a_word_that_is_newer_and_with_no_older_one(acme, paula):
    now = timezone.now()
    says(acme, "not interested")
    again(paula).give_consent("marketing", "imported", at=now - timedelta(days=30))
    assert again(paula).is_doubted
    says(acme, "START")
    assert not again(paula).is_doubted and again(paula).is_subscriber


def test_e3_a_campaign_leaves_out_who_is_in_doubt(acme, paula):
    from inbox.channels import Refusal
    from inbox.models import Delivery
    from sms.channel import SMS

    says(acme, "not interested")
    SMS()._gate(again(paula), Delivery.Gate.CONSENT)
    with pytest.raises(Refusal) as refused:
        SMS()._gate(again(paula), Delivery.Gate.MARKETING)
    assert refused.value.code == "opt_out_doubted"
    doubts.deny(again(paula), by=acme.bob)
    SMS()._gate(again(paula), Delivery.Gate.MARKETING)
