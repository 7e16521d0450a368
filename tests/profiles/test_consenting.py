"""E3, E4, E10: consent is an append-only history, and the state is what that history says by the provider's clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import tenancy
from profiles.models import Consent, Profile

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def person(acme):
    return Profile.objects.create(account=acme.acme, phone="+15035550160")


def apply(person: Profile, changes) -> Profile:
    """Changes as (what, minute) in the order of their arrival; what the database says of the person afterwards."""
    for what, minute in changes:
        if what == "stop":
            person.withdraw_consent("Texted STOP", at=at(minute))
        else:
            person.give_consent(what, "Texted START", at=at(minute))
    fresh = Profile.objects.get(pk=person.pk)
    assert state(person) == state(fresh), "the object in hand says the same as the database"
    return fresh


def state(person: Profile):
    return (person.marketing_since, person.transactional_since, person.opted_out_at)


def history(person: Profile):
    return list(person.consents.order_by("id").values_list("kind", "given", "source"))


def test_e4_nobody_is_a_subscriber_by_themselves(person):
    assert (person.is_subscriber, person.opted_out_at, person.consent) == (False, None, None)


@pytest.mark.parametrize("kind", Consent.Kind.values)
def test_e4_either_kind_makes_a_subscriber(person, kind):
    person.give_consent(kind, "Checkout", at=NOON)
    assert person.is_subscriber
    assert Profile.objects.get(pk=person.pk).is_subscriber
    assert (person.consent.kind, person.consent.source, person.consent.at) == (kind, "Checkout", NOON)


def test_e3_stop_withdraws_both_kinds(person):
    now = apply(person, [("marketing", 1), ("transactional", 2), ("stop", 3)])
    assert state(now) == (None, None, at(3))
    assert history(now)[2:] == [("marketing", False, "Texted STOP"), ("transactional", False, "Texted STOP")]


def test_e3_stop_of_somebody_who_never_consented_opts_out(person):
    now = apply(person, [("stop", 1)])
    assert (now.is_subscriber, now.opted_out_at) == (False, at(1))
    assert history(now) == [("marketing", False, "Texted STOP")]


def test_e3_start_after_stop_ends_the_opt_out_for_the_kind_given_only(person):
    now = apply(person, [("marketing", 1), ("transactional", 1), ("stop", 2), ("marketing", 3)])
    assert state(now) == (at(3), None, None)


def test_e10_since_is_when_it_began_not_when_it_was_said_again(person):
    now = apply(person, [("marketing", 1), ("marketing", 9)])
    assert now.marketing_since == at(1)


def test_e3_a_late_stop_does_not_undo_a_newer_start(person):
    now = apply(person, [("marketing", 5), ("stop", 3)])
    assert (now.is_subscriber, now.opted_out_at) == (True, None)


def test_e3_a_late_start_does_not_undo_a_newer_stop(person):
    now = apply(person, [("marketing", 1), ("stop", 5), ("marketing", 3)])
    assert (now.is_subscriber, now.opted_out_at) == (False, at(5))


def test_e3_a_late_stop_does_not_undo_a_newer_start_that_repeated_an_older_one(person):
    now = apply(person, [("marketing", 1), ("marketing", 9), ("stop", 5)])
    assert (now.is_subscriber, now.opted_out_at) == (True, None)


def test_e3_two_stops_the_older_arriving_last_still_outweigh_what_lies_between(person):
    now = apply(person, [("stop", 9), ("stop", 3), ("marketing", 6)])
    assert (now.is_subscriber, now.opted_out_at) == (False, at(9))


def test_e3_a_late_stop_ends_the_kind_that_is_older_though_the_other_is_newer(person):
    now = apply(person, [("marketing", 1), ("transactional", 9), ("stop", 5)])
    assert state(now) == (None, at(9), None)


def test_e10_every_change_stays_in_the_history_even_one_that_came_too_late(person):
    apply(person, [("marketing", 5), ("stop", 3), ("stop", 8), ("marketing", 6)])
    assert [given for _, given, _ in history(person)] == [True, False, False, True]
    assert [change.at for change in person.consents.all()] == [at(8), at(6), at(5), at(3)]


def test_e10_the_history_is_this_persons_own(acme, person):
    person.give_consent("marketing", "Checkout")
    assert acme.quinn.consents.count() == 0


CHANGES = st.lists(
    st.tuples(st.sampled_from(["stop", "marketing", "transactional"]), st.integers(0, 10_000)),
    max_size=7,
    unique_by=lambda change: change[1],
).flatmap(lambda changes: st.tuples(st.just(changes), st.permutations(changes)))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_e3_the_state_does_not_depend_on_the_order_of_arrival(cast, changes):
    """What counts is the newest STOP and what was given after it, by the provider's clock."""
    in_order, arriving = sorted(changes[0], key=lambda change: change[1]), changes[1]
    stop = max((minute for what, minute in in_order if what == "stop"), default=-1)
    kinds = {what for what, minute in in_order if what != "stop" and minute > stop}
    with tenancy.enter(cast.acme.pk):
        person = Profile.objects.create(account=cast.acme, phone="+15035550161")
        now = apply(person, arriving)
        assert (now.marketing_since is not None, now.transactional_since is not None) == (
            "marketing" in kinds,
            "transactional" in kinds,
        )
        assert (now.opted_out_at is not None) == (stop >= 0 and not kinds)
        person.delete()
