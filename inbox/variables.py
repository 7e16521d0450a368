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
# Macros (C13) are used by somebody, on a ticket, and read before they are sent.
MACRO_NAMES = NAMES | {
    "last_name": "the person's last name",
    "agent_name": "your name",
    "agent_first_name": "your first name",
    "ticket_number": "the ticket's number",
}
GAPS = {name: f"⟨{name.replace('_', ' ')}⟩" for name in MACRO_NAMES}


def check(text: str, names: dict[str, str] = NAMES) -> None:
    unknown = sorted(set(BRACED.findall(text)) - names.keys())
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in names)
        raise ValidationError(
            f"There is no variable {{{unknown[0]}}}. You can use {known}.", code="unknown_variable"
        )


def check_macro(text: str) -> None:
    check(text, MACRO_NAMES)


def check_gaps(text: str) -> None:
    """Raises ValidationError while a gap that a macro left is still to be filled in by hand."""
    if gap := next((gap for gap in GAPS.values() if gap in text), None):
        raise ValidationError(
            f"{gap} is not known of this person. Write it yourself, or take it out.", code="gap"
        )


def fill(text: str, account, profile, **more: str) -> str:
    """What is known; a further value that is blank leaves a gap that can't be overlooked."""
    values = {
        "organization": account.prefix,
        "support_email": account.support_email or "our support address",
        "first_name": profile.first_name or "there",
    } | {name: value or GAPS[name] for name, value in more.items()}
    return VARIABLE.sub(lambda match: values.get(match[1], match[0]), text)
