"""Whom a campaign means, who of them can't be texted and why, and which number each is texted from. All of it as
expressions: a hundred thousand people are never read to be counted or written down."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from campaigns.models.recipient import Recipient
from inbox.models import Message

REASONS = Recipient.Reason


@dataclass
class Counted:
    """How many are meant, and how many of them get nothing, by reason."""

    meant: int = 0
    skipped: dict[str, int] = field(default_factory=dict)

    @property
    def reached(self) -> int:
        return self.meant - sum(self.skipped.values())

    @property
    def told(self) -> list[tuple[str, int]]:
        return [(REASONS(reason).label, number) for reason, number in self.skipped.items()]


def people(campaign):
    """Everybody who is meant, also those who can't be texted. A segment that was deleted means nobody."""
    if campaign.audience == campaign.Audience.SUBSCRIBERS:
        return campaign.account.profiles.filter(consenting(campaign)).order_by()
    return (campaign.segment.profiles() if campaign.segment else campaign.account.profiles.none()).order_by()


def consenting(campaign) -> Q:
    marketing = Q(marketing_since__isnull=False)
    return marketing if campaign.is_marketing else marketing | Q(transactional_since__isnull=False)


def why_not(campaign, prefix: str = "") -> Case:
    """The reason why a person gets nothing (Recipient.Reason), or blank. `prefix`: the way to the profile."""

    def of(**lookups: Any) -> Q:
        return Q(**{prefix + name: value for name, value in lookups.items()})

    subscribed, doubted = of(marketing_since__isnull=False), of(doubt_due_at__isnull=False)
    if not campaign.is_marketing:
        subscribed, doubted = subscribed | of(transactional_since__isnull=False), of(pk__in=[])
    reasons = {
        REASONS.NO_PHONE: of(phone=""),
        REASONS.BLOCKED: of(blocked_at__isnull=False),
        REASONS.OPTED_OUT: ~subscribed & of(opted_out_at__isnull=False),
        REASONS.NO_CONSENT: ~subscribed,
        REASONS.DOUBTED: doubted,
        REASONS.UNREACHABLE: of(unreachable_since__isnull=False),
    }
    whens = (When(so, then=Value(reason)) for reason, so in reasons.items())
    return Case(*whens, default=Value(""), output_field=CharField())


def counted(campaign) -> Counted:
    rows = people(campaign).annotate(why=why_not(campaign)).values_list("why").annotate(n=Count("pk"))
    found = dict(rows)
    return Counted(sum(found.values()), {why: n for why, n in sorted(found.items()) if why})


def sender(numbers: list) -> Any:
    """The id of the number that a person is texted from: the one that they last wrote to, else the first."""
    usual = Value(numbers[0].pk, output_field=BigIntegerField())
    if len(numbers) == 1:
        return usual
    wrote = Message.objects.filter(
        profile=OuterRef("pk"),
        channel=numbers[0].channel_id,
        origin=Message.Origin.CUSTOMER,
        our_address__in=[number.number for number in numbers],
    )
    known = Case(*(When(our_address=number.number, then=Value(number.pk)) for number in numbers))
    return Coalesce(Subquery(wrote.order_by("-id").annotate(number=known).values("number")[:1]), usual)


def reached(campaign):
    """Those of them who can be texted as things stand."""
    return people(campaign).annotate(why=why_not(campaign)).filter(why="")
