"""Template variables in the account's own texts: a flat list of names, filled in once, in one pass. Unknown names are
refused when the text is saved; what a customer wrote is never looked at for variables.

A name may be followed by what stands there where nothing is known: `{first_name|friend}`. `{properties.pet.kind}` is a
property of the person, with the way to a value inside it.
"""

import re
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError

VARIABLE = re.compile(r"\{\s*([a-z_]+(?:\.[\w-]+(?: [\w-]+)*)*)\s*(?:\|([^{}]*))?\}")
BRACED = re.compile(r"\{\s*([^{}]*?)\s*\}")  # anything that was meant as one, misspelt or not
# Families: whatever follows the dot.
PROPERTIES, COUPON = "properties", "coupon"
GAP = re.compile(r"⟨[^⟨⟩\n]{1,80}⟩")
NAMES = {
    "organization": "the organization prefix, or the account's name",
    "support_email": "the account's support e-mail",
    "first_name": "the person's first name, or “there”",
}
# What stands for a name of which nothing is known, where the text says nothing else.
WORDS = {"first_name": "there", "support_email": "our support address"}
# Macros (C13) are used by somebody, on a ticket, and read before they are sent.
MACRO_NAMES = NAMES | {
    "last_name": "the person's last name",
    "agent_name": "your name",
    "agent_first_name": "your first name",
    "ticket_number": "the ticket's number",
}
MACRO_FAMILIES = {
    PROPERTIES: "a property of the person, such as {properties.size}",
    COUPON: "a code from the coupon pool of this name, taken as the answer is sent",
}


def check(text: str, names: Collection[str] = NAMES, families: Collection[str] = ()) -> None:
    unknown = sorted(said for said in set(BRACED.findall(text)) if not _is_known(said, names, families))
    if unknown:
        raise unknown_variable(unknown[0].partition("|")[0].strip(), [*names, *(f"{f}.…" for f in families)])


def unknown_variable(name: str, known: Iterable[str]) -> ValidationError:
    listed = ", ".join(f"{{{each}}}" for each in known)
    return ValidationError(f"There is no variable {{{name}}}. You can use {listed}.", code="unknown_variable")


def _is_known(said: str, names: Collection[str], families: Collection[str]) -> bool:
    match = VARIABLE.fullmatch(f"{{{said}}}")
    if match is None:
        return False
    family, dot, _ = match[1].partition(".")
    return match[1] in names or bool(dot) and family in families


def check_macro(text: str) -> None:
    check(text, MACRO_NAMES, MACRO_FAMILIES)


def check_gaps(text: str) -> None:
    """Raises ValidationError while a gap that a macro left is still to be filled in by hand."""
    if gap := GAP.search(text):
        raise ValidationError(
            f"{gap[0]} is not known of this person. Write it yourself, or take it out.", code="gap"
        )


def gap(name: str) -> str:
    return f"⟨{re.sub(r'[_.]', ' ', name.removeprefix(PROPERTIES))}⟩".replace("⟨ ", "⟨")


def names_in(text: str) -> list[str]:
    """In their order, as often as they stand there."""
    return [match[1] for match in VARIABLE.finditer(text)]


def fill(text: str, account, profile) -> str:
    return substitute(text, lambda name: value_of(name, account, profile))


def fill_macro(text: str, account, profile, **more: str) -> str:
    """What is known; a further value that is blank leaves a gap that can't be overlooked. Coupons stay as they are: a
    code is taken when the text is sent, so nothing that is filled in here may look like one."""

    def value(name: str) -> str | None:
        known = value_of(name, account, profile)
        return _without_braces(more.get(name) if known is None else known)

    return substitute(text, value, gap)


def blank(name: str) -> str:
    return ""


def substitute(text: str, value: Callable[[str], str | None], missing: Callable[[str], str] = blank) -> str:
    """Every variable by its value, in one pass; None leaves it as it stands. A blank one becomes what follows its bar,
    else the word that stands for its name, else what `missing` says."""

    def one(match: re.Match) -> str:
        name, instead = match[1], match[2]
        found = value(name)
        if found is None:
            return match[0]
        return found or (WORDS.get(name) or missing(name) if instead is None else instead.strip())

    return VARIABLE.sub(one, text)


def may_have_become(text: str, filled: str) -> bool:
    """Whether `filled` can be this text with its variables filled in: a repeated call brings the text again."""
    pieces = VARIABLE.sub("\0", text).split("\0")
    return re.fullmatch(".*".join(map(re.escape, pieces)), filled, re.DOTALL) is not None


def value_of(name: str, account, profile) -> str | None:
    """Of the names that every text may use, and of properties. None for all others."""
    family, _, path = name.partition(".")
    if family == PROPERTIES and path:
        return _told(profile.properties, path.split("."))
    match name:
        case "organization":
            return account.prefix
        case "support_email":
            return account.support_email
        case "first_name":
            return profile.first_name
    return None


def _told(value: Any, path: list[str]) -> str:
    """What lies at the path, as one would write it; blank where it is no single value."""
    for key in path:
        if isinstance(value, list) and key.isdecimal():
            value = value[int(key)] if int(key) < len(value) else None
        else:
            value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, str | int | float) else ""


def _without_braces(value: str | None) -> str | None:
    return value and value.replace("{", "(").replace("}", ")")
