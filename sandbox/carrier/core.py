"""The carrier as one object: its store, its jobs, its doorbell and the line to the outside."""

import hmac
import secrets
from hashlib import sha256
from sqlite3 import Row

import httpx

from .hub import Hub
from .jobs import Jobs
from .store import Store

USER_AGENT = "TwilioProxy/1.1"


class Carrier:
    """`base_url` is the carrier's own address, used in media URLs; `pace` the seconds between two delivery states."""

    def __init__(self, path: str, base_url: str, pace: float = 0.4):
        self.store = Store(path)
        self.hub = Hub()
        self.jobs = Jobs(self.store)
        self.base_url = base_url.rstrip("/")
        self.pace = pace
        self._cdn_key = secrets.token_bytes(32)
        # trust_env off: a proxy of the developer's machine must not come between the carrier and 127.0.0.1.
        self.http = httpx.AsyncClient(
            headers={"User-Agent": USER_AGENT, "Accept": "*/*"},
            trust_env=False,
            verify=True,
            limits=httpx.Limits(max_connections=200, max_keepalive_connections=50, keepalive_expiry=5),
        )

    def account(self, sid: str) -> Row | None:
        return self.store.one("SELECT * FROM accounts WHERE sid = ?", sid)

    def number(self, number: str) -> Row | None:
        return self.store.one("SELECT * FROM numbers WHERE number = ?", number)

    def message(self, sid: str) -> Row | None:
        return self.store.one("SELECT * FROM messages WHERE sid = ?", sid)

    def changed(self, message: Row) -> None:
        """Ring for a message whose state or webhook changed."""
        self.hub.ring(f"phone:{message['sender']}", f"phone:{message['recipient']}", "console")

    def cdn_signature(self, media_sid: str) -> str:
        """The CDN takes no password; its addresses carry this instead, until the next restart."""
        return hmac.new(self._cdn_key, media_sid.encode(), sha256).hexdigest()

    async def close(self) -> None:
        await self.jobs.stop()
        await self.http.aclose()
        self.store.close()
