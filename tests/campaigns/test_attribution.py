"""F1-F3 in the database: whatever comes first, late, twice or at once, each reply is with the message that caused it."""

from collections import defaultdict
from datetime import timedelta
from random import Random
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from accounts import tenancy
from campaigns import attribution
from campaigns.windows import Send, Text
from inbox.invariants import INVARIANTS
from inbox.models import Channel, Message
from inbox.receiving import Inbound, receive
from profiles.models import Profile
from tests.campaigns.sends import delivery, prepared, reply_to, sent, source
from tests.campaigns.test_windows import walk
from tests.carrier import new_number
from tests.sms.test_concurrency import at_once
from tests.world import text_from

NOW = timezone.now()


def hours_ago(hours: float):
    return NOW - timedelta(hours=hours)


@pytest.fixture
def sale(acme):
    """What the cast has written so far was long before."""
    Message.objects.update(sent_at=hours_ago(1000))
    return source(acme.acme)


@pytest.fixture
def welcome(acme):
    return source(acme.acme, "Welcome", "flow")


def write(acme, body="Yes please", **more):
    message = text_from(acme.number, acme.paula.phone, body, **more)
    message.refresh_from_db()
    return message


def test_f1_a_reply_belongs_to_the_campaign_that_was_sent_last(acme, sale):
    message = sent(sale, acme.paula)
    reply = write(acme)
    assert (reply.source, reply.attributed_to) == (sale, message)


def test_f1_a_test_of_a_campaign_causes_nothing(acme, sale):
    """It is from no source."""
    trial = delivery(sale, acme.paula)
    Message.objects.filter(pk=trial.message_id).update(source=None)
    trial.message.refresh_from_db()
    assert trial.accepted("SM1")
    assert write(acme).attributed_to is None


def test_f2_the_first_text_only_until_something_newer_arrives(acme, sale, welcome):
    first = sent(sale, acme.paula, hours_ago=3)
    replies = [write(acme), write(acme)]
    assert [reply.attributed_to for reply in replies] == [first, None]
    second = sent(welcome, acme.paula, hours_ago=0)
    reply = write(acme)
    assert (reply.attributed_to, reply.source) == (second, welcome)


def test_f2_after_a_campaign_and_a_flow_message_the_flow_has_it(acme, sale, welcome):
    campaign, flow = sent(sale, acme.paula, hours_ago=2), sent(welcome, acme.paula, hours_ago=1)
    assert write(acme).attributed_to == flow
    assert reply_to(campaign) is None
    assert write(acme).attributed_to is None


def test_f1_24_hours_to_the_microsecond(acme, sale):
    message = sent(sale, acme.paula, hours_ago=48)
    inside = write(acme, sent_at=message.sent_at + timedelta(hours=24))
    assert inside.attributed_to == message
    other = sent(sale, acme.sue, hours_ago=48)
    late = other.sent_at + timedelta(hours=24, microseconds=1)
    assert text_from(acme.number, acme.sue.phone, "Yes", sent_at=late).attributed_to is None
    assert reply_to(other) is None


def test_f3_the_window_is_a_setting_for_what_is_sent_from_then_on(acme, sale):
    before = sent(sale, acme.paula, hours_ago=30)
    acme.acme.attribution_window_hours = 48
    acme.acme.save_options(["attribution_window_hours"])
    assert write(acme).attributed_to is None
    after = sent(sale, acme.sue, hours_ago=30)
    text_from(acme.number, acme.sue.phone, "Yes")
    assert (reply_to(before), reply_to(after).body) == (None, "Yes")


@pytest.mark.parametrize("body", ["STOP", "HELP", "JOIN", "START", "Hello"])
def test_f1_keywords_count_too(acme, sale, body):
    message = sent(sale, acme.paula)
    assert write(acme, body).attributed_to == message


def test_f1_what_a_blocked_person_writes_counts_too(acme, sale):
    message = sent(sale, acme.paula)
    acme.paula.block(acme.bob)
    assert write(acme).attributed_to == message


def test_f1_neither_answers_nor_automatic_texts_break_the_chain(acme, sale):
    message = sent(sale, acme.paula)
    acme.broken_zip.reply("We are here", by=acme.bob)
    assert write(acme).attributed_to == message


def test_f1_another_persons_campaign_is_none_of_mine(acme, sale):
    sent(sale, acme.sue)
    assert write(acme).attributed_to is None


