"""Whom a segment means (G1), in JSON of two levels at most: conditions that all hold, or of which any does, and in the
place of one a group of the other sort.

    {"all": [{"kind": "consent", "how": "marketing"},
             {"any": [{"kind": "tag", "how": "has", "tag": 7}, {"kind": "place", "how": "in", "country": "US"}]}]}

No condition at all means everybody. What is kept was checked; from there on rules become Q without asking anything.
"""

from functools import reduce
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from campaigns.conditions import KINDS, Vocabulary
from profiles.models import Profile

JOINS = {"all": Q.__and__, "any": Q.__or__}
OTHER = {"all": "any", "any": "all"}
MOST = 30  # conditions
SHAPE = 'Rules look like {"all": [conditions]} or {"any": [conditions]}.'

Rules = dict[str, Any]


def find(rules: Rules) -> Q:
    """The profiles that they mean."""
    join, members = parts(rules)
    return reduce(JOINS[join], (_found(member) for member in members), Q())


def matches(profile: Profile, rules: Rules) -> bool:
    """Whether they mean this person, by what the database says now."""
    return Profile.objects.filter(find(rules), pk=profile.pk).exists()


def checked(rules: Any, vocabulary: Vocabulary) -> Rules:
    """As they are kept. Raises ValidationError with a sentence for each condition that makes no sense."""
    if not _is_join(rules):
        raise ValidationError(SHAPE, code="invalid")
    join, members = parts(rules)
    errors: list[str] = []
    kept: list[Rules] = []
    for number, member in enumerate(members, 1):
        kept += _checked(member, join, str(number), vocabulary, errors)
    if not errors and sum(len(each) for each in blocks({join: kept})) > MOST:
        errors.append(f"A segment has at most {MOST} conditions.")
    if errors:
        raise ValidationError([ValidationError(words, code="invalid") for words in errors])
    return {join: kept}


def words(rules: Rules, vocabulary: Vocabulary) -> str:
    """“People who have the tag VIP and consent to marketing texts”; “Everybody” where nothing is asked."""
    join, members = parts(rules)
    if not members:
        return "Everybody"
    both, either = ("and", "or") if join == "all" else ("or", "and")
    told = [f" {either} ".join(_words(each, vocabulary) for each in block) for block in blocks(rules)]
    if len(told) > 1:
        told = [
            f"({text})" if len(block) > 1 else text for text, block in zip(told, blocks(rules), strict=True)
        ]
    return f"People who {f' {both} '.join(told)}"


def retagged(rules: Rules, tag: int, into: int) -> Rules:
    """The same rules, asking for another tag in the place of this one."""
    if _is_join(rules):
        join, members = parts(rules)
        return {join: [retagged(member, tag, into) for member in members]}
    return rules | {"tag": into} if rules.get("tag") == tag else rules


def parts(rules: Rules) -> tuple[str, list[Rules]]:
    ((join, members),) = rules.items()
    return join, members


def blocks(rules: Rules) -> list[list[Rules]]:
    """The upper level, each member as the conditions that it consists of."""
    return [parts(member)[1] if _is_join(member) else [member] for member in parts(rules)[1]]


def _found(member: Rules) -> Q:
    return find(member) if _is_join(member) else KINDS[member["kind"]].find(member)


def _words(condition: Rules, vocabulary: Vocabulary) -> str:
    return KINDS[condition["kind"]].words(condition, vocabulary)


def _is_join(member: Any) -> bool:
    return (
        isinstance(member, dict)
        and len(member) == 1
        and all(key in JOINS and isinstance(value, list) for key, value in member.items())
    )


def _checked(member: Any, above: str, place: str, vocabulary: Vocabulary, errors: list[str]) -> list[Rules]:
    """A group of the same sort as the level above is no group, nor is one of a single condition."""
    if not _is_join(member):
        return [_checked_condition(member, place, vocabulary, errors)]
    join, inner = parts(member)
    if any(_is_join(each) for each in inner):
        errors.append(f"Condition {place}: conditions can be grouped once, not twice.")
        return []
    kept = [
        _checked_condition(each, f"{place}.{number}", vocabulary, errors)
        for number, each in enumerate(inner, 1)
    ]
    return kept if join == above or len(kept) < 2 else [{join: kept}]


def _checked_condition(given: Any, place: str, vocabulary: Vocabulary, errors: list[str]) -> Rules:
    kind = given.get("kind") if isinstance(given, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        errors.append(f"Condition {place}: its kind has to be one of {', '.join(KINDS)}.")
        return {}
    condition = KINDS[kind](given, vocabulary)
    if unknown := given.keys() - condition.fields.keys() - {"kind"}:
        errors.append(f"Condition {place}: there is no “{min(unknown)}” in a condition of this kind.")
        return {}
    if not condition.is_valid():
        errors.append(f"Condition {place}: {condition.first_error}")
        return {}
    return condition.rule
