"""Numbers as results tell them."""

from django import template

register = template.Library()


@register.filter
def counted(number: int) -> str:
    """12,345"""
    return f"{number:,}"


@register.filter
def share(part: int, whole: int) -> str:
    """ "12 %", and with a digit more where it is little: "0.4 %"; a dash where there is no whole."""
    if not whole:
        return "–"
    percent = 100 * part / whole
    return f"{percent:.1f} %" if 0 < percent < 10 else f"{percent:.0f} %"


@register.filter
def percent(part: int, whole: int) -> str:
    """ "12.5": how long a bar is that shows a part of the whole."""
    return f"{100 * part / whole:.1f}" if whole else "0"