def test_a1_another_accounts_campaign_is_none_of_ours(cast):
    """The same phone at two brands."""
    with tenancy.enter(cast.globex.pk):
        theirs = Profile.objects.create(account=cast.globex, phone=cast.paula.phone)
        Channel.objects.for_kind(cast.globex, "sms")
        message = sent(source(cast.globex), theirs)
    with tenancy.enter(cast.acme.pk):
        reply = text_from(cast.number, cast.paula.phone, "Yes")
        assert (reply.attributed_to_id, reply.source_id) == (None, None)
    with tenancy.enter(cast.globex.pk):
        assert reply_to(message) is None


def test_f1_a_message_counts_from_when_it_was_handed_over(acme, sale):
    """A reply that is quicker than our own note of the acceptance is still a reply."""
    taken = delivery(sale, acme.paula)
    reply = write(acme)
    assert reply.attributed_to is None
    taken.accepted("SM1")
    reply.refresh_from_db()
    assert reply.attributed_to == taken.message
    assert Message.objects.get(pk=taken.message_id).sent_at == taken.claimed_at


def test_f1_what_never_left_counts_for_nothing(acme, sale):
    earlier = sent(sale, acme.paula)
    prepared(sale, acme.paula)
    refused = delivery(sale, acme.paula)
    refused.failed("30007", "The carrier filtered it.")
    assert write(acme).attributed_to == earlier


def test_f1_a_message_that_fails_later_gives_its_reply_to_the_one_before(acme, sale, welcome):
    earlier, taken = sent(welcome, acme.paula, hours_ago=2), delivery(sale, acme.paula)
    taken.accepted("SM1")
    reply = write(acme)
    assert reply.attributed_to == taken.message
    taken.failed("30005", "Unknown handset")
    reply.refresh_from_db()
    assert (reply.attributed_to, reply.source) == (earlier, welcome)


def test_f1_a_failed_message_that_is_sent_again_counts_from_then(acme, sale):
    taken = delivery(sale, acme.paula)
    taken.failed("30003", "Off")
    reply = write(acme)
    taken.queue_again()
    taken.refresh_from_db()
    assert taken.take() and taken.accepted("SM2")
    reply.refresh_from_db()
    assert reply.attributed_to is None
    assert write(acme).attributed_to == taken.message


def test_f1_an_attempt_that_did_not_arrive_counts_for_nothing_until_the_next_one(acme, sale, welcome):
    """The phone was off (30003): the provider had taken it, and it is tried again by itself hours later."""
    earlier, taken = sent(welcome, acme.paula, hours_ago=2), delivery(sale, acme.paula)
    taken.accepted("SM1")
    reply = write(acme)
    assert reply.attributed_to == taken.message
    taken.try_again("30003", "The phone was off.", timezone.now(), counts=True)
    reply.refresh_from_db()
    assert reply.attributed_to == earlier
    assert taken.take() and taken.accepted("SM2")
    reply.refresh_from_db()
    assert reply.attributed_to == earlier
    assert write(acme).attributed_to == taken.message


def test_f1_delivered_before_accepted_is_one_and_the_same(acme, sale):
    """The carrier's report may overtake our own commit."""
    taken = delivery(sale, acme.paula)
    assert taken.delivered("SM1") and not taken.accepted("SM1")
    assert write(acme).attributed_to == taken.message


def test_f2_a_text_that_comes_in_late_but_was_written_first_takes_the_place(acme, sale):
    message = sent(sale, acme.paula, hours_ago=3)
    second = write(acme, sent_at=hours_ago(1))
    first = write(acme, sent_at=hours_ago(2))
    assert first.attributed_to == message
    second.refresh_from_db()
    assert (second.attributed_to, second.source) == (None, None)


def test_people_who_never_got_a_campaign_cost_one_statement(acme, django_assert_num_queries):
    message = text_from(acme.number, acme.paula.phone, "Hello")
    with django_assert_num_queries(1):
        attribution.attribute(message)
    message.is_first = True
    with django_assert_num_queries(0):
        attribution.attribute(message)


# A thousand histories, each told in a random order.


def history(random: Random) -> SimpleNamespace:
    """Half-hour steps over a few days, so that moments coincide and windows end on the spot."""
    moments = lambda most: [random.randrange(100) / 2 for _ in range(random.randrange(most))]  # noqa: E731
    sends = moments(4)
    fail = [random.random() < 0.25 for _ in sends]
    return SimpleNamespace(sends=sends, fails=fail, texts=moments(5))


