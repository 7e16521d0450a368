"""Some people who are due in their flows, moved on together: each by the pure walk, all of it written at once."""

import json
from datetime import datetime, timedelta
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import Account
from campaigns import clocks
from campaigns.models import Enrolment, Flow, FlowVersion
from campaigns.steps import Condition, Text
from campaigns.walking import Circumstances, Stretch, walk
from helpdesk import live
from inbox.models import Message
from profiles.models import Profile
from sms import metering
from sms.outgoing import Outgoing, queue_all

PAUSE = timedelta(minutes=10)  # of somebody whose step can't be done now
WRITE = """
UPDATE campaigns_enrolment AS enrolment SET
    step = moved.step, due_at = moved.due_at, held = moved.held, passed = enrolment.passed || moved.passed,
    left_at = CASE WHEN moved.left_reason <> '' THEN %s END, left_reason = moved.left_reason
FROM jsonb_to_recordset(%s::jsonb) AS moved(
    id bigint, step text, due_at timestamptz, held text, passed text[], left_reason text
)
WHERE enrolment.id = moved.id
"""


class Batch:
    """Their rows are locked, and all of one account."""

    def __init__(self, account: Account, rows: list[Enrolment], now: datetime):
        self.account, self.rows, self.now = account, rows, now
        self.texts: list[Outgoing] = []
        self.moves: list[dict] = []
        self.members: dict[int | None, set[int]] = {}
        self.numbers = list(account.sms_numbers.default_first().select_related("channel__sms_sending"))
        ours = Flow.objects.filter(account=account).select_related("account")
        self.flows = ours.in_bulk({row.flow_id for row in rows})
        versions = FlowVersion.objects.in_bulk({row.version_id for row in rows})
        self.steps = {pk: version.read_steps() for pk, version in versions.items()}

    @cached_property
    def hindrance(self) -> str:
        """Why nobody of the account can be texted now; blank when they can be."""
        if not self.numbers:
            return "No texting number is connected."
        refusal = metering.standing(self.account.pk).refusal()
        return refusal.text if refusal else ""

    def go_on(self) -> None:
        for row in self.rows:
            self._move(row)
        if self.texts:
            queue_all(self.numbers, self.texts)
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [self.now, json.dumps(self.moves)])
        live.ping(self.account.pk, *sorted({f"flow-{row.flow_id}" for row in self.rows}))

    def _move(self, row: Enrolment) -> None:
        stretch, held = Stretch(row.step, row.due_at), ""
        flow, steps = self.flows[row.flow_id], self.steps[row.version_id]
        if reason := flow.left_reason_of(row.profile):
            return self._note(row, stretch.leave(reason))
        stretch = walk(steps, row.step, row.due_at, self.now, self._circumstances(flow, row.profile))
        try:
            self.texts += [self._text(row, flow, step) for step in stretch.texts]
        except ValidationError as error:
            stretch, held = Stretch(row.step, self.now + PAUSE), " ".join(error.messages)[:200]
        return self._note(row, stretch, held)

    def _note(self, row: Enrolment, stretch: Stretch, held: str = "") -> None:
        self.moves.append(
            {
                "id": row.pk, "step": stretch.step, "due_at": stretch.due_at.isoformat(), "held": held,
                "passed": stretch.passed, "left_reason": stretch.left,
            }
        )  # fmt: skip

    def _text(self, row: Enrolment, flow: Flow, step: Text) -> Outgoing:
        """Raises ValidationError when it can't be composed for this person now."""
        if self.hindrance:
            raise ValidationError(self.hindrance)
        key = row.key_of(step.id)
        body = flow.compose(step.text, row.profile, key)
        return Outgoing(row.profile, body, key, Message.Origin.FLOW, flow.source_id, flow.gate)

    def _circumstances(self, flow: Flow, person: Profile) -> Circumstances:
        person.account = self.account
        return clocks.circumstances(flow, person, lambda condition: person.pk in self._people_in(condition))

    def _people_in(self, condition: Condition) -> set[int]:
        """Those of the batch who are in the segment; nobody once it was deleted."""
        if condition.segment not in self.members:
            segment = self.account.segments.filter(pk=condition.segment or 0).first()
            people = {row.profile_id for row in self.rows}
            found = segment.profiles().filter(pk__in=people).values_list("pk", flat=True) if segment else ()
            self.members[condition.segment] = set(found)
        return self.members[condition.segment]
