"""Secrets of the account's providers, encrypted at rest with a key derived from SECRET_KEY (old keys still read)."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models


def _box() -> MultiFernet:
    def derived(secret: str) -> Fernet:
        kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"helpdesk secrets at rest")
        return Fernet(base64.urlsafe_b64encode(kdf.derive(secret.encode())))

    return MultiFernet([derived(key) for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


class SecretField(models.TextField):
    """Text that only the application can read."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return _box().encrypt(value.encode()).decode() if value else value

    def from_db_value(self, value, expression, connection):
        return _box().decrypt(value.encode()).decode() if value else value
