"""What an automation has to say when one of its texts is about to leave."""

from automations.models import Ended, Session
from inbox.channels import Refusal
from inbox.models import Delivery, Message

SAID_ALL = ("", Ended.RECOMMENDED, Ended.REPROMPTS, Ended.TIMEOUT)  # what it said last still leaves


def check_session(delivery: Delivery) -> None:
    """The question of the claim (SEND_CHECKS): nothing leaves once the session was ended from outside. Raises
    Refusal."""
    if delivery.message.origin != Message.Origin.AUTOMATION:
        return
    session = Session.objects.of_key(delivery.dedupe_key)
    if session and session.ended not in SAID_ALL:
        raise Refusal(
            "left_automation", "No longer in the automation",
            f"The conversation ended before this text was sent: {session.get_ended_display().lower()}.",
        )  # fmt: skip
