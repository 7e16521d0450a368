"""The texts of a session: composed for its person, and put on their way, each with a key of its own."""

from automations import wording
from automations.conversation import Say, Turn
from inbox.models import Delivery, Message
from sms import composing


def compose(session, turn: Turn, say: Say, number: int) -> str:
    """Raises ValidationError: a coupon pool is used up, or gone."""
    question = session.script.question(turn.state.question)
    more = wording.values(session.script, question, turn.state.answers, begins_with(session))
    account = session.channel.account
    return composing.compose(account, session.profile, say.text, key=key(session, say, number), more=more)


def begins_with(session) -> str:
    """The keyword that the person used, or could have used where the team put them in."""
    return session.keyword or next(iter(session.version.keywords), "")


def send(session, say: Say, body: str, number: int, answered: Message | None) -> None:
    """By daylight only (E10), and to subscribers only (H4); from the number that the person wrote to."""
    message = Message.objects.create(
        account_id=session.account_id, channel=session.channel, profile=session.profile,
        origin=Message.Origin.AUTOMATION, body=body,
        source_id=session.source_id,
        our_address=answered.our_address if answered else "",
    )  # fmt: skip
    Delivery.queue(message, key=key(session, say, number), gate=Delivery.Gate.CONSENT, daytime=True)


def key(session, say: Say, number: int) -> str:
    """Of the delivery of a text: unique, so that no crash and no repeat sends it twice."""
    return f"step:{session.pk}:{say.of or say.kind}:{session.texts + number}"


def number_of(key: str) -> int:
    """Which of its session's texts a delivery with this key is, from 1."""
    return int(key.rpartition(":")[2])
