"""The way in, for every channel: an inbound message is stored once, with its person, and goes through the steps.

`INBOUND_STEPS` (settings) are asked in order; the first to return True has handled the message. `INBOUND_RECORDERS`
then see each message, also one that was handled.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.utils import timezone

from helpdesk.statements import ask
from inbox.channels import steps
from inbox.models import Channel, Media, Message
from profiles.models import Profile

# The profile's row stays locked until commit: messages of one person are applied one after the other, so sixteen first
# texts at once make one profile and one ticket. A repeat (same provider id) inserts nothing and returns no message.
STORE = """
WITH person AS (
    INSERT INTO profiles_profile AS known (account_id, phone, email, first_name, last_name, city, region, postal_code,
        country, time_zone, properties, created_at)
    VALUES (%(account)s, %(phone)s, '', '', '', %(city)s, %(region)s, %(postal_code)s, %(country)s, '', '{{}}', now())
    ON CONFLICT (account_id, phone) WHERE NOT (phone = '') DO UPDATE SET
        phone = excluded.phone, unreachable_since = CASE WHEN known.unreachable_since > %(sent_at)s
        THEN known.unreachable_since END
    RETURNING *, xmax = 0 AS is_new
), stored AS (
    INSERT INTO inbox_message (account_id, channel_id, profile_id, origin, body, our_address, external_id, sent_at,
        created_at)
    SELECT %(account)s, %(channel)s, id, 'customer', %(body)s, %(our_address)s, %(external_id)s, %(sent_at)s, now()
    FROM person
    ON CONFLICT (channel_id, external_id) WHERE NOT (external_id = '') DO NOTHING
    RETURNING id
)
SELECT (SELECT id FROM stored), is_new, {columns} FROM person
"""
COLUMNS = [field.attname for field in Profile._meta.concrete_fields]
STORE = STORE.format(columns=", ".join(COLUMNS))


@dataclass(frozen=True)
class Inbound:
    """One message from outside, as its channel understood it. Place is what the provider says of the number."""

    external_id: str
    phone: str
    body: str
    our_address: str = ""
    sent_at: datetime = field(default_factory=timezone.now)
    media: tuple[tuple[str, str], ...] = ()
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    # What the provider's own opt-out service took it for ("STOP" …); it has then answered the person itself.
    opt_out_type: str = ""
    provider_answers: bool = False


def receive(channel: Channel, inbound: Inbound) -> Message | None:
    """Store the message and let the steps handle it. None when it was here before."""
    message = _store(channel, inbound)
    if message is None:
        return None
    Media.objects.bulk_create(
        Media(account_id=channel.account_id, message=message, source_url=url, content_type=content_type)
        for url, content_type in inbound.media
    )
    for step in steps("INBOUND_STEPS"):
        if step(message):
            break
    for record in steps("INBOUND_RECORDERS"):
        record(message)
    return message


def _store(channel: Channel, inbound: Inbound) -> Message | None:
    values = {
        "account": channel.account_id,
        "channel": channel.pk,
        **{
            name: getattr(inbound, name)
            for name in ("phone", "body", "our_address", "external_id", "sent_at")
        },
        "city": inbound.city[:80],
        "region": inbound.region[:80],
        "postal_code": inbound.postal_code[:20],
        "country": inbound.country[:2],
    }
    found = ask(STORE, values)
    assert found is not None  # a person is always returned
    message_id, is_new, *row = found
    if message_id is None:
        return None
    message = Message(
        pk=message_id,
        account_id=channel.account_id,
        channel=channel,
        profile=_person(row),
        origin=Message.Origin.CUSTOMER,
        body=inbound.body,
        our_address=inbound.our_address,
        external_id=inbound.external_id,
        sent_at=inbound.sent_at,
    )
    message._state.adding = False
    message.inbound, message.is_first = inbound, is_new
    return message


def _person(row: list) -> Profile:
    """JSON comes as it stands in the database where no field has read it."""
    values = dict(zip(COLUMNS, row, strict=True))
    values["properties"] = json.loads(values["properties"])
    return Profile.from_db(connection.alias, COLUMNS, list(values.values()))
