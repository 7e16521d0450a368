"""Campaign and flow messages that another system sent (G3): they stand in the thread, and replies find them.

A report may be late, repeated, or come after the reply. The persons' rows are locked in one order, so that two reports
at once never wait for each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from campaigns import attribution
from inbox.models import Channel, Message, Source
from inbox.models.changing import Changed, ring
from profiles.models import Profile

MARK = "external:"


@dataclass(frozen=True)
class Sent:
    """One message as the other system knows it, by its own id. It went to a profile of ours or to a number (E.164)."""

    id: str
    to: Profile | str
    body: str
    at: datetime

    @property
    def key(self) -> str:
        return MARK + self.id


class Outcome(NamedTuple):
    """Our message of each id, and which ids were new."""

    messages: dict[str, int]
    stored: set[str]


def named(account, kind: str, external_id: str, name: str, system: str) -> Source:
    """The campaign or flow with this id, made when it is heard of first and renamed when it is called otherwise."""
    words = {"name": name, "system": system}
    found, made = Source.objects.get_or_create(
        account=account, kind=kind, external_id=external_id, defaults=words
    )
    if not made and words != {"name": found.name, "system": found.system}:
        found.name, found.system = name, system
        found.save(update_fields=list(words))
    return found


def report(source: Source, sends: Iterable[Sent]) -> Outcome:
    """Store those of which we did not know, and settle the replies of their people. Of an id that we know the first
    report stands. A number of nobody makes a profile, without consent."""
    asked = {send.key: send for send in sends}
    channel = Channel.objects.for_kind(source.account, "sms")
    profiles = _people(source, asked.values())
    known = _stored(channel, asked)
    new = [_message(source, channel, profiles, send) for key, send in asked.items() if key not in known]
    Message.objects.bulk_create(new, ignore_conflicts=True)
    stored = _stored(channel, asked)
    for message in sorted(new, key=lambda message: message.sent_at):
        message.pk = stored[message.external_id]
        attribution.settle(message)
    _tell(channel, {message.profile_id for message in new})
    return Outcome({asked[key].id: pk for key, pk in stored.items()}, {asked[m.external_id].id for m in new})


def _people(source: Source, sends: Iterable[Sent]) -> dict[Profile | str, Profile]:
    """By profile or number, locked."""
    profiles = source.account.profiles
    phones = {send.to for send in sends if isinstance(send.to, str)}
    have = set(profiles.filter(phone__in=phones).values_list("phone", flat=True))
    Profile.objects.bulk_create(
        [Profile(account=source.account, phone=phone) for phone in sorted(phones - have)],
        ignore_conflicts=True,
    )
    ids = {send.to.pk for send in sends if isinstance(send.to, Profile)}
    ids |= set(profiles.filter(phone__in=phones).values_list("pk", flat=True))
    locked = profiles.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return {key: profile for profile in locked for key in (profile, profile.phone)}


def _stored(channel: Channel, keys: Iterable[str]) -> dict[str, int]:
    messages = Message.objects.filter(channel=channel, external_id__in=list(keys))
    return dict(messages.values_list("external_id", "pk"))


def _message(source: Source, channel: Channel, profiles: dict[Profile | str, Profile], send: Sent) -> Message:
    return Message(
        account_id=source.account_id,
        channel=channel,
        profile=profiles[send.to],
        origin=source.kind,
        source=source,
        body=send.body,
        external_id=send.key,
        sent_at=send.at,
        replies_until=send.at + timedelta(hours=source.account.attribution_window_hours),
    )


def _tell(channel: Channel, profile_ids: set[int]) -> None:
    tickets = channel.tickets.filter(profile__in=profile_ids)
    ring([Changed(*row) for row in tickets.values_list("id", "account_id", "number")])
