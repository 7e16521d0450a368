"""What stands in the way of sending a campaign: asked before its review, and again before anything of it leaves."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns import audience
from sms import composing, metering
from sms.segments import MAX_CHARACTERS

NO_NUMBER = "No texting number is connected. An admin can connect one in Settings, SMS."


def problems(campaign) -> list[str]:
    """In sentences, each with what to do; empty: it may be sent."""
    return [*_of_the_text(campaign), *_of_the_numbers(campaign), *_of_the_people(campaign)]


def before_review(campaign) -> list[str]:
    """The same, and whether the time that was chosen for it has passed."""
    late = campaign.scheduled_at is not None and campaign.scheduled_at <= timezone.now()
    return ["The time at which it was to begin has passed. Choose another one."] * late + problems(campaign)


def _of_the_text(campaign) -> Iterator[str]:
    if not campaign.text.strip() and not campaign.pictures.exists():
        yield "Write the text first."
        return
    try:
        body = campaign.preview().body
    except ValidationError as error:
        yield from error.messages
        return
    if len(body) > MAX_CHARACTERS:
        yield f"The text has {len(body):,} characters, and {MAX_CHARACTERS:,} can be sent. Shorten it."


def _of_the_numbers(campaign) -> Iterator[str]:
    if campaign.senders():
        if refusal := metering.standing(campaign.account_id).refusal():
            yield refusal.text
        return
    if campaign.number_id:
        yield f"{campaign.number} is not connected any more. Choose another number to send from."
    else:
        yield NO_NUMBER


def _of_the_people(campaign) -> Iterator[str]:
    if campaign.audience == campaign.Audience.SEGMENT and campaign.segment is None:
        yield "The segment was deleted. Choose another one, or all subscribers."
        return
    if campaign.segment and (faults := campaign.segment.faults):
        yield f"The segment “{campaign.segment}” makes no sense any more: {' '.join(faults)}"
        return
    who = audience.counted(campaign)
    yield from _of_the_coupons(campaign, who.reached)
    if not who.meant:
        yield "Nobody is in the audience, so there is nobody to send it to."
    elif not who.reached:
        yield f"Nobody of the {who.meant:,} in the audience can be texted."


def _of_the_coupons(campaign, people: int) -> Iterator[str]:
    try:
        composing.check_stock(campaign.account, campaign.text, people)
    except ValidationError as error:
        yield from error.messages
