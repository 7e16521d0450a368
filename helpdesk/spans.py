"""Spans of time that people set: kept in minutes, told and typed in the largest unit that fits."""

from django import forms
from django.core.exceptions import ValidationError

HOUR, DAY = 60, 24 * 60
UNITS = {"minutes": 1, "hours": HOUR, "days": DAY}


def split(minutes: int, units=tuple(UNITS)) -> tuple[int, str]:
    """How many of which unit: 4320 is (3, "days"), 90 is (90, "minutes")."""
    unit = max((unit for unit in units if minutes % UNITS[unit] == 0), key=UNITS.__getitem__)
    return minutes // UNITS[unit], unit


def told(minutes: int) -> str:
    """ "3 days", "1 hour"."""
    number, unit = split(minutes)
    return f"{number} {unit if number != 1 else unit.removesuffix('s')}"


def short(minutes: int) -> str:
    """The largest unit that is full: "under a minute", "59 min", "3 h", "2 days"."""
    if minutes < HOUR:
        return f"{minutes} min" if minutes else "under a minute"
    return f"{minutes // HOUR} h" if minutes < 2 * DAY else f"{minutes // DAY} days"


class SpanWidget(forms.MultiWidget):
    template_name = "forms/_span.html"
    use_fieldset = False

    def __init__(self, units):
        self.units = units
        number = forms.NumberInput({"min": 1, "required": True})
        unit = forms.Select({"aria-label": "Unit"}, choices=[(unit, unit) for unit in units])
        super().__init__({"": number, "unit": unit})

    def decompress(self, value):
        return split(value, self.units) if value else (None, self.units[0])

    def id_for_label(self, id_):
        return f"{id_}_0"


class SpanField(forms.MultiValueField):
    """A number and its unit; minutes once it is clean. The smallest of its units comes first."""

    def __init__(self, *, units, least: int, most: int, **kwargs):
        fields = (forms.IntegerField(), forms.ChoiceField(choices=[(unit, unit) for unit in units]))
        self.least, self.most = least, most
        super().__init__(fields, widget=SpanWidget(units), **kwargs)

    def compress(self, data_list):
        if not data_list:
            return None
        number, unit = data_list
        return number * UNITS[unit]

    def validate(self, value):
        super().validate(value)
        if value is not None and not self.least <= value <= self.most:
            raise ValidationError(
                f"Choose between {told(self.least)} and {told(self.most)}.", code="out_of_range"
            )
