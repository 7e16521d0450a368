"""Twilio as a texting provider (E13)."""

from collections.abc import Iterator
from datetime import timedelta

import requests
from django.conf import settings
from django.core.exceptions import ValidationError
from twilio.base.exceptions import TwilioRestException
from twilio.base.values import unset
from twilio.request_validator import RequestValidator

from inbox.channels import Accepted, Ambiguous, NotTaken, Rejected
from inbox.receiving import Inbound
from sms import errors, parsing
from sms.parsing import StatusUpdate
from sms.providers.base import Provider
from sms.providers.twilio_client import asking, client, client_of
from sms.providers.twilio_numbers import TwilioNumbers

# The provider's clock and ours may differ; a text is looked for from a little before it was claimed.
CLOCK_SLACK = timedelta(minutes=2)


class Twilio(TwilioNumbers, Provider):
    def send(self, number, delivery) -> Accepted:
        """A number of a messaging service sends through the service, whose registration counts then; where the
        delivery names no number, the service chooses one."""
        service = number.messaging_service_sid
        try:
            message = client(number).messages.create(
                to=delivery.recipient,
                from_=unset if delivery.sender == service else delivery.sender,
                messaging_service_sid=service or unset,
                body=delivery.message.body,
                media_url=[media.handed_over_at for media in delivery.message.media.all()] or unset,
                status_callback=number.status_url(delivery),
            )
        except TwilioRestException as error:
            raise self._refusal(error) from error
        except (requests.exceptions.ConnectTimeout, requests.exceptions.ConnectionError) as error:
            if _never_connected(error):
                raise NotTaken("The provider can't be reached.") from error
            raise Ambiguous(str(error)) from error
        except requests.exceptions.RequestException as error:
            raise Ambiguous(str(error)) from error
        return Accepted(message.sid)

    def _refusal(self, error: TwilioRestException) -> Exception:
        if error.status == 429:
            return NotTaken("The provider is busy.")
        if error.status >= 500:
            return Ambiguous(f"HTTP {error.status}")
        meaning = errors.meaning(error.code, error.msg)
        return (
            NotTaken(meaning.words)
            if meaning.busy and not meaning.halts
            else Rejected(str(error.code or error.status), meaning.words)
        )

    def look_up(self, number, delivery) -> list[str]:
        """By recipient, sender, time and text: the provider keeps no id of ours."""
        by_service = delivery.sender == number.messaging_service_sid
        with asking():
            found = client(number).messages.list(
                to=delivery.recipient,
                from_=unset if by_service else delivery.sender,
                date_sent_after=delivery.claimed_at - CLOCK_SLACK,
                limit=200,
            )
        ours = [
            text
            for text in found
            if text.direction.startswith("outbound")
            and text.body == delivery.message.body
            and (not by_service or text.messaging_service_sid == delivery.sender)
        ]
        return [text.sid for text in reversed(ours)]

    def received_since(self, number, since) -> Iterator[Inbound]:
        with asking():
            for message in client(number).messages.stream(
                to=number.number, date_sent_after=since, page_size=200
            ):
                if message.direction == "inbound":
                    yield Inbound(
                        external_id=message.sid,
                        phone=message.from_,
                        body=message.body or "",
                        our_address=message.to,
                        sent_at=message.date_sent or message.date_created,
                        provider_answers=number.provider_answers,
                        media=tuple(self._media(message)) if int(message.num_media or 0) else (),
                    )

    def _media(self, message) -> Iterator[tuple[str, str]]:
        for item in message.media.list(limit=10):
            yield f"https://api.twilio.com{item.uri.removesuffix('.json')}", item.content_type

    def check_credentials(self, account_sid: str, auth_token: str) -> None:
        try:
            client_of(account_sid, auth_token, settings.TWILIO_BASE_URL).api.accounts(account_sid).fetch()
        except TwilioRestException as error:
            raise ValidationError(
                "The provider does not know this account id with this token. Copy both from its console again.",
                code="credentials",
            ) from error
        except requests.exceptions.RequestException as error:
            raise ValidationError(
                "The provider can't be reached to check this. Try again in a minute.", code="unreachable"
            ) from error

    def is_genuine(self, number, url, form, headers) -> bool:
        signature = headers.get("X-Twilio-Signature", "")
        return any(RequestValidator(token).validate(url, form, signature) for token in number.tokens)

    def is_for(self, number, form) -> bool:
        """A pool's webhook names the service, whichever of its numbers was texted."""
        return form.get("AccountSid") == number.account_sid and number.receives_for(
            form.get("To", ""), form.get("MessagingServiceSid", "")
        )

    def inbound(self, number, form) -> Inbound:
        return parsing.inbound(number, form)

    def status(self, number, form, query) -> StatusUpdate:
        return parsing.status(number, form, query)


def _never_connected(error: Exception) -> bool:
    """No byte was written: the name did not resolve, the port refused, or connecting took too long."""
    cause: BaseException | None = error
    while cause is not None:
        if type(cause).__name__ in {
            "NewConnectionError",
            "ConnectTimeoutError",
            "NameResolutionError",
            "ConnectTimeout",
        }:
            return True
        reason = getattr(cause, "reason", None) or (cause.args[0] if cause.args else None)
        cause = reason if isinstance(reason, BaseException) else cause.__cause__
    return False
