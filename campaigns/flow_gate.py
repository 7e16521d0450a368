"""The question of the claim (SEND_CHECKS): no text of a flow leaves once its person has left the flow."""

from campaigns.models import Enrolment, Left
from inbox.channels import Refusal
from inbox.models import Delivery, Message


def check_flow(delivery: Delivery) -> None:
    """Raises Refusal."""
    if delivery.message.origin != Message.Origin.FLOW:
        return
    enrolment = Enrolment.objects.of_key(delivery.dedupe_key)
    if enrolment and enrolment.left_reason not in ("", Left.FINISHED):
        raise Refusal(
            "left_flow", "No longer in the flow",
            f"The person left the flow before this text was sent: {enrolment.get_left_reason_display().lower()}.",
        )  # fmt: skip
