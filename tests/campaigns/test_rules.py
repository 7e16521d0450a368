"""G1: whom the rules of a segment mean, and which rules are refused."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import tenancy
from campaigns import rules
from campaigns.conditions import Vocabulary
from inbox import profile_tags
from inbox.models import Delivery, Message, Source, Tag


def check(cast, given):
    return rules.checked(given, Vocabulary(cast.acme))


def meant(cast, *conditions, join="all") -> set[str]:
    """First names of whom the conditions mean, checked first."""
    kept = check(cast, {join: list(conditions)})
    found = set(cast.acme.profiles.filter(rules.find(kept)).values_list("first_name", flat=True))
    for name in ("paula", "quinn", "sam", "sue"):
        assert rules.matches(getattr(cast, name), kept) == (name.title() in found)
    return found


EVERYBODY = {"Paula", "Quinn", "Sam", "Sue"}


def test_g1_no_condition_means_everybody_of_the_account_and_nobody_else(acme):
    assert meant(acme) == EVERYBODY


def test_g1_by_tag(acme):
    vip = Tag.objects.make(acme.acme, "VIP")
    profile_tags.add(acme.paula, vip)
    assert meant(acme, {"kind": "tag", "how": "has", "tag": vip.pk}) == {"Paula"}
    assert meant(acme, {"kind": "tag", "how": "has_not", "tag": vip.pk}) == EVERYBODY - {"Paula"}


@pytest.mark.parametrize(
    ("how", "people"),
    [("marketing", {"Paula", "Sue"}), ("transactional", {"Quinn"}), ("none", set()), ("opted_out", {"Sam"})],
)
def test_g1_by_consent(acme, how, people):
    acme.quinn.give_consent("transactional", "Order form")
    assert meant(acme, {"kind": "consent", "how": how}) == people


PAULA = {
    "pet": {"kind": "Cat", "age": 3},
    "spent": 59.90,
    "vip": True,
    "born": "1990-02-28",
    "likes": ["Tea"],
}
QUINN = {
    "pet": {"kind": "Dog", "age": "12"},
    "spent": 100,
    "vip": False,
    "born": "2001-12-01T08:00:00Z",
    "x": "",
}


@pytest.mark.parametrize(
    ("name", "how", "value", "people"),
    [
        ("pet.kind", "is", "cat", {"Paula"}),
        ("pet.kind", "is_not", "cat", {"Quinn", "Sam", "Sue"}),
        ("pet.kind", "contains", "O", {"Quinn"}),
        ("pet.kind", "contains", "%", set()),
        ("pet.kind", "contains_not", "o", {"Paula", "Sam", "Sue"}),
        ("likes", "contains", "tea", {"Paula"}),
        ("spent", "is", "59.9", {"Paula"}),
        ("spent", "is", 100, {"Quinn"}),
        ("spent", "greater", 59.9, {"Quinn"}),
        ("spent", "less", "100", {"Paula"}),
        ("pet.age", "greater", 5, {"Quinn"}),
        ("pet.kind", "greater", 5, set()),
        ("vip", "true", "", {"Paula"}),
        ("vip", "false", "", {"Quinn"}),
        ("born", "before", "2000-01-01", {"Paula"}),
        ("born", "after", "2001-11-30", {"Quinn"}),
        ("born", "on", "2001-12-01", {"Quinn"}),
        ("spent", "before", "2001-12-01", set()),
        ("born", "set", "", {"Paula", "Quinn"}),
        ("x", "set", "", set()),
        ("born", "not_set", "", {"Sam", "Sue"}),
        ("pet", "set", "", {"Paula", "Quinn"}),
        ("nobody's", "is", "'; DROP TABLE profiles_profile; --", set()),
    ],
)
def test_g1_by_property(acme, name, how, value, people):
    acme.paula.set_properties(**PAULA)
    acme.quinn.set_properties(**QUINN)
    assert meant(acme, {"kind": "property", "name": name, "how": how, "value": value}) == people


def test_g1_by_event_how_often_since_when_and_of_what_worth(acme):
    now = timezone.now()
    for days, value in ((1, "10.00"), (20, "80.00"), (400, None)):
        acme.paula.record_event(
            "Placed order", at=now - timedelta(days=days), value=value and Decimal(value), currency="EUR"
        )
    acme.quinn.record_event("Placed order", at=now - timedelta(days=400))
    acme.sue.record_event("Looked")
    did = {"kind": "event", "how": "did", "metric": "Placed order"}
    assert meant(acme, did) == {"Paula", "Quinn"}
    assert meant(acme, did | {"days": 30}) == {"Paula"}
    assert meant(acme, did | {"times": 2, "days": 30}) == {"Paula"}
    assert meant(acme, did | {"times": 3, "days": 30}) == set()
    assert meant(acme, did | {"worth": 50}) == {"Paula"}
    assert meant(acme, did | {"worth": 50, "times": 2}) == set()
    assert meant(acme, did | {"how": "did_not", "times": 2}) == EVERYBODY - {"Paula"}
    assert meant(acme, {"kind": "event", "how": "did_not", "metric": "Looked"}) == EVERYBODY - {"Sue"}


def test_g1_by_campaign_received_or_replied_to(acme):
    spring = Source.objects.create(account=acme.acme, kind="campaign", name="Spring")
    for person, state in ((acme.paula, "delivered"), (acme.sue, "sent"), (acme.sam, "failed")):
        message = Message.objects.create(
            channel=acme.broken_zip.channel, profile=person, origin="campaign", source=spring, body="Sale!"
        )
        Delivery.objects.create(
            message=message, state=state, dedupe_key=f"test:{person.pk}", recipient=person.phone
        )
    Message.objects.create(
        channel=acme.broken_zip.channel, profile=acme.sue, origin="customer", source=spring, body="Yes!"
    )
    asked = {"kind": "campaign", "source": spring.pk}
    assert meant(acme, asked | {"how": "received"}) == {"Paula", "Sue"}
    assert meant(acme, asked | {"how": "not_received"}) == {"Quinn", "Sam"}
    assert meant(acme, asked | {"how": "replied"}) == {"Sue"}
    assert meant(acme, asked | {"how": "not_replied"}) == EVERYBODY - {"Sue"}


def test_g1_by_place(acme):
    acme.acme.profiles.filter(pk=acme.paula.pk).update(country="US", region="CA")
    acme.acme.profiles.filter(pk=acme.quinn.pk).update(country="US", region="OR")
    assert meant(acme, {"kind": "place", "how": "in", "country": "us"}) == {"Paula", "Quinn"}
    assert meant(acme, {"kind": "place", "how": "in", "country": "US", "region": "ca"}) == {"Paula"}
    assert meant(acme, {"kind": "place", "how": "not_in", "region": "CA"}) == EVERYBODY - {"Paula"}


def test_g1_by_tickets(acme):
    """Quinn's and Paula's are open, Sue's is snoozed, Sam's closed; Nina never had one."""
    nina = acme.acme.profiles.create(phone="+15035550155", first_name="Nina")
    assert meant(acme, {"kind": "ticket", "how": "open"}) == {"Paula", "Quinn", "Sue"}
    assert meant(acme, {"kind": "ticket", "how": "not_open"}) == {"Sam", nina.first_name}
    assert meant(acme, {"kind": "ticket", "how": "ever"}) == EVERYBODY
    assert meant(acme, {"kind": "ticket", "how": "never"}) == {"Nina"}


CONSENTS = {"kind": "consent", "how": "marketing"}
OPTED_OUT = {"kind": "consent", "how": "opted_out"}
OPEN = {"kind": "ticket", "how": "open"}


def test_g1_all_or_any_and_a_group_of_the_other_sort(acme):
    assert meant(acme, CONSENTS, OPEN) == {"Paula", "Sue"}
    assert meant(acme, CONSENTS, OPTED_OUT, join="any") == {"Paula", "Sue", "Sam"}
    assert meant(acme, OPEN, {"any": [CONSENTS, OPTED_OUT]}) == {"Paula", "Sue"}
    assert meant(acme, OPTED_OUT, {"all": [CONSENTS, OPEN]}, join="any") == {"Paula", "Sue", "Sam"}


def test_g1_groups_that_say_nothing_are_taken_apart(acme):
    assert check(acme, {"all": [{"all": [CONSENTS, OPEN]}]}) == {"all": [CONSENTS, OPEN]}
    assert check(acme, {"all": [{"any": [CONSENTS]}, {"any": []}]}) == {"all": [CONSENTS]}


WRONG = [
    (None, "Rules look like"),
    ([], "Rules look like"),
    ({}, "Rules look like"),
    ({"all": [], "any": []}, "Rules look like"),
    ({"all": {}}, "Rules look like"),
    ({"every": []}, "Rules look like"),
    ({"all": [None]}, "Condition 1: its kind has to be one of tag, property"),
    ({"all": [{"kind": []}]}, "its kind has to be one of"),
    ({"all": [CONSENTS, {"kind": "weather"}]}, "Condition 2: its kind"),
    ({"all": [{"any": [CONSENTS, {"all": [OPEN]}]}]}, "grouped once, not twice"),
    ({"all": [{"kind": "tag", "how": "has", "tag": 10**9}]}, "There is no such tag"),
    ({"all": [{"kind": "tag", "how": "has", "tag": None}]}, "Choose one"),
    ({"all": [{"kind": "tag", "how": "has", "tag": [1]}]}, "There is no such tag"),
    ({"all": [{"kind": "tag", "how": "wears", "tag": 1}]}, "“wears” is not one of the ways"),
    ({"all": [{"kind": "tag", "tag": 1}]}, "Say how"),
    ({"all": [CONSENTS | {"tag": 1}]}, "there is no “tag” in a condition of this kind"),
    ({"all": [{"kind": "event", "how": "did", "metric": "Flew"}]}, "No event of this name"),
    (
        {"all": [{"kind": "event", "how": "did", "metric": "Subscribed", "times": 0}]},
        "greater than or equal to 1",
    ),
    ({"all": [{"kind": "event", "how": "did", "metric": "Subscribed", "days": "soon"}]}, "whole number"),
    ({"all": [{"kind": "event", "how": "did", "metric": "Subscribed", "worth": "NaN"}]}, "Enter a number"),
    ({"all": [{"kind": "campaign", "how": "received", "source": 10**30}]}, "no such campaign or flow"),
    ({"all": [{"kind": "property", "how": "is", "name": "a.b.c", "value": "x"}]}, "one part or two"),
    ({"all": [{"kind": "property", "how": "is", "name": "a"}]}, "Give a value"),
    ({"all": [{"kind": "property", "how": "is", "name": "", "value": "x"}]}, "Name the property"),
    ({"all": [{"kind": "property", "how": "is", "name": ["a"], "value": "x"}]}, "Give a text or a number"),
    ({"all": [{"kind": "property", "how": ["is"], "name": "a", "value": "x"}]}, "is not one of the ways"),
    ({"all": [{"kind": "property", "how": "is", "name": "a\0", "value": "x"}]}, "Null characters"),
    ({"all": [{"kind": "property", "how": "greater", "name": "a", "value": "much"}]}, "Give a number"),
    (
        {"all": [{"kind": "property", "how": "greater", "name": "a", "value": True}]},
        "Give a text or a number",
    ),
    ({"all": [{"kind": "property", "how": "before", "name": "a", "value": "2026-02-30"}]}, "Give a date"),
    ({"all": [{"kind": "place", "how": "in"}]}, "Give a country or a region"),
    ({"all": [{"kind": "place", "how": "in", "country": "Germany"}]}, "two letters"),
    ({"all": [CONSENTS] * 31}, "at most 30 conditions"),
]


@pytest.mark.parametrize(("given", "message"), WRONG)
def test_g1_rules_that_make_no_sense_are_refused_with_the_reason(acme, given, message):
    with pytest.raises(ValidationError) as refused:
        check(acme, given)
    assert message in " ".join(refused.value.messages)


def test_g1_each_condition_that_is_wrong_is_told(acme):
    with pytest.raises(ValidationError) as refused:
        check(acme, {"any": [{"kind": "tag"}, CONSENTS, {"all": [OPEN, {"kind": "place", "how": "in"}]}]})
    assert refused.value.messages == [
        "Condition 1: Say how.",
        "Condition 3.2: Give a country or a region.",
    ]


def test_a1_tags_events_and_campaigns_of_another_account_are_not_known(cast):
    with tenancy.enter(cast.globex.pk):
        secret = Tag.objects.make(cast.globex, "secret")
        source = Source.objects.create(account=cast.globex, kind="flow", name="secret")
        cast.globex.profiles.first().record_event("Secret")
    with tenancy.enter(cast.acme.pk):
        for condition in (
            {"kind": "tag", "how": "has_not", "tag": secret.pk},
            {"kind": "campaign", "how": "not_received", "source": source.pk},
            {"kind": "event", "how": "did_not", "metric": "Secret"},
        ):
            with pytest.raises(ValidationError):
                check(cast, {"all": [condition]})


def test_g1_rules_are_told_in_words(acme):
    vip = Tag.objects.make(acme.acme, "VIP")
    kept = check(
        acme,
        {
            "all": [
                {"kind": "tag", "how": "has", "tag": vip.pk},
                {
                    "any": [
                        {"kind": "event", "how": "did", "metric": "Placed order", "times": 2, "days": 30},
                        OPEN,
                    ]
                },
                {"kind": "property", "name": "pet.size", "how": "is_not", "value": "M"},
            ]
        },
    )
    assert rules.words(kept, Vocabulary(acme.acme)) == (
        "People who have the tag VIP and (did “Placed order” at least 2 times in the last 30 days or have a ticket"
        " that is not closed) and have pet.size that is not M"
    )
    assert rules.words({"all": []}, Vocabulary(acme.acme)) == "Everybody"
