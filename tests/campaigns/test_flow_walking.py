"""G2: the pure parts of a flow: how long a wait is, what one stretch does, which events start it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import event_conditions
from campaigns.steps import Condition, Problem, Text, Wait, edited, problems, read
from campaigns.walking import Circumstances, walk

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
NEW_YORK, BERLIN, KATHMANDU = (
    ZoneInfo(name) for name in ("America/New_York", "Europe/Berlin", "Asia/Kathmandu")
)
HOUR = timedelta(hours=1)


def person(zone=UTC, opens_at=lambda now: None, fits=lambda condition: True) -> Circumstances:
    return Circumstances(zone, opens_at, fits)


def steps(*rows):
    return [Text(row, row) if isinstance(row, str) else row for row in rows]


# Waits


@pytest.mark.parametrize(
    ("number", "unit", "span"), [(5, "minutes", HOUR / 12), (3, "hours", 3 * HOUR), (2, "days", 48 * HOUR)]
)
def test_g2_a_wait_is_so_long(number, unit, span):
    assert Wait("w", number, unit).until(NOON, BERLIN) == NOON + span


@pytest.mark.parametrize(
    ("since", "zone", "time", "until"),
    [
        ("2026-03-04T12:00", NEW_YORK, "10:00", "2026-03-04T15:00"),  # 7:00 there
        ("2026-03-04T16:00", NEW_YORK, "10:00", "2026-03-05T15:00"),
        ("2026-03-04T15:00", NEW_YORK, "10:00", "2026-03-04T15:00"),  # now is included
        ("2026-03-07T16:00", NEW_YORK, "10:00", "2026-03-08T14:00"),  # the clocks went forward at night
        ("2026-10-24T12:00", BERLIN, "10:00", "2026-10-25T09:00"),  # and back
        ("2026-03-08T05:00", NEW_YORK, "02:30", "2026-03-08T07:30"),  # 2:30 is skipped: 3:30
        ("2026-03-04T12:00", KATHMANDU, "18:00", "2026-03-04T12:15"),
    ],
)
def test_g2_a_wait_until_a_time_of_day_is_by_the_persons_clock(since, zone, time, until):
    at = Wait("w", unit="clock", time=time).until(datetime.fromisoformat(since).replace(tzinfo=UTC), zone)
    assert at.astimezone(UTC) == datetime.fromisoformat(until).replace(tzinfo=UTC)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.sampled_from([NEW_YORK, BERLIN, KATHMANDU, ZoneInfo("Australia/Lord_Howe")]),
    st.times(),
)
def test_g2_a_time_of_day_is_never_past_and_at_most_a_day_and_an_hour_away(since, zone, time):
    at = Wait("w", unit="clock", time=f"{time:%H:%M}").until(since, zone)
    assert timedelta(0) <= at - since <= timedelta(hours=25)


# A stretch


def test_g2_from_text_to_text_until_a_wait():
    stretch = walk(steps("a", "b", Wait("w"), "c"), "", NOON, NOON, person())
    assert ([text.id for text in stretch.texts], stretch.step, stretch.left) == (["a", "b"], "w", "")
    assert stretch.due_at == NOON + 24 * HOUR
    last = walk(steps("a", "b", Wait("w"), "c"), "w", stretch.due_at, stretch.due_at, person())
    assert ([text.id for text in last.texts], last.passed, last.left) == (["c"], ["w", "c"], "finished")


def test_g2_two_waits_one_after_the_other_end_at_the_time_that_they_name():
    """Two days, then 10:00: somebody who looks a second late must not be sent a day later."""
    flow = steps(Wait("w", 2, "days"), Wait("t", unit="clock", time="12:00"), "a")
    late = NOON + 48 * HOUR + timedelta(seconds=1)
    assert [text.id for text in walk(flow, "w", NOON + 48 * HOUR, late, person()).texts] == ["a"]


def test_e10_a_text_waits_for_the_permitted_hours_and_the_next_wait_counts_from_then():
    flow = steps("a", Wait("w", 1, "hours"), "b")
    night = person(opens_at=lambda now: NOON if now < NOON else None)
    held = walk(flow, "", NOON - 5 * HOUR, NOON - 5 * HOUR, night)
    assert (held.texts, held.step, held.due_at, held.passed) == ([], "a", NOON, [])
    day = walk(flow, "a", NOON, NOON, night)
    assert ([text.id for text in day.texts], day.due_at) == (["a"], NOON + HOUR)


def test_g2_a_condition_lets_go_on_leaves_or_skips():
    flow = steps(Condition("c", 1), "a")
    assert walk(flow, "", NOON, NOON, person()).left == "finished"
    out = walk(flow, "", NOON, NOON, person(fits=lambda condition: False))
    assert (out.left, out.step, out.passed, out.texts) == ("condition", "c", [], [])
    skips = steps(Condition("c", 1, otherwise="b"), "a", "b")
    jumped = walk(skips, "", NOON, NOON, person(fits=lambda condition: False))
    assert ([text.id for text in jumped.texts], jumped.passed) == (["b"], ["c", "b"])


@pytest.mark.parametrize("to", ["gone", "a", "c"])
def test_g2_nobody_skips_back_or_to_what_is_not_there(to):
    flow = steps("a", Condition("c", 1, otherwise=to), "b")
    assert walk(flow, "", NOON, NOON, person(fits=lambda condition: False)).left == "condition"


# What is wrong with steps


def said(*rows, segments=(7,)) -> list[Problem]:
    return problems(steps(*rows), lambda text: None, segments)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (Wait("w", 0), "Wait between 1 minute and 365 days."),
        (Wait("w", 366), "Wait between 1 minute and 365 days."),
        (Wait("w", 10**17), "Wait between 1 minute and 365 days."),
        (Wait("w", 1, "weeks"), "Choose minutes, hours, days, or a time of day."),
        (Wait("w", unit="clock", time="25:00"), "Give the time of day as hours and minutes, such as 10:00."),
        (Condition("c"), "Choose the segment of those who go on."),
        (Condition("c", 8), "This segment is gone, or makes no sense any more. Choose another one."),
        (
            Condition("c", 7, "gone"),
            "The step to which the others skip is not below this one. Choose another one.",
        ),
    ],
)
def test_g2_what_is_wrong_with_a_step_is_said(wrong, words):
    assert said(wrong, "a") == [Problem(wrong.id, words)]


def test_g2_without_a_text_and_with_too_many_steps():
    assert said(Wait("w"))[0].text == "Add a text: without one nobody gets anything."
    assert "at most 30 steps; this one has 31" in said(*["a"] * 31)[0].text


def test_g2_two_texts_without_a_wait_are_allowed_but_told():
    assert [(problem.step, problem.advice) for problem in said("a", "b", Wait("w"))] == [
        ("b", True),
        ("w", True),
    ]


def test_g2_steps_are_read_as_they_were_kept():
    flow = steps("a", Wait("w", 2, "hours"), Condition("c", 7, "b"), "b")
    assert read(step.as_json() for step in flow) == flow


@pytest.mark.parametrize("do", ["", "add", "add text", "up", "up x", "sideways a", "remove", "down b"])
def test_g2_odd_wishes_change_nothing_that_is_there(do):
    kept = [step for step in edited(steps("a", "b"), do) if step.id in "ab"]
    assert kept == steps("a", "b")


# Which events


@pytest.mark.parametrize(
    ("operator", "value", "data", "holds"),
    [
        ("is", "US", {"x": "us"}, True), ("is", "us", {"x": "uss"}, False), ("is", "5", {"x": 5.0}, True),
        ("is", "true", {"x": True}, True), ("is", "x", {}, False), ("is_not", "x", {}, True),
        ("is_not", "x", {"x": "X"}, False), ("contains", "boot", {"x": "Boots, red"}, True),
        ("contains", "sku1", {"x": ["SKU1", "SKU2"]}, True), ("contains", "sku", {"x": ["SKU1"]}, False),
        ("contains", "x", {}, False), ("greater", "5", {"x": "5.01"}, True), ("greater", "5", {"x": 5}, False),
        ("greater", "5", {"x": "many"}, False), ("greater", "0", {"x": True}, False), ("less", "5", {"x": 4}, True),
        ("less", "5", {}, False), ("set", "", {"x": 0}, True), ("set", "", {"x": ""}, False),
        ("not_set", "", {"x": None}, True), ("not_set", "", {"x": "a"}, False), ("is", "NaN", {"x": "nan"}, True),
    ],
)  # fmt: skip
def test_g2_a_condition_on_an_event(operator, value, data, holds):
    event = SimpleNamespace(data=data, value=None, currency="")
    assert event_conditions.hold([{"name": "x", "operator": operator, "value": value}], event) == holds


def test_g2_a_path_that_leads_nowhere_is_not_there():
    event = SimpleNamespace(data={"a": {"b": 1}, "c": "text"}, value=None, currency="")
    assert [event_conditions.found(event, name) for name in ("a.b", "a.b.c", "c.d", "")] == [
        1,
        None,
        None,
        None,
    ]
