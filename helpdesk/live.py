"""The doorbell: after commit, tell every open browser of an account which names changed. Names only, never content.

A capped stream per account keeps the last names, so that a client which was away is told what it missed; the
publication wakes the live process. Redis being down loses nothing but the ringing: pages fetch on reconnect anyway.
"""

import logging
import threading
import time
from functools import cache

import redis
from django.conf import settings
from django.core import signing
from django.db import transaction

logger = logging.getLogger(__name__)

TOKEN_SECONDS = 600
KEPT = 1000
SALT = "live"
# One script, so that the id that is published is the id under which the names are kept.
RING = """
local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'names', ARGV[2])
redis.call('EXPIRE', KEYS[1], 3600)
redis.call('PUBLISH', KEYS[1], id .. ' ' .. ARGV[2])
if ARGV[2]:sub(1, 1) == '!' then
    redis.call('SET', 'live:revoked:' .. ARGV[2]:sub(2), 1, 'EX', ARGV[3])
end
"""
PAUSE_AFTER_FAILURE = 2.0
_silent_until = 0.0
_missed: set[tuple[int, str]] = set()  # accounts, with what is to be rung there in place of what could not be


def stream_key(account_id: int | str) -> str:
    return f"live:{account_id}"


def ping(account_id: int, *names: str) -> None:
    """Ring for the names once the running transaction commits; a message to somebody without a ticket has none."""
    if not names:
        return
    transaction.on_commit(lambda: ring(account_id, names), robust=True)


def ring(account_id: int, names: tuple[str, ...]) -> None:
    """Ring now. What can't be rung is made good once Redis answers again: the account's pages fetch themselves, and the
    streams of a removed member end then."""
    global _silent_until
    later = (account_id, names[0] if names[0].startswith("!") else "resync")
    if time.monotonic() < _silent_until:
        _missed.add(later)
        return
    try:
        _script(settings.REDIS_URL)(
            keys=[stream_key(account_id)], args=[KEPT, " ".join(names), TOKEN_SECONDS]
        )
    except redis.RedisError:
        # A stalled Redis must not hold up every request for its timeout.
        _silent_until = time.monotonic() + PAUSE_AFTER_FAILURE
        _missed.add(later)
        timer = threading.Timer(PAUSE_AFTER_FAILURE, _ring_missed)
        timer.daemon = True
        timer.start()
        logger.warning("live updates are delayed: Redis does not answer")


def _ring_missed() -> None:
    """After a pause. The first that fails again begins the next pause, in which the others are kept."""
    for account_id, name in list(_missed):
        _missed.discard((account_id, name))
        ring(account_id, (name,))


@cache
def _script(url: str):
    client = redis.Redis.from_url(url, socket_connect_timeout=0.3, socket_timeout=0.5)
    return client.register_script(RING)


def revoked_key(membership_id: int) -> str:
    return f"live:revoked:{membership_id}"


def revoke(account_id: int, membership_id: int) -> None:
    """End the streams of a member at once; their token, which has minutes to live, opens none again."""
    ping(account_id, f"!{membership_id}")


def token(account_id: int, membership_id: int) -> str:
    return signing.dumps([account_id, membership_id], salt=SALT, compress=False)


def read_token(value: str) -> tuple[int, int, float]:
    """Account, membership, and the time at which the token ends. Raises signing.BadSignature."""
    account_id, membership_id = signing.loads(value, salt=SALT, max_age=TOKEN_SECONDS)
    stamp = signing.b62_decode(value.rsplit(":", 2)[1])
    return account_id, membership_id, stamp + TOKEN_SECONDS
