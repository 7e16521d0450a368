"""Whom a note calls with an @ (C12): "@Bob", "@Bob Miller" or "@bob@acme.example", in any case."""

import re
from collections.abc import Iterable

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Membership

# An @ inside a word is an address, not a call.
CALL = r"(?<![\w.@])@"
WORD_END = re.compile(r"\w(?!\w)")
LONGEST = 120


def called(body: str, members: Iterable[Membership]) -> dict[Membership, str]:
    """The members that the text calls, each with the words by which it does. The longest name wins; where two share a
    first name, that name alone calls neither."""
    names = _names(list(members))
    found: dict[Membership, str] = {}
    for at in re.finditer(CALL, body):
        words = body[at.end() : at.end() + LONGEST]
        for end in reversed([end.end() for end in WORD_END.finditer(words)]):
            if member := names.get(words[:end].casefold()):
                found.setdefault(member, words[:end])
                break
    return found


def _names(members: list[Membership]) -> dict[str, Membership | None]:
    """Whom each name means; None where it means several. A whole name counts more than somebody else's first one."""
    firsts, wholes, addresses = {}, {}, {}
    for member in members:
        user = member.user
        for names, name in (
            (firsts, user.name.split(" ")[0]),
            (wholes, user.name),
            (addresses, user.email),
        ):
            key = name.casefold()
            names[key] = None if key in names else member
    return firsts | wholes | addresses


def marked(body: str, calls: Iterable[str]) -> SafeString:
    """The text as markup, with those it calls standing out."""
    text = conditional_escape(body)
    names = sorted((re.escape(conditional_escape(call)) for call in calls), key=len, reverse=True)
    if not names:
        return text
    call = re.compile(rf"{CALL}(?:{'|'.join(names)})(?!\w)", re.IGNORECASE)
    return mark_safe(call.sub(r'<b class="note__call">\g<0></b>', text))  # noqa: S308  escaped above
