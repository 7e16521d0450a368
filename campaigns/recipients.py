"""Who got the messages of a campaign or flow, and what each came to, as a table to download."""

from collections.abc import Iterator

from accounts import tenancy
from helpdesk import spreadsheets
from inbox.models import Delivery, Message, Source

HEAD = ("Name", "Phone", "Sent", "State", "Reason", "Replied", "Reply", "Clicks", "Orders")
AT_ONCE = 2000


def table(source: Source) -> Iterator[str]:
    """CSV, some rows at a time, oldest first. Each piece has a transaction of its own: the request's has ended."""
    yield "\ufeff" + spreadsheets.lines([HEAD])
    last = 0
    while rows := _some(source.account_id, source.pk, last):
        yield spreadsheets.lines(_cells(message) for message in rows)
        last = rows[-1].pk


def _some(account_id: int, source_id: int, after: int) -> list[Message]:
    with tenancy.enter(account_id):
        messages = Message.objects.filter(source=source_id, pk__gt=after).exclude(origin="customer")
        messages = messages.select_related("profile", "delivery").prefetch_related("attributed_replies")
        return list(messages.order_by("pk")[:AT_ONCE])


def _cells(message: Message) -> tuple:
    delivery = getattr(message, "delivery", None)
    reply = next(iter(message.attributed_replies.all()), None)
    return (
        message.profile.full_name,
        message.profile.phone,
        _moment(message.sent_at if message.replies_until else None),
        delivery.state_label if delivery else Delivery.State.SENT.label,
        delivery.reason if delivery else "",
        _moment(reply and reply.sent_at),
        reply.body if reply else "",
        (message.outcome or {}).get("clicks", 0),
        (message.outcome or {}).get("orders", 0),
    )


def _moment(at) -> str:
    return at.isoformat(timespec="seconds") if at else ""
