"""Secrets of providers are encrypted at rest, and old keys still read."""

import pytest
from cryptography.fernet import InvalidToken
from django.db import connection

from sms.models import Number
from tests.world import TOKEN


def column(name: str, pk: int) -> str:
    with connection.cursor() as cursor:
        return cursor.execute(f"SELECT {name} FROM sms_number WHERE id = %s", [pk]).fetchone()[0]


def test_a_token_is_no_plain_text_in_the_database(acme):
    stored = column("auth_token", acme.number.pk)
    assert TOKEN not in stored
    assert stored.startswith("gAAAA")
    assert Number.objects.get(pk=acme.number.pk).auth_token == TOKEN


def test_a_blank_stays_blank_and_the_same_secret_never_looks_the_same(acme):
    assert column("previous_token", acme.number.pk) == ""
    before = column("auth_token", acme.number.pk)
    acme.number.save()
    assert column("auth_token", acme.number.pk) != before


def test_after_the_key_was_changed_old_secrets_are_read_with_the_one_before(acme, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [settings.SECRET_KEY]
    number = Number.objects.get(pk=acme.number.pk)
    assert number.auth_token == TOKEN
    number.save()
    settings.SECRET_KEY_FALLBACKS = []
    assert Number.objects.get(pk=acme.number.pk).auth_token == TOKEN


def test_with_another_key_they_can_not_be_read(acme, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "somebody else's", []
    with pytest.raises(InvalidToken):
        Number.objects.get(pk=acme.number.pk)
