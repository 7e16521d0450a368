"""One signed HTTP request to the application, and whether it should be tried again.

The rules are the provider's "connection overrides": pairs in the fragment of the webhook URL, e.g. `#rc=5&rp=all`.
"""

from time import perf_counter
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urldefrag, urlencode

import httpx
from twilio.request_validator import RequestValidator

from .core import Carrier
from .formats import new_sid

POLICIES = {"ct", "rt", "4xx", "5xx", "all"}


class Rules(NamedTuple):
    """Times in seconds. `policy` names the failures that are worth a retry."""

    connect: float = 5.0
    read: float = 15.0
    total: float = 15.0
    retries: int = 1
    policy: frozenset[str] = frozenset({"ct"})


class Outcome(NamedTuple):
    status: int | None
    error: str  # empty, or why there was no answer
    failure: str  # empty when the application took it, else ct, rt, 4xx or 5xx
    ms: int
    body: str = ""


def call(
    url: str,
    params: dict[str, str],
    *,
    method: str = "POST",
    fallback: str = "",
    fallback_method: str = "POST",
    **settings: Any,
) -> dict[str, Any]:
    """The data of a `post` job. The idempotency token stays the same over retries."""
    others = [{"url": fallback, "method": fallback_method}] if fallback else []
    return {
        "url": url,
        "method": method,
        "params": params,
        "others": others,
        "tries": 0,
        "began": None,
        "idempotency": new_sid(""),
    } | settings


def rules(url: str) -> Rules:
    """The overrides in a URL's fragment; whatever is missing or out of range has the documented default."""
    given = dict(parse_qsl(urldefrag(url).fragment))

    def number(name: str, low: int, high: int, default: int) -> int:
        text = given.get(name, "")
        return int(text) if text.isdigit() and low <= int(text) <= high else default

    policy = frozenset(given.get("rp", "").split(",")) & POLICIES
    return Rules(
        connect=number("ct", 100, 10_000, 5000) / 1000,
        read=number("rt", 100, 15_000, 15_000) / 1000,
        total=number("tt", 100, 15_000, 15_000) / 1000,
        retries=number("rc", 0, 5, 1),
        policy=policy or frozenset({"ct"}),
    )


def signature(token: str, url: str, params: dict[str, str], how: str = "") -> str | None:
    """The X-Twilio-Signature header; `how` spoils it on request (forged, malformed) or leaves it out (missing)."""
    if how == "missing":
        return None
    if how == "malformed":
        return "not a signature"
    signer = RequestValidator(token if how != "forged" else token[::-1] + "x")
    return str(signer.compute_signature(url, params))


async def post(carrier: Carrier, token: str, call: dict[str, Any]) -> Outcome:
    """Send `call` (url, method, params, idempotency, forge) once; never raises for what the other side does."""
    url, params = urldefrag(call["url"]).url, call["params"]
    limits = rules(call["url"])
    if call["method"] == "GET":
        url, params = f"{url}{'&' if '?' in url else '?'}{urlencode(params)}", {}
    headers = {"I-Twilio-Idempotency-Token": call["idempotency"]}
    if signed := signature(token, url, params, call.get("forge", "")):
        headers["X-Twilio-Signature"] = signed
    timeout = httpx.Timeout(limits.read, connect=limits.connect)
    began = perf_counter()
    try:
        answer = await carrier.http.request(
            call["method"], url, data=params or None, headers=headers, timeout=timeout
        )
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        return Outcome(None, _words(error), "ct", _ms(began))
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return Outcome(None, _words(error), "rt", _ms(began))
    failure = "" if answer.status_code < 400 else "4xx" if answer.status_code < 500 else "5xx"
    return Outcome(answer.status_code, "", failure, _ms(began), answer.text[:64_000])


def wants_retry(limits: Rules, outcome: Outcome, tries: int, elapsed: float) -> bool:
    """After `tries` requests in `elapsed` seconds."""
    worth_it = "all" in limits.policy or outcome.failure in limits.policy
    return bool(outcome.failure) and worth_it and tries <= limits.retries and elapsed < limits.total


def _ms(began: float) -> int:
    return round((perf_counter() - began) * 1000)


def _words(error: Exception) -> str:
    if isinstance(error, httpx.ConnectTimeout):
        return "no connection in time"
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    if isinstance(error, httpx.ConnectError):
        return "connection refused"
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError):
        return "hung up without an answer"
    return str(error) or type(error).__name__
