"""What a case found, and the table of it."""

import shutil
from dataclasses import dataclass
from statistics import median

WIDTHS = (6, 46, 20, 20, 9, 10, 4)
HEADS = ("goal", "what", "measured", "against", "ratio", "wanted", "met")


@dataclass
class Line:
    """`ratio` is None where nothing is set against anything, `met` where the line only explains."""

    goal: str
    what: str
    measured: str
    against: str = ""
    ratio: str = ""
    wanted: str = ""
    met: bool | None = None


def at_least(goal, what, measured, against, ratio, wanted):
    return Line(goal, what, measured, against, f"{ratio:.2f}", f"≥ {wanted:g}", ratio >= wanted)


def at_most(goal, what, measured, against, ratio, wanted):
    return Line(goal, what, measured, against, f"{ratio:.2f}", f"≤ {wanted:g}", ratio <= wanted)


def limit(goal, what, value, wanted, unit=""):
    """A figure that must not be larger, with no counterpart."""
    return Line(goal, what, f"{value:,.4g}{unit}", "", "", f"≤ {wanted:g}{unit}", value <= wanted)


def ratios(ones, others):
    """The middle of the ratios of each round."""
    return median(one / other for one, other in zip(ones, others, strict=True))


def rate(values):
    return f"{median(values):,.0f}/s"


def ms(values):
    return f"{median(values):.1f} ms"


def table(lines):
    print()
    print(row(HEADS))
    print("─" * min(sum(WIDTHS) + 2 * len(WIDTHS), shutil.get_terminal_size((130, 24)).columns))
    for line in lines:
        met = "" if line.met is None else "✓" if line.met else "✗"
        print(row((line.goal, line.what, line.measured, line.against, line.ratio, line.wanted, met)))
    print()


def row(cells):
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()
