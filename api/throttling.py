"""How often a key may call. Counted in Redis, one round trip, by windows of the clock.

Not in Django's cache: that is a table, and a counter row would make the calls of one key wait for each other and be
rolled back with a failed one. Without Redis each process counts for itself, so the API goes on working.
"""

import logging
import time
from collections import Counter
from functools import cache
from threading import Lock

import redis
from django.conf import settings
from rest_framework.throttling import SimpleRateThrottle

logger = logging.getLogger(__name__)

PAUSE_AFTER_FAILURE = 2.0


class PerKey(SimpleRateThrottle):
    """`DEFAULT_THROTTLE_RATES["key"]` calls per key; above it 429 with Retry-After until the window ends."""

    scope = "key"

    def allow_request(self, request, view):
        if request.auth is None:
            return True
        window, spent = divmod(time.time(), self.duration)
        self.seconds_left = self.duration - spent
        return _calls.count(f"{request.auth.digest[:24]}:{int(window)}", self.duration) <= self.num_requests

    def wait(self):
        return self.seconds_left


class Calls:
    def __init__(self):
        self.here, self.lock, self.silent_until = Counter(), Lock(), 0.0

    def count(self, window: str, seconds: int) -> int:
        """One more call in the window; how many that makes."""
        if time.monotonic() < self.silent_until:
            return self._count_here(window)
        try:
            return self._count_together(f"api:{window}", seconds)
        except redis.RedisError:
            # A stalled Redis must not hold up every call for its timeout.
            self.silent_until = time.monotonic() + PAUSE_AFTER_FAILURE
            logger.warning("API calls are counted per process: Redis does not answer")
            return self._count_here(window)

    def _count_together(self, name: str, seconds: int) -> int:
        pipeline = _redis().pipeline(transaction=False)
        return pipeline.incr(name).expire(name, seconds).execute()[0]

    def _count_here(self, window: str) -> int:
        with self.lock:
            if len(self.here) > 10_000:
                self.here.clear()
            self.here[window] += 1
            return self.here[window]


@cache
def _redis():
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.3, socket_timeout=0.3)


_calls = Calls()
