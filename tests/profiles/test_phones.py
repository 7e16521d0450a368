"""Phone numbers: E.164 inside, familiar outside."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from profiles import phones


@pytest.mark.parametrize(
    ("typed", "region", "number"),
    [
        ("+15035550100", None, "+15035550100"),
        ("+1 (503) 555-0100", None, "+15035550100"),
        (" +1 503.555.0100 ", None, "+15035550100"),
        ("tel:+1-503-555-0100", None, "+15035550100"),
        ("+49 (0)30 901820", None, "+4930901820"),
        ("+44 20 7946 0958", None, "+442079460958"),
        ("＋１５０３５５５０１００", None, "+15035550100"),
        ("(503) 555-0100", "US", "+15035550100"),
        ("030 901820", "DE", "+4930901820"),
    ],
)
def test_what_people_type_becomes_one_form(typed, region, number):
    assert phones.normalise(typed, region) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hello",
        "503 555 0100",
        "+",
        "+1",
        "+1503",
        "+1503555010099",
        "+999 12345678",
        "\0",
        "+1 503 555 0100 x" * 40,
    ],
)
def test_what_is_no_number_is_refused_with_a_sentence(typed):
    with pytest.raises(ValidationError) as refused:
        phones.normalise(typed)
    assert refused.value.messages[0].endswith(".")


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_refused(text):
    try:
        number = phones.normalise(text)
    except ValidationError:
        return
    assert number.startswith("+")
    assert phones.normalise(number) == number


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+15035550100", "(503) 555-0100"),
        ("+442079460958", "+44 20 7946 0958"),
        ("+4930901820", "+49 30 901820"),
        ("72345", "72345"),
        ("ACME", "ACME"),
        ("", ""),
    ],
)
def test_numbers_are_shown_as_people_write_them(number, shown):
    assert phones.display(number) == shown
