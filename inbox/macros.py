"""Macros on a ticket (C13): what the picker offers, and the steps that stand beside an answer until it is sent."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import tzinfo

from accounts.access import Action
from helpdesk.numbers import whole
from inbox import snoozes, variables
from inbox.models import Macro, Tag, Ticket
from inbox.models.steps import Afterwards, Assign, StepGone, Steps


@dataclass(frozen=True)
class Chip:
    """A step beside an answer. `value` is how its form sends it; of a slot there is only one."""

    value: str
    label: str
    slot: str
    colour: str = ""


@dataclass(frozen=True)
class Option:
    """A macro as it would be used on this ticket."""

    macro: Macro
    text: str
    chips: list[Chip]

    @property
    def sent(self) -> list[Chip]:
        """What is sent: its use, which is counted but not shown, and the steps."""
        return [use_of(self.macro), *self.chips]

    @property
    def steps(self) -> str:
        return json.dumps([asdict(chip) for chip in self.sent], ensure_ascii=False)


def options(ticket: Ticket, account, by, zone: tzinfo) -> list[Option]:
    """By name. Where the person can't be answered, only what needs no answer."""
    macros = account.macros.usable_by(by).for_display()
    if ticket.refusal:
        macros = macros.filter(body="")
    return [option(macro, ticket, account, by, zone) for macro in macros]


def option(macro: Macro, ticket: Ticket, account, by, zone: tzinfo) -> Option:
    text = filled(macro.body, account, ticket.profile, by, ticket.number)
    return Option(macro, text, chips(macro, zone))


def filled(body: str, account, profile, by, number: int) -> str:
    name = str(by)
    more = {"last_name": profile.last_name, "agent_name": name, "ticket_number": str(number)}
    return variables.fill_macro(body, account, profile, agent_first_name=name.split()[0], **more)


def use_of(macro: Macro) -> Chip:
    value = f"macro {macro.pk}"
    return Chip(value, "", value)


def chips(macro: Macro, zone: tzinfo) -> list[Chip]:
    found = [Chip(f"tag {tag.pk}", f"tag {tag}", f"tag {tag.pk}", tag.colour) for tag in macro.tags.all()]
    if macro.assignee:
        found.append(Chip(f"assign {macro.assignee_id}", f"assign to {macro.assignee}", "assign"))
    elif macro.assign:
        words = "assign to you" if macro.assign == Assign.ME else "back to Unassigned"
        found.append(Chip(f"assign {macro.assign}", words, "assign"))
    if macro.afterwards == Afterwards.CLOSE:
        found.append(Chip("afterwards close", "close", "afterwards"))
    elif macro.afterwards:
        at = snoozes.preset(macro.afterwards, zone)
        found.append(Chip(f"afterwards {macro.afterwards}", f"snooze until {at:%a %H:%M}", "afterwards"))
    return found


def steps_beside(request) -> Steps:
    """What is to be done once the answer is sent. Raises StepGone."""
    return read_steps(request.POST.getlist("then"), request.account, request.membership, request.zone)


def chips_beside(request, gone: str) -> list[Chip]:
    """The chips of an answer that was refused, but for the one that is gone: nothing else is lost."""
    left = [value for value in request.POST.getlist("then") if value != gone]
    used = _ids([value.removeprefix("macro ") for value in left])
    macros = request.account.macros.usable_by(request.membership).for_display().filter(pk__in=used)
    found = {chip.value: chip for macro in macros for chip in (use_of(macro), *chips(macro, request.zone))}
    return [found[value] for value in left if value in found]


def read_steps(values: Iterable[str], account, by, zone: tzinfo) -> Steps:
    """The steps of these chips. Raises StepGone when one of them can't be taken any more."""
    asked = defaultdict(list)
    for value in values:
        kind, _, what = value.partition(" ")
        asked[kind].append(what)
    ending = asked["afterwards"][-1] if asked["afterwards"] else ""
    snoozed = ending in Afterwards.values and ending not in (Afterwards.OPEN, Afterwards.CLOSE)
    return Steps(
        tags=_tags(account, _ids(asked["tag"])),
        assigns=bool(asked["assign"]),
        assignee=_assignee(account, by, asked["assign"][-1]) if asked["assign"] else None,
        close=ending == Afterwards.CLOSE,
        until=snoozes.preset(ending, zone) if snoozed else None,
        macros=_ids(asked["macro"]),
    )


def _ids(values: list[str]) -> list[int]:
    return [pk for value in values if (pk := whole(value)) is not None]


def _tags(account, ids: list[int]) -> tuple[Tag, ...]:
    found = account.tags.in_bulk(ids) if ids else {}
    if gone := next((pk for pk in ids if pk not in found), None):
        raise StepGone("A tag was deleted meanwhile, so nothing was done.", f"tag {gone}")
    return tuple(found.values())


def _assignee(account, by, whom: str):
    if whom in (Assign.ME, Assign.NOBODY):
        return by if whom == Assign.ME else None
    member = account.memberships.select_related("user").filter(pk=whole(whom)).first()
    if member is None or member.removed_at:
        raise StepGone(f"{member or 'That member'} has left the team, so nothing was done.", f"assign {whom}")
    if not member.may(Action.WORK_INBOX):
        raise StepGone(
            f"{member} can't be given tickets in this account, so nothing was done.", f"assign {whom}"
        )
    return member
