"""What an automation has to say when one of its texts is about to leave, and when it will never arrive."""

from django.db.models import Q

from automations import texting
from automations.models import Ended, Session
from inbox.channels import Refusal
from inbox.models import Delivery, Message
from sms import errors

SAID_ALL = (Ended.RECOMMENDED, Ended.REPROMPTS, Ended.TIMEOUT)  # what it said last still leaves
# A refusal's code, where more follows from it than that nothing can be sent.
ENDS = {"opted_out": Ended.OPTED_OUT, "no_consent": Ended.NO_CONSENT, "blocked": Ended.BLOCKED}


def check_session(delivery: Delivery) -> None:
    """The question of the claim (SEND_CHECKS): nothing leaves once the session was ended from outside, and no question
    once its time is over. Raises Refusal."""
    if delivery.message.origin != Message.Origin.AUTOMATION:
        return
    session = Session.objects.select_related("automation").of_key(delivery.dedupe_key)
    if session is None or may_leave(session, texting.number_of(delivery.dedupe_key)):
        return
    how = Ended.REMOVED if session.automation.is_removed else Ended(session.ended)
    raise Refusal(
        "left_automation", "No longer in the automation",
        f"The conversation ended before this text was sent: {how.label.lower()}.",
    )  # fmt: skip


def may_leave(session: Session, number: int) -> bool:
    """`number`: which of its texts. What waited for the morning (E10) asks nothing more once the time is over."""
    if session.is_running:
        return not session.automation.is_removed
    if session.ended == Ended.TIMEOUT:
        return number == session.texts
    return session.ended in SAID_ALL


def follow(delivery: Delivery) -> None:
    """A text that will never arrive (DELIVERY_RECORDERS) asks nothing: unless more was said since, it is over."""
    if delivery.message.origin != Message.Origin.AUTOMATION or delivery.state != Delivery.State.FAILED:
        return
    last = Q(texts=texting.number_of(delivery.dedupe_key))
    if session := Session.objects.running().of_key(delivery.dedupe_key):
        how = how_of(delivery.error_code)
        session.end(how, last, trouble=delivery.reason if how == Ended.FAILED else "")


def how_of(code: str) -> Ended:
    meaning = errors.meaning(code)
    if meaning.opted_out or meaning.lapsed:
        return Ended.OPTED_OUT if meaning.opted_out else Ended.NO_CONSENT
    return ENDS.get(code, Ended.FAILED)
