"""Whom conditions mean, as the builder and the list tell it."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from campaigns import counting, rules
from campaigns.conditions import Vocabulary
from campaigns.counting import Counted, TooLong
from profiles.models import Profile


@dataclass(frozen=True)
class Meant:
    """`counted` is None where it took too long, or where the conditions have `faults`."""

    counted: Counted | None = None
    sample: list[Profile] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def nobody(self) -> bool:
        return self.counted is not None and not self.counted.people and not self.counted.is_more

    @property
    def none_so_far(self) -> bool:
        """Nobody among those who came last; the others could not be looked at in time."""
        return self.counted is not None and not self.counted.people and self.counted.is_more

    @property
    def number(self) -> str:
        """ "More than 1,204 people"."""
        assert self.counted is not None
        people = self.counted.people
        return f"{'More than ' if self.counted.is_more else ''}{people:,} {'person' if people == 1 else 'people'}"

    @property
    def textable(self) -> str:
        assert self.counted is not None
        return f"{self.counted.textable:,}"


def meant(vocabulary: Vocabulary, given: rules.Rules, sample: bool = True) -> Meant:
    try:
        found = rules.find(rules.checked(given, vocabulary))
    except ValidationError as error:
        return Meant(faults=error.messages)
    try:
        counted = counting.count(vocabulary.account, found)
        few = counting.sample(vocabulary.account, found) if sample and counted.people else []
    except TooLong:
        return Meant()
    return Meant(counted, few)