def told(each: SimpleNamespace, random: Random) -> list[tuple[str, int]]:
    """What becomes known, in any order; only that a message fails is known after that it was sent."""
    events = [("sent", n) for n in range(len(each.sends))] + [("text", n) for n in range(len(each.texts))]
    random.shuffle(events)
    for n, fails in enumerate(each.fails):
        if fails:
            events.insert(random.randint(events.index(("sent", n)) + 1, len(events)), ("failed", n))
    return events


def tell(each: SimpleNamespace, event: str, n: int) -> None:
    if event == "sent":
        attribution.sent(each.messages[n], hours_ago(200 - each.sends[n]))
    elif event == "failed":
        attribution.not_sent(each.messages[n])
    else:
        at = hours_ago(200 - each.texts[n])
        message = Message(
            account_id=each.profile.account_id,
            channel=each.channel,
            profile=each.profile,
            origin="customer",
            sent_at=at,
        )
        message.is_first = False
        message.save()
        attribution.attribute(message)


def expected(each: SimpleNamespace, texts: list[Text]) -> dict[int, int | None]:
    day = timedelta(hours=24)
    sends = [
        Send(hours_ago(200 - hour), message.pk, hours_ago(200 - hour) + day)
        for hour, fails, message in zip(each.sends, each.fails, each.messages, strict=True)
        if not fails
    ]
    return {send: text for send, text in walk(sends, texts).items() if text}


def kept() -> tuple[dict[int, list[Text]], dict[int, dict[int, int]]]:
    """By profile: what people wrote, and what of it is attributed to which message."""
    texts, found = defaultdict(list), defaultdict(dict)
    rows = Message.objects.filter(origin="customer")
    for profile, at, pk, send in rows.values_list("profile", "sent_at", "pk", "attributed_to"):
        texts[profile].append(Text(at, pk))
        if send:
            found[profile][send] = pk
    return texts, found


def people(account, channel, histories, campaigns) -> None:
    profiles = Profile.objects.bulk_create(
        Profile(account=account, phone=f"+1999{n:07}") for n in range(len(histories))
    )
    for each, profile in zip(histories, profiles, strict=True):
        each.profile, each.channel = profile, channel
    messages = iter(
        Message.objects.bulk_create(
            Message(
                account=account, channel=channel, profile=each.profile, origin="campaign",
                source=campaigns[n % len(campaigns)],
            )
            for each in histories
            for n in range(len(each.sends))
        )
    )  # fmt: skip
    for each in histories:
        each.messages = [next(messages) for _ in each.sends]


@pytest.mark.slow
def test_f1_f2_f3_a_thousand_histories_in_any_order_are_as_the_walk_says(acme, sale, welcome):
    random = Random(20261122)
    histories = [history(random) for _ in range(1000)]
    people(acme.acme, acme.number.channel, histories, [sale, welcome])
    for each in histories:
        for event in told(each, random):
            tell(each, *event)
    texts, found = kept()
    of = [each.profile.pk for each in histories]
    wrong = [pk for pk, each in zip(of, histories, strict=True) if found[pk] != expected(each, texts[pk])]
    assert not wrong
    assert sum(map(len, found.values())) > 400, "and it is not that nothing was attributed"
    with connection.cursor() as cursor:
        for name, query in INVARIANTS.items():
            if "attributed" in name:
                assert not cursor.execute(query).fetchall(), name


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_f2_whatever_happens_at_once_one_reply_is_attributed_and_it_is_the_right_one(brand, seed):
    """Twelve threads: texts by the webhook's way, messages accepted and refused by the worker's."""
    random, phone = Random(seed), new_number()
    with brand.inside():
        profile = text_from(brand.number, phone, "Hello", sent_at=hours_ago(300)).profile
        each = SimpleNamespace(
            profile=profile, channel=brand.number.channel, fails=[False, True, False, True]
        )
        each.sends, each.texts = ([random.randrange(60) / 2 for _ in range(4)] for _ in range(2))
        campaign = source(brand.account)
        each.messages = [prepared(campaign, profile) for _ in each.sends]

    def happen(event):
        kind, n = event
        with brand.inside():
            if kind == "text":
                inbound = Inbound(f"SM{seed}{n}", phone, "Yes", sent_at=hours_ago(200 - each.texts[n]))
                receive(each.channel, inbound)
            else:
                tell(each, kind, n)

    at_once(happen, [("sent", n) for n in range(4)] + [("text", n) for n in range(4)])
    at_once(happen, [("failed", n) for n, fails in enumerate(each.fails) if fails])
    with brand.inside():
        texts, found = kept()
        assert found[profile.pk] == expected(each, texts[profile.pk])
