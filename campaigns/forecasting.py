"""What sending a campaign would take, before anything is sent: how many people, how many credits, and what its author
should know."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns import audience, checking, counting
from campaigns.models import Campaign
from inbox import variables
from profiles.models import Profile
from sms import daytime, links, metering
from sms.models import SendingOptions
from sms.segments import MAX_CHARACTERS

SAME_FOR_ALL = {"organization", "support_email"}
SAMPLE = 100
ZONES_OF = 500
SHOWN = 8  # people to preview it as


@dataclass
class Forecast:
    """Read bit by bit, as the template asks for it."""

    campaign: Campaign
    person: Profile | None = None  # whose text is shown

    is_final: bool = False  # counted however long it takes

    @cached_property
    def who(self) -> audience.Counted | None:
        """None: it would take too long while somebody is typing."""
        if self.is_final:
            return audience.counted(self.campaign)
        try:
            return counting.patiently(lambda: audience.counted(self.campaign))
        except counting.TooLong:
            return None

    @property
    def reached(self) -> int:
        return self.who.reached if self.who else 0

    @cached_property
    def preview(self):
        """None: the text can't be filled in; `error` says why."""
        try:
            return self.campaign.preview(self.person)
        except ValidationError as refused:
            self.error = " ".join(refused.messages)
            return None

    error = ""

    @cached_property
    def is_mms(self) -> bool:
        return bool(self.campaign.shown_pictures)

    @property
    def is_too_long(self) -> bool:
        return bool(self.preview) and len(self.preview.body) > MAX_CHARACTERS

    @property
    def is_exact(self) -> bool:
        """Everybody's text takes the same."""
        return self.is_mms or not set(variables.names_in(self.campaign.text)) - SAME_FOR_ALL

    @cached_property
    def credits_each(self) -> float:
        if self.is_mms or self.preview is None:
            return 1
        if self.is_exact:
            return self.preview.measure.segments
        people = audience.reached(self.campaign).select_related(None)[:SAMPLE]
        taken = [self.campaign.preview(person).measure.segments for person in people]
        return sum(taken) / len(taken) if taken else self.preview.measure.segments

    @property
    def credits(self) -> int:
        return round(self.credits_each * self.reached)

    @cached_property
    def cost(self) -> str:
        """ "12.40 USD", by the price of a credit that the account has set; blank without one."""
        options = SendingOptions.objects.filter(account=self.campaign.account_id).first()
        if options is None or options.price_per_segment is None:
            return ""
        return f"{self.credits * options.price_per_segment:,.2f} {options.currency}"

    @cached_property
    def people(self) -> list:
        """Some to preview it as."""
        return list(audience.reached(self.campaign).order_by("-id")[:SHOWN])

    @cached_property
    def asleep(self) -> int:
        """For how many it is night when it begins (E10); of many people by a sample of them."""
        start = max(self.campaign.scheduled_at or timezone.now(), timezone.now())
        people = list(audience.reached(self.campaign).order_by("-id")[:ZONES_OF])
        waiting = sum(daytime.opens_at(person, start) is not None for person in people)
        return round(waiting * max(self.reached, len(people)) / len(people)) if people else 0

    @property
    def problems(self) -> list[str]:
        return checking.problems(self.campaign)

    @property
    def warnings(self) -> Iterator[str]:
        if self.preview is None:
            return
        measure = self.preview.measure
        yield from links.warnings(self.campaign.text)
        left = metering.standing(self.campaign.account_id).left
        if left and self.credits > left:
            yield (
                f"This month's credits end at {left:,} more. When they are used up it pauses, until somebody lets it "
                "go on."
            )
        if self.asleep:
            about = "about " if self.reached > ZONES_OF else ""
            yield (
                f"It will be night for {about}{self.asleep:,} of them: they get it from {daytime.OPENS}:00 "
                "of their own time on."
            )
        if not self.is_mms and measure.encoding == "UCS-2":
            yield "An emoji or a special character makes segments shorter: 70 characters instead of 160."
        if not self.is_mms and measure.segments > 2:
            yield f"Each text takes {measure.segments} segments. Shorter ones cost less and are read more."
        if self.campaign.is_marketing and "stop" not in self.preview.body.casefold():
            yield "It does not say how to unsubscribe. “Reply STOP to unsubscribe” is expected every now and then."
