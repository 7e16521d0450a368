"""Who looks at a ticket, or writes in it, right now (B8).

In Redis alone: it is true for seconds, so Postgres never hears of it. Each open tab says so again every 20 s; one that
says nothing more is forgotten. With Redis away nobody is seen, and nothing else happens.
"""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

import redis
from django.conf import settings

from accounts.models import Membership
from helpdesk import live

VIEWING = 45  # s, after which a tab that says nothing is gone
TYPING = 8
# One round trip: forget what is over, say what this tab does, ring if that is new, and tell who is here. The ring is
# for those who listen now; it isn't kept, as what it tells of is over when somebody comes back.
SAY = """
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local news = 0
for doing, seconds in pairs({viewing = tonumber(ARGV[2]), typing = tonumber(ARGV[3])}) do
    local entry = doing .. ' ' .. ARGV[1]
    if seconds > 0 then
        news = news + redis.call('ZADD', KEYS[1], now + seconds, entry)
    else
        news = news + redis.call('ZREM', KEYS[1], entry)
    end
end
redis.call('EXPIRE', KEYS[1], 60)
if news > 0 then redis.call('PUBLISH', KEYS[2], ' ' .. ARGV[4]) end
return redis.call('ZRANGE', KEYS[1], 0, -1)
"""


@dataclass(frozen=True)
class Colleagues:
    typing: list[Membership]
    viewing: list[Membership]  # and not typing


def stay(ticket, member: Membership, tab: UUID, typing: bool = False) -> Colleagues:
    """The member has the ticket open in this tab, or is typing in it. Returns who else is there."""
    here = _say(ticket, member, tab, VIEWING, TYPING if typing else 0)
    ids: dict[str, set[int]] = {"typing": set(), "viewing": set()}
    for entry in here:
        doing, who, _tab = entry.split()
        ids[doing].add(int(who))
    others = (ids["typing"] | ids["viewing"]) - {member.pk}
    found = member.account.memberships.active().by_name().filter(pk__in=others) if others else []
    return Colleagues(
        typing=[other for other in found if other.pk in ids["typing"]],
        viewing=[other for other in found if other.pk not in ids["typing"]],
    )


def leave(ticket, member: Membership, tab: UUID) -> None:
    """The tab no longer shows the ticket."""
    _say(ticket, member, tab, 0, 0)


def _say(ticket, member: Membership, tab: UUID, viewing: int, typing: int) -> list[str]:
    keys = [f"presence:{ticket.account_id}:{ticket.number}", live.stream_key(ticket.account_id)]
    try:
        return _script(settings.REDIS_URL)(
            keys=keys, args=[f"{member.pk} {tab}", viewing, typing, f"presence-{ticket.number}"]
        )
    except redis.RedisError:
        return []


@cache
def _script(url: str):
    client = redis.Redis.from_url(url, socket_connect_timeout=0.3, socket_timeout=0.5, decode_responses=True)
    return client.register_script(SAY)
