"""Twilio's own SDK. `TWILIO_BASE_URL` puts another host in the provider's place: the sandbox carrier."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from urllib.parse import urlsplit

import requests
from django.conf import settings
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from inbox.channels import NotTaken
from sms import errors

CONNECT_SECONDS, READ_SECONDS = 3, 10


class _Http(TwilioHttpClient):
    """The SDK's client with a bounded wait, no retries of its own, and the host that settings name."""

    def __init__(self, base_url: str):
        super().__init__(max_retries=0)
        self.timeout = (CONNECT_SECONDS, READ_SECONDS)
        self.base_url = base_url

    def request(self, method, url, *args, **kwargs):
        if self.base_url:
            parts = urlsplit(url)
            url = self.base_url + parts.path + (f"?{parts.query}" if parts.query else "")
        return super().request(method, url, *args, **kwargs)


@lru_cache(maxsize=256)
def client_of(account_sid: str, auth_token: str, base_url: str) -> Client:
    return Client(account_sid, auth_token, http_client=_Http(base_url))


def client(number) -> Client:
    return client_of(number.account_sid, number.auth_token, settings.TWILIO_BASE_URL)


@contextmanager
def asking() -> Iterator[None]:
    """For questions: whatever goes wrong, NotTaken says it in a sentence."""
    try:
        yield
    except TwilioRestException as error:
        raise NotTaken(_words(error.status, errors.meaning(error.code, error.msg).words)) from error
    except TwilioException as error:  # of lists, the SDK gives the answer as it came
        raise NotTaken(_words(getattr(error.args[-1], "status_code", 0), "")) from error
    except requests.exceptions.RequestException as error:
        raise NotTaken("The provider can't be reached now.") from error


def _words(status: int, words: str) -> str:
    if status in (401, 403):
        return "The provider does not accept the account id and token."
    return words or f"The provider answers with an error{f' ({status})' if status else ''}."
