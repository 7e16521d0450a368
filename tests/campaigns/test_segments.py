"""G1: segments are rules under a name, and count whom they mean."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q

from accounts import tenancy
from campaigns import counting
from campaigns.models import Segment
from inbox import profile_tags
from inbox.models import Tag

SUBSCRIBERS = {"all": [{"kind": "consent", "how": "marketing"}]}
EVERYBODY = {"all": []}


def test_g1_a_segment_counts_its_people_and_those_who_can_be_texted(acme):
    everybody = Segment.objects.make(acme.acme, "Everybody", EVERYBODY)
    assert everybody.count() == (4, 2, False)
    acme.sue.block(by=acme.bob)
    acme.acme.profiles.create(email="eve@example.com")
    assert everybody.count() == (5, 1, False)
    assert set(Segment.objects.make(acme.acme, "Ours", SUBSCRIBERS).profiles()) == {acme.paula, acme.sue}


def test_a1_it_means_nobody_of_another_account(cast):
    with tenancy.every_account():
        segment = Segment.objects.make(cast.acme, "Everybody", EVERYBODY)
        assert segment.count().people == 4
        assert {profile.account_id for profile in segment.profiles()} == {cast.acme.pk}


def test_g1_a_name_is_given_once(acme):
    Segment.objects.make(acme.acme, "  Our \n subscribers ", SUBSCRIBERS)
    with pytest.raises(ValidationError, match="There is a segment “OUR SUBSCRIBERS” already"):
        Segment.objects.make(acme.acme, "OUR SUBSCRIBERS", SUBSCRIBERS)
    assert Segment.objects.get().name == "Our subscribers"


@pytest.mark.parametrize(
    ("name", "message"), [("", "Give the segment a name"), ("x" * 81, "at most 80 characters")]
)
def test_g1_a_segment_needs_a_name(acme, name, message):
    with pytest.raises(ValidationError, match=message):
        Segment.objects.make(acme.acme, name, SUBSCRIBERS)


def test_g1_what_is_refused_changes_nothing(acme):
    Segment.objects.make(acme.acme, "Taken", EVERYBODY)
    segment = Segment.objects.make(acme.acme, "Ours", SUBSCRIBERS)
    for name, given in (("Taken", EVERYBODY), ("Ours", {"all": [{"kind": "tag"}]})):
        with pytest.raises(ValidationError):
            segment.write(name, given)
        assert (segment.name, segment.rules) == ("Ours", SUBSCRIBERS)
        segment.refresh_from_db()
        assert (segment.name, segment.rules) == ("Ours", SUBSCRIBERS)


def test_g1_a_segment_whose_tag_was_deleted_means_nobody_and_says_why(acme):
    complained = Tag.objects.make(acme.acme, "complained")
    profile_tags.add(acme.paula, complained)
    segment = Segment.objects.make(
        acme.acme, "Content", {"all": [{"kind": "tag", "how": "has_not", "tag": complained.pk}]}
    )
    assert segment.count().people == 3
    complained.remove()
    assert segment.faults == ["Condition 1: There is no such tag."]
    assert segment.count() == (0, 0, False)
    assert not segment.profiles().exists()


def test_g1_a_tag_that_is_merged_is_followed(acme):
    vips, vip = (Tag.objects.make(acme.acme, name) for name in ("vips", "vip"))
    profile_tags.add(acme.paula, vips)
    asked = {"kind": "tag", "how": "has", "tag": vips.pk}
    plain = Segment.objects.make(acme.acme, "Plain", {"all": [asked]})
    grouped = Segment.objects.make(
        acme.acme, "Grouped", {"all": [{"any": [asked, {"kind": "consent", "how": "opted_out"}]}]}
    )
    vips.merge_into(vip)
    for segment, people in ((plain, {acme.paula}), (grouped, {acme.paula, acme.sam})):
        segment.refresh_from_db()
        assert not segment.faults
        assert set(segment.profiles()) == people


def test_g1_a_copy_has_the_rules_and_a_name_of_its_own(acme):
    segment = Segment.objects.make(acme.acme, "Ours", SUBSCRIBERS)
    copies = [segment.duplicate(), segment.duplicate()]
    assert [copy.name for copy in copies] == ["Ours (copy)", "Ours (copy 2)"]
    assert copies[0].rules == SUBSCRIBERS
    assert Segment.objects.make(acme.acme, "x" * 80, EVERYBODY).duplicate().name.endswith("x (copy)")


def test_g1_what_takes_too_long_to_count_is_told_as_more_than(acme, monkeypatch):
    """The first of two statements is given up."""
    numbers, asked = counting._numbers, []

    def slow(profiles):
        asked.append(profiles)
        if len(asked) == 1:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(5)")
        return numbers(profiles)

    monkeypatch.setattr(counting, "PATIENCE", 300)
    monkeypatch.setattr(counting, "AMONG", 2)
    monkeypatch.setattr(counting, "_numbers", slow)
    assert counting.count(acme.acme, Q()) == (2, 1, True)
    assert acme.acme.profiles.count() == 4, "the transaction lives on, with its usual patience"
