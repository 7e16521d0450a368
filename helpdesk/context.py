import time

from django.conf import settings


def page(request):
    """What every page may show. `live_since` is where its live stream takes over: 2 s before now, in ms of Redis time,
    so that nothing falls between rendering and connecting (a repeated doorbell is harmless)."""
    return {"sandbox_url": settings.SANDBOX_URL, "live_since": int(time.time() * 1000) - 2000}
