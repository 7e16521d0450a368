"""Spans of time: kept in minutes, told and typed in the largest unit that fits."""

import pytest
from django import forms

from helpdesk import spans


class Form(forms.Form):
    wait = spans.SpanField(units=("minutes", "hours", "days"), least=5, most=7 * spans.DAY)


def typed(number, unit="hours") -> Form:
    return Form({"wait": number, "wait_unit": unit})


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (90, "90 minutes"),
        (2160, "36 hours"),
        (4320, "3 days"),
    ],
)
def test_a_span_is_told_in_the_largest_unit_that_fits(minutes, words):
    assert spans.told(minutes) == words
    number, unit = spans.split(minutes)
    assert number * spans.UNITS[unit] == minutes


def test_a_field_shows_only_the_units_that_it_offers():
    assert spans.split(2 * spans.DAY, ("minutes", "hours")) == (48, "hours")


@pytest.mark.parametrize(
    ("number", "unit", "minutes"), [("5", "minutes", 5), (" 2 ", "hours", 120), ("7", "days", 10080)]
)
def test_what_is_typed_becomes_minutes(number, unit, minutes):
    form = typed(number, unit)
    assert form.is_valid()
    assert form.cleaned_data["wait"] == minutes


@pytest.mark.parametrize(
    ("number", "unit", "reason"),
    [
        ("", "hours", "This field is required."),
        ("soon", "hours", "Enter a whole number."),
        ("1.5", "hours", "Enter a whole number."),
        ("4", "minutes", "Choose between 5 minutes and 7 days."),
        ("0", "days", "Choose between 5 minutes and 7 days."),
        ("-3", "days", "Choose between 5 minutes and 7 days."),
        ("8", "days", "Choose between 5 minutes and 7 days."),
        ("9" * 30, "days", "Choose between 5 minutes and 7 days."),
        ("3", "years", "Select a valid choice."),
    ],
)
def test_what_is_no_span_within_the_limits_is_refused(number, unit, reason):
    (error,) = typed(number, unit).errors["wait"]
    assert error.startswith(reason)


def test_what_was_typed_comes_back():
    markup = str(typed("900", "days")["wait"])
    assert 'value="900"' in markup
    assert '<option value="days" selected>' in markup
