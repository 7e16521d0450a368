"""Who carries the texts (E13): a number names its provider, settings say which class that is."""

from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from sms.providers.base import Provider

DEFAULT = "twilio"


def named(name: str) -> "Provider":
    return _made(settings.SMS_PROVIDERS[name])


@cache
def _made(path: str) -> "Provider":
    return import_string(path)()
