"""What a flow would do for one person if it began now (G2): the engine's own walk, by a clock that runs ahead. Nothing
is sent, nothing is taken."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from campaigns import clocks
from campaigns.models import Flow, FlowVersion, Left
from campaigns.steps import Condition
from campaigns.walking import walk
from profiles.models import Profile


class Line(NamedTuple):
    """A text that they would get, or with `left` the end."""

    at: datetime
    body: str = ""
    left: str = ""


def rehearse(flow: Flow, version: FlowVersion, person: Profile, now: datetime) -> Iterator[Line]:
    """In their order. Conditions are judged by what is known of the person today."""
    if reason := flow.left_reason_of(person):
        yield Line(now, left=Left(reason).label)
        return
    if person.is_doubted and flow.is_marketing:
        yield Line(now, left="Waits until it is settled whether this person has opted out")
        return
    circumstances = clocks.circumstances(flow, person, lambda step: _fits(flow, person, step))
    standing, due_at = "", now
    while True:
        stretch = walk(version.read_steps(), standing, due_at, max(now, due_at), circumstances)
        for text in stretch.texts:
            yield Line(due_at, body=flow.preview(text.text, person))
        if stretch.left:
            yield Line(due_at, left=Left(stretch.left).label)
            return
        standing, due_at = stretch.step, stretch.due_at


def _fits(flow: Flow, person: Profile, condition: Condition) -> bool:
    segment = flow.account.segments.filter(pk=condition.segment or 0).first()
    return segment is not None and segment.profiles().filter(pk=person.pk).exists()
