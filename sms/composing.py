"""A text as it leaves: variables filled in, coupon codes taken, the organization's name in front of marketing. Its
links are shortened when it is queued (sms/links.py); previews show them as long as they will be.

Answers, campaigns, flows and automations are composed here. A text is checked when it is saved (`check`), shown with
what it takes and costs (`preview`), and composed once per person at the moment it is queued (`compose`).
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from inbox import variables
from profiles.models import Profile
from sms import links, segments
from sms.models import CouponPool
from sms.transliteration import Offer, offer

NAMES = variables.NAMES | {"last_name": "the person's last name"}
FAMILIES = {
    variables.PROPERTIES: "a property of the person; {properties.size|medium} says what stands there without one",
    variables.COUPON: "a code from the coupon pool of this name",
}
LINK = re.compile(r"https?://\S+")
SOMEBODY = Profile(first_name="Sam", last_name="Sample")
NOTHING_MORE: Mapping[str, str] = {}

Pools = dict[str, CouponPool]


@dataclass(frozen=True)
class Preview:
    body: str
    measure: segments.Measure

    @property
    def credits(self) -> int:
        return self.measure.segments

    @property
    def plain(self) -> Offer | None:
        """How it could be written to take fewer segments."""
        return offer(self.body)


@dataclass(frozen=True)
class Stock:
    """Of a coupon pool: what stands for a code in a preview, and how many are left, where they are few."""

    pool: CouponPool
    sample: str
    few: int | None

    @classmethod
    def of(cls, pool: CouponPool) -> "Stock":
        return cls(pool, pool.sample(), pool.few())


def compose(
    account,
    profile: Profile,
    text: str,
    *,
    key: str,
    prefixed: bool = False,
    more: Mapping[str, str] = NOTHING_MORE,
) -> str:
    """The text for this person. `key` is that of its delivery: composed again with it, it has the same coupon codes.
    `prefixed` is for marketing, `more` for further variables. Raises ValidationError: a pool has no codes left or is
    gone; none is taken then."""
    return _filled(account, profile, text, _codes(account, profile, text, key), more, prefixed)


def check(account, text: str, more: Collection[str] = ()) -> None:
    """Raises ValidationError when the text names a variable, or a coupon pool, that there is not, or is too long to be
    sent. `more`: names of further variables."""
    check_length(preview(account, text, shortened=True, more=dict.fromkeys(more, "")).body)


def check_length(body: str) -> None:
    """Raises ValidationError when the text, as it is sent, is longer than the provider takes."""
    if len(body) > segments.MAX_CHARACTERS:
        raise ValidationError(
            f"This text has {len(body):,} characters, and {segments.MAX_CHARACTERS:,} can be sent. "
            "Shorten it or send two.",
            code="too_long",
        )


def check_stock(account, text: str, people: int) -> None:
    """Raises ValidationError when a coupon pool of the text has not codes enough for so many people."""
    for pool in _pools(account, text).values():
        pool.check_stock(people)


def preview(
    account,
    text: str,
    profile: Profile | None = None,
    *,
    prefixed: bool = False,
    shortened: bool = False,
    more: Mapping[str, str] = NOTHING_MORE,
    samples: Mapping[str, str] | None = None,
) -> Preview:
    """The text as somebody (this person, else Sam Sample) would get it, with samples in place of coupon codes; takes
    nothing. `shortened`: with links as long as they will be, which lead nowhere. `samples`: those of all pools that
    there are to the text, where many are previewed at once. Raises ValidationError: an unknown variable or pool."""
    variables.check(text, [*NAMES, *more], FAMILIES)
    if samples is None:
        samples = {name: pool.sample() for name, pool in _pools(account, text).items()}
    body = _filled(account, profile or SOMEBODY, text, samples, more, prefixed)
    body = _shortened(account, body) if shortened else body
    return Preview(body, segments.measure(body))


def rehearse(account, profile: Profile, text: str) -> str:
    """An answer as `answer` would make it, with samples and links that lead nowhere; takes nothing. Raises
    ValidationError as that does."""
    pools = _pools(account, text)
    for pool in pools.values():
        pool.check_stock(1, profile)
    body = variables.substitute(text, {name: pool.sample() for name, pool in pools.items()}.get)
    return _shortened(account, body)


def answer(account, profile: Profile, text: str, key: str) -> str:
    """What an agent or a program wrote to this person: it is sent as it was written, but for coupon codes, which are
    taken now. Raises ValidationError: a pool has no codes left or there is none; nothing is taken then."""
    return variables.substitute(text, _codes(account, profile, text, key).get)


def known() -> list[str]:
    return [*NAMES, *(f"{family}.…" for family in FAMILIES)]


def stocks(account, texts: Iterable[str]) -> dict[str, Stock]:
    """Of the coupon pools that there are of those that the texts name, by their variables."""
    wanted = {name for text in texts for name in _coupons_in(text)}
    return {name: Stock.of(pool) for name, pool in _found(account, wanted).items()}


def _coupons_in(text: str) -> list[str]:
    return [name for name in variables.names_in(text) if name.startswith(f"{variables.COUPON}.")]


def _found(account, wanted: Collection[str]) -> Pools:
    slugs = [name.partition(".")[2] for name in wanted]
    pools = account.coupon_pools.filter(slug__in=slugs).order_by("id") if slugs else ()
    return {pool.variable: pool for pool in pools}


def _pools(account, text: str) -> Pools:
    """The coupon pools that the text names, by their variables. Raises ValidationError when there is no such pool."""
    wanted = _coupons_in(text)
    found = _found(account, wanted)
    if gone := next((name for name in wanted if name not in found), None):
        pools = account.coupon_pools.order_by("name")[:10]
        raise variables.unknown_variable(gone, [pool.variable for pool in pools] or known())
    return found


def _codes(account, profile: Profile, text: str, key: str) -> dict[str, str]:
    """All that the text needs, or none."""
    pools = _pools(account, text)
    if not pools:
        return {}
    with transaction.atomic():
        return {name: pool.hand_out(profile, key) for name, pool in pools.items()}


def _filled(
    account,
    profile: Profile,
    text: str,
    codes: Mapping[str, str],
    more: Mapping[str, str] = NOTHING_MORE,
    prefixed: bool = False,
) -> str:
    body = variables.substitute(text, _value(account, profile, codes, more))
    # A name in a link is gone once the link is short.
    named = account.prefix.casefold() in LINK.sub("", body).casefold()
    return f"{account.prefix}: {body}" if prefixed and not named else body


def _shortened(account, body: str) -> str:
    return links.shortened_length(account, body) if "://" in body else body


def _value(account, profile: Profile, codes: Mapping[str, str], more: Mapping[str, str]) -> Callable:
    def value(name: str) -> str | None:
        if name in codes or name in more:
            return codes.get(name) or more.get(name, "")
        return profile.last_name if name == "last_name" else variables.value_of(name, account, profile)

    return value
