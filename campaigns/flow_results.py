"""What came of a flow, step by step (G2): who came by, waits there, left there and why, and what its texts came to."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Count, Func, IntegerField, Q, Value

from campaigns.models import Enrolment, Flow, Left
from inbox.models import Delivery

ON_THEIR_WAY = (Delivery.State.QUEUED, Delivery.State.SENDING, Delivery.State.UNKNOWN)
STEP_OF_KEY = Func(
    "dedupe_key",
    Value(":"),
    Value(3, IntegerField()),
    function="split_part",
    output_field=models.CharField(),
)


@dataclass
class StepResults:
    """`waiting` are here now, `held` of them because something is wrong, `left` here, by reason. `texts` are those that
    were made here, by the state of their delivery."""

    passed: int = 0
    waiting: int = 0
    held: int = 0
    left: dict[str, int] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    replied: int = 0

    @property
    def entered(self) -> int:
        return self.passed + self.waiting + sum(self.left.values())

    @property
    def left_told(self) -> list[tuple[str, int]]:
        return [(Left(reason).label, count) for reason, count in sorted(self.left.items())]

    @property
    def sent(self) -> int:
        return self.texts[Delivery.State.SENT] + self.texts[Delivery.State.DELIVERED]

    @property
    def delivered(self) -> int:
        return self.texts[Delivery.State.DELIVERED]

    @property
    def failed(self) -> int:
        return self.texts[Delivery.State.FAILED]

    @property
    def on_their_way(self) -> int:
        return sum(self.texts[state] for state in ON_THEIR_WAY)


@dataclass
class FlowResults:
    """Of all versions together. `left` are reasons in words with their counts."""

    steps: dict[str, StepResults]
    entered: int
    inside: int
    left: list[tuple[str, int]]


def results_of(flow: Flow) -> FlowResults:
    steps: dict[str, StepResults] = defaultdict(StepResults)
    left: dict[str, int] = defaultdict(int)
    inside = 0
    counted = flow.enrolments.order_by().values("step", "left_reason")
    for row in counted.annotate(people=Count("pk"), held=Count("pk", filter=~Q(held=""))):
        people, here = row["people"], steps[row["step"]]
        if not row["left_reason"]:
            inside, here.waiting, here.held = inside + people, people, row["held"]
            continue
        left[row["left_reason"]] += people
        if row["left_reason"] != Left.FINISHED:
            here.left[row["left_reason"]] = people
    for step, people in _passed(flow):
        steps[step].passed = people
    _count_texts(flow, steps)
    told = [(Left(reason).label, people) for reason, people in sorted(left.items(), key=lambda row: -row[1])]
    return FlowResults(steps, inside + sum(left.values()), inside, told)


def _passed(flow: Flow):
    unnested = Func("passed", function="unnest", output_field=models.CharField())
    rows = Enrolment.objects.filter(flow=flow).order_by().annotate(one=unnested).values("one")
    return rows.annotate(people=Count("pk")).values_list("one", "people")


def _count_texts(flow: Flow, steps: dict[str, StepResults]) -> None:
    """The key of a delivery names its step."""
    deliveries = Delivery.objects.filter(message__source=flow.source_id).order_by()
    rows = deliveries.annotate(step=STEP_OF_KEY).values_list("step", "state")
    replied = Count("pk", filter=Q(message__attributed_replies__isnull=False))
    for step, state, texts, replies in rows.annotate(texts=Count("pk"), replies=replied):
        steps[step].texts[state] += texts
        steps[step].replied += replies
