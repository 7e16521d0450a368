"""A hand on the sandbox carrier's control API, for the demo and the tests.

carrier = Carrier("http://127.0.0.1:8010")
acme = carrier.account("Acme")
shop = acme.number("+15035550100", sms_url="http://127.0.0.1:8000/hooks/twilio/…/")
paula = carrier.phone("+15035550123", "Paula")
paula.text("Where is my parcel?", to=shop)
paula.wait_for("on its way")
"""

import base64
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

Found = TypeVar("Found")
TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
}


class CarrierError(Exception):
    """The carrier refused; the message says why."""


class Carrier:
    """`base_url` is the carrier's address, `timeout` in seconds. Calls raise CarrierError, or httpx.HTTPError."""

    def __init__(self, base_url: str, timeout: float = 40):
        self.base_url = base_url.rstrip("/")
        self._http = httpx.Client(base_url=self.base_url, timeout=timeout, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def call(self, method: str, path: str, **data: Any) -> Any:
        """One call of the control API: `data` as JSON, or as the query of a GET."""
        sent = {"params": data} if method == "GET" else {"json": data}
        answer = self._http.request(method, f"/control/{path}", **sent)  # type: ignore[arg-type]
        if answer.is_error:
            raise CarrierError(
                answer.json()["error"] if "json" in answer.headers["content-type"] else answer.text
            )
        return answer.json() if answer.content else None

    def account(self, name: str = "Account", sid: str = "", token: str = "") -> "Account":
        """An account with the carrier; sid and token are made up when not given, an existing sid is kept."""
        return Account(self, **self.call("POST", "accounts", name=name, sid=sid, token=token))

    def accounts(self) -> list["Account"]:
        return [Account(self, **found) for found in self.call("GET", "accounts")]

    def numbers(self) -> list["Number"]:
        return [_number(self, found) for found in self.call("GET", "numbers")]

    def phone(self, number: str, name: str = "") -> "Phone":
        """A phone on the wall; an existing one is kept, and renamed when a name is given."""
        return Phone(self, **self.call("POST", "phones", number=number, name=name))

    def stranger(self, number: str) -> "Phone":
        """A phone that texts without hanging on the wall: for crowds."""
        return Phone(self, number)

    def phones(self) -> list["Phone"]:
        return [Phone(self, **found) for found in self.call("GET", "phones")]

    def history(self, messages: Iterable[dict[str, Any]]) -> list[str]:
        """Past texts, {from, to, body, at, sid?}; `at` in ISO 8601 or epoch seconds. Nothing is posted. Their sids."""
        sids: list[str] = self.call("POST", "history", messages=list(messages))["sids"]
        return sids

    def fault(
        self, kind: str, *, number: Any = "", phone: Any = "", times: int | None = 1, **settings: Any
    ) -> int:
        """Misbehave (kinds in sandbox/carrier/faults.py, or an error code) for `times` texts; None: until cleared."""
        given = {"kind": str(kind), "number": str(number), "phone": str(phone), "times": times} | settings
        fault_id: int = self.call("POST", "faults", **given)["id"]
        return fault_id

    def clear_faults(self, fault_id: int | None = None) -> None:
        self.call("DELETE", f"faults/{fault_id}" if fault_id else "faults")

    def ledger(self, **query: Any) -> list[dict[str, Any]]:
        """Messages, oldest first, with every webhook attempt; `limit`, `account`, `after` choose among them."""
        messages: list[dict[str, Any]] = self.call("GET", "ledger", **query)
        return messages

    def message(self, sid: str) -> dict[str, Any]:
        found: dict[str, Any] = self.call("GET", f"messages/{sid}")
        return found

    def send_again(self, sid: str) -> dict[str, Any]:
        found: dict[str, Any] = self.call("POST", f"messages/{sid}/again")
        return found

    def reset(self) -> None:
        """Forget everything."""
        self.call("POST", "reset")

    def wait_until(self, question: Callable[[], Found], seconds: float = 10) -> Found:
        """Ask until the answer is true and return it. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while not (answer := question()):
            if time.monotonic() > end:
                raise TimeoutError("it did not come true in time")
            time.sleep(0.02)
        return answer


@dataclass
class Account:
    carrier: Carrier = field(repr=False)
    sid: str
    token: str = field(repr=False)
    name: str

    def number(self, number: str, **settings: str) -> "Number":
        """Buy a number, or change one of the account's own.

        Settings: name, sms_url, sms_fallback_url, opt_out (off, default, advanced), service_sid.
        """
        data = {"account_sid": self.sid, "number": number} | settings
        return _number(self.carrier, self.carrier.call("POST", "numbers", **data))

    def rotate_token(self) -> str:
        """A new token; the old one ends at once."""
        self.token = self.carrier.call("POST", f"accounts/{self.sid}/token")["token"]
        return self.token

    def ledger(self, **query: Any) -> list[dict[str, Any]]:
        return self.carrier.ledger(account=self.sid, **query)

    def delete(self) -> None:
        """Remove it with its numbers and messages."""
        self.carrier.call("DELETE", f"accounts/{self.sid}")


@dataclass
class Number:
    carrier: Carrier = field(repr=False)
    number: str
    sms_url: str = ""

    def __str__(self) -> str:
        return self.number

    def change(self, **settings: str) -> None:
        """Set name, sms_url, sms_fallback_url, opt_out or service_sid."""
        self.sms_url = self.carrier.call("PATCH", f"numbers/{self.number}", **settings)["sms_url"]


def _number(carrier: Carrier, found: dict[str, Any]) -> Number:
    return Number(carrier, found["number"], found["sms_url"])


@dataclass
class Phone:
    carrier: Carrier = field(repr=False)
    number: str
    name: str = ""

    def __str__(self) -> str:
        return self.number

    def text(
        self,
        body: str = "",
        *,
        to: Any,
        pictures: Iterable[Path | tuple[str, bytes]] = (),
        wait: bool = True,
        **settings: Any,
    ) -> dict[str, Any]:
        """Write to a number; pictures are files, or pairs of content type and bytes. With `wait`, after its webhook.

        Further settings: message_sid, at (ISO 8601 or epoch seconds), quiet (not posted). Answers the ledger's message.
        """
        media = [_attachment(picture) for picture in pictures]
        path = f"phones/{self.number}/texts{'?wait=1' if wait else ''}"
        message: dict[str, Any] = self.carrier.call(
            "POST", path, to=str(to), body=body, media=media, **settings
        )
        return message

    def thread(self, other: Any = "") -> list[dict[str, Any]]:
        """What the phone wrote and got, oldest first; with one number only, if given."""
        query = {"with": str(other)} if other else {}
        messages: list[dict[str, Any]] = self.carrier.call("GET", f"phones/{self.number}/thread", **query)
        return messages

    def received(self, other: Any = "") -> list[str]:
        """The texts that came in."""
        return [message["body"] for message in self.thread(other) if not message["mine"]]

    def wait_for(self, words: str, seconds: float = 10) -> dict[str, Any]:
        """The first text received that holds these words. Raises TimeoutError."""

        def arrived() -> dict[str, Any] | None:
            return next((one for one in self.thread() if not one["mine"] and words in one["body"]), None)

        found = self.carrier.wait_until(arrived, seconds)
        assert found
        return found


def _attachment(picture: Path | tuple[str, bytes]) -> dict[str, str]:
    if isinstance(picture, Path):
        picture = TYPES.get(picture.suffix.lower(), "application/octet-stream"), picture.read_bytes()
    return {"content_type": picture[0], "data": base64.b64encode(picture[1]).decode()}
