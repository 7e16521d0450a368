"""What a flow has to say when one of its texts is about to leave, and when something became of it."""

from campaigns.models import Enrolment, Left
from helpdesk import live
from inbox.channels import Refusal
from inbox.models import Delivery, Message


def check_flow(delivery: Delivery) -> None:
    """The question of the claim (SEND_CHECKS): nothing leaves once its person has left the flow. Raises Refusal."""
    if delivery.message.origin != Message.Origin.FLOW:
        return
    enrolment = Enrolment.objects.of_key(delivery.dedupe_key)
    if enrolment and enrolment.left_reason not in ("", Left.FINISHED):
        raise Refusal(
            "left_flow", "No longer in the flow",
            f"The person left the flow before this text was sent: {enrolment.get_left_reason_display().lower()}.",
        )  # fmt: skip


def tell(delivery: Delivery) -> None:
    """Open pages of the flow count anew (DELIVERY_RECORDERS)."""
    if delivery.message.origin == Message.Origin.FLOW:
        live.ping(delivery.account_id, f"source-{delivery.message.source_id}")
