"""Template variables in the account's own texts: a flat list of names, filled in once, in one pass. Unknown names are
refused when the text is saved; what a customer wrote is never looked at for variables."""

import re

from django.core.exceptions import ValidationError

VARIABLE = re.compile(r"\{\s*([a-z_]+)\s*\}")
BRACED = re.compile(r"\{\s*([^{}]*?)\s*\}")  # anything that was meant as one, misspelt or not
NAMES = {
    "organization": "the organization prefix, or the account's name",
    "support_email": "the account's support e-mail",
    "first_name": "the person's first name, or “there”",
}


def check(text: str) -> None:
    unknown = sorted(set(BRACED.findall(text)) - NAMES.keys())
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in NAMES)
        raise ValidationError(
            f"There is no variable {{{unknown[0]}}}. You can use {known}.", code="unknown_variable"
        )


def fill(text: str, account, profile) -> str:
    values = {
        "organization": account.prefix,
        "support_email": account.support_email or "our support address",
        "first_name": profile.first_name or "there",
    }
    return VARIABLE.sub(lambda match: values.get(match[1], match[0]), text)
