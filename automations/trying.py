"""An automation on one's own phone (H10): what is being written is run for real, to the end, and counts nowhere."""

from django.core.exceptions import ValidationError

from automations import steering
from automations.models import Automation, Incomplete, Session
from profiles import phones


def try_on(automation: Automation, number: str, by) -> Session:
    """Begin it on the phone with this number, which has to be a subscriber's: the texts that follow are sent, coupon
    codes are taken, answers are kept. Raises ValidationError, Incomplete, or Refusal when they can't be texted or are
    inside one."""
    phone = phones.normalise(number)
    person = automation.account.profiles.filter(phone=phone).first()
    if person is None:
        raise ValidationError(
            f"{phones.display(phone)} has never written to you. Text START to your number from that phone first."
        )
    version = automation.draft or automation.version
    if missing := [problem for problem in automation.problems(version) if not problem.advice]:
        raise Incomplete(missing)
    return steering.begin(person, automation, by, tried=version)
