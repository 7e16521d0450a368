"""The lines of a drawn conversation (automations/tree.py): from each branch to the node to which it leads. Pure.

Heights are in rem, so the lines fit beside the list whatever the size of its letters.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

HEAD, ROW, SAID, GAP = 3.25, 2.0, 1.25, 1.25  # a node's head, a branch, its own end below it, between nodes
LANE, EDGE, BEND = (
    0.75,
    0.5,
    0.375,
)  # between two lines, from the list to the first, the radius where one turns


class Line(NamedTuple):
    """From the branches at `sources` into the node at `target`, all heights; `lane` counts from the list outwards."""

    sources: tuple[float, ...]
    target: float
    lane: int

    @property
    def x(self) -> float:
        return EDGE + self.lane * LANE

    @property
    def path(self) -> str:
        """As SVG draws it, in sixteenths of a rem. All but the first join it where they meet it."""
        bend, target = _px(BEND), _px(self.target)
        out = [f"M0 {_px(y):g}H{_px(self.x - BEND):g}q{bend:g} 0 {bend:g} {bend:g}" for y in self.sources]
        into = f"V{target - bend:g}q0 {bend:g} -{bend:g} {bend:g}H{_px(EDGE / 2):g}"
        return "".join([*out[1:], out[0], into])

    @property
    def tip(self) -> str:
        y = _px(self.target)
        return f"M5 {y - 3.5:g}L0 {y:g}L5 {y + 3.5:g}z"


def lines(nodes: Sequence) -> Iterator[Line]:
    """Short ones next to the list; two that do not meet share a lane."""
    into, sources = _heights(nodes)
    lanes: list[list[Line]] = []
    for target in sorted(sources, key=lambda each: into[each] - sources[each][0]):
        line = Line(tuple(sources[target]), into[target], 0)
        free = (place for place, taken in enumerate(lanes) if all(_apart(line, each) for each in taken))
        lane = next(free, len(lanes))
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append(line)
        yield line._replace(lane=lane)


def _apart(one: Line, other: Line) -> bool:
    return one.target < other.sources[0] or other.target < one.sources[0]


def _heights(nodes: Sequence) -> tuple[dict[str, float], dict[str, list[float]]]:
    """Where a line comes into each node, and where those that lead to it leave, from the top."""
    into: dict[str, float] = {}
    sources: dict[str, list[float]] = {}
    top = 0.0
    for node in nodes:
        into[node.id] = top + HEAD / 2
        at = top + HEAD
        for branch in node.branches:
            if branch.leads:
                sources.setdefault(branch.leads, []).append(at + ROW / 2)
            at += branch.height
        top += node.height + GAP
    return into, sources


def _px(rem: float) -> float:
    return round(rem * 16, 2)
