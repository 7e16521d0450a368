"""The provider's form fields, as ours. Bytes are hostile and parameters grow without notice."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core import signing

from helpdesk.numbers import whole
from inbox.models import Delivery
from inbox.receiving import Inbound

MAX_MEDIA = 10


class Malformed(Exception):
    """A genuine request that lacks what every such request has."""


def inbound(number, form: Mapping[str, str]) -> Inbound:
    """Of a cleaned form. Raises Malformed."""
    media_count = whole(form.get("NumMedia", "")) or 0
    return Inbound(
        external_id=_required(form, "MessageSid"),
        phone=_required(form, "From"),
        body=form.get("Body", ""),
        our_address=form.get("To", ""),
        media=tuple(
            (form[f"MediaUrl{i}"][:1000], form.get(f"MediaContentType{i}", "")[:100])
            for i in range(min(media_count, MAX_MEDIA))
            if form.get(f"MediaUrl{i}")
        ),
        city=form.get("FromCity", ""),
        region=form.get("FromState", ""),
        postal_code=form.get("FromZip", ""),
        country=form.get("FromCountry", ""),
        opt_out_type=form.get("OptOutType", ""),
        provider_answers=number.provider_answers,
    )


@dataclass(frozen=True)
class StatusUpdate:
    provider_id: str
    status: str
    error_code: str
    said: str
    delivery_id: int | None  # which of ours, when the callback address says so
    attempt: int | None
    our_address: str = ""  # the number that it left from

    @property
    def event_key(self) -> str:
        return f"{self.provider_id}:{self.status}:{self.error_code}"


def status(number, form: Mapping[str, str], query: Mapping[str, str]) -> StatusUpdate:
    delivery_id = attempt = None
    if "d" in query:
        try:
            account_id, delivery_id, attempt = Delivery.read_callback(query["d"])
        except (signing.BadSignature, ValueError):
            raise Malformed("The callback address is not one of ours.") from None
        if account_id != number.account_id:
            raise Malformed("The callback address belongs to another account.")
    return StatusUpdate(
        provider_id=_required(form, "MessageSid"),
        status=_required(form, "MessageStatus"),
        error_code=form.get("ErrorCode", "")[:30],
        said=form.get("ErrorMessage", ""),
        delivery_id=delivery_id,
        attempt=attempt,
        our_address=form.get("From", "")[:255],
    )


def clean(text: str) -> str:
    """Without NUL and lone surrogates, which Postgres and browsers refuse."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def cleaned(form: Mapping[str, str]) -> dict[str, str]:
    """The form as it may be stored; only after its signature was checked, which covers every byte."""
    return {clean(name): clean(value) for name, value in form.items()}


def _required(form: Mapping[str, str], name: str) -> str:
    value = form.get(name, "").strip()
    if not value or len(value) > 64:
        raise Malformed(f"{name} is missing." if not value else f"{name} is too long.")
    return value
