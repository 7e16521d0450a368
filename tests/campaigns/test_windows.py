"""F1-F3 by time alone: the pure function against a walk through the person's history that is told a second time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.windows import Send, Text, replies

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(hours=24)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def send(hours: float, pk: int, window: timedelta = DAY) -> Send:
    return Send(at(hours), pk, at(hours) + window)


def text(hours: float, pk: int) -> Text:
    return Text(at(hours), pk)


def walk(sends, texts) -> dict[int, int | None]:
    """From the first event to the last: the last message received has the next text, if that is in time."""
    found: dict[int, int | None] = {each.id: None for each in sends}
    last = None
    for event in sorted([*sends, *texts], key=lambda event: (event.at, isinstance(event, Text), event.id)):
        if isinstance(event, Send):
            last = event
        elif last:
            found[last.id] = event.id if event.at <= last.until else None
            last = None
    return found


def test_f1_a_text_belongs_to_the_last_message_before_it():
    assert replies([send(0, 1), send(2, 2)], [text(3, 9)]) == {1: None, 2: 9}


def test_f1_exactly_24_hours_is_inside_and_a_microsecond_more_is_not():
    assert replies([send(0, 1)], [Text(at(24), 9)]) == {1: 9}
    assert replies([send(0, 1)], [Text(at(24) + timedelta(microseconds=1), 9)]) == {1: None}


def test_f1_a_text_at_the_very_moment_of_the_message_comes_after_it():
    assert replies([send(0, 1)], [text(0, 9)]) == {1: 9}


def test_f2_only_the_first_text_after_a_message():
    assert replies([send(0, 1)], [text(1, 8), text(2, 9)]) == {1: 8}


def test_f2_of_a_campaign_and_then_a_flow_the_flow_gets_it_and_the_next_text_nobody():
    assert replies([send(0, 1), send(1, 2)], [text(2, 8), text(3, 9)]) == {1: None, 2: 8}


def test_f2_a_newer_message_counts_again():
    assert replies([send(0, 1), send(5, 2)], [text(1, 7), text(2, 8), text(6, 9)]) == {1: 7, 2: 9}


def test_f3_a_first_text_that_is_too_late_keeps_the_second_out_too():
    assert replies([send(0, 1, timedelta(hours=1))], [text(2, 8), text(3, 9)]) == {1: None}


def test_f3_a_text_before_every_message_belongs_to_nothing():
    assert replies([send(1, 1)], [text(0, 9)]) == {1: None}


@pytest.mark.parametrize("sends", [[send(0, 1), send(0, 2)], [send(0, 2), send(0, 1)]])
def test_of_two_messages_at_one_moment_the_later_stored_is_the_last(sends):
    assert replies(sends, [text(1, 9)]) == {1: None, 2: 9}


def test_of_two_texts_at_one_moment_the_earlier_stored_is_the_first():
    assert replies([send(0, 1)], [text(1, 9), text(1, 8)]) == {1: 8}


def test_nothing_was_sent():
    assert replies([], [text(0, 9)]) == {}


hours = st.integers(0, 100).map(lambda half: half / 2)
windows = st.sampled_from([1, 24, 30]).map(lambda hours: timedelta(hours=hours))


@given(st.lists(st.tuples(hours, windows), max_size=8), st.lists(hours, max_size=10), st.randoms())
def test_f1_f2_f3_any_history_in_any_order_is_as_the_walk_says(sends, texts, random):
    sends = [send(hour, pk, window) for pk, (hour, window) in enumerate(sends)]
    texts = [text(hour, pk) for pk, hour in enumerate(texts)]
    expected = walk(sends, texts)
    random.shuffle(sends)
    random.shuffle(texts)
    assert replies(sends, texts) == expected
