"""Answers that say a part of a choice's text: “large” for “Large dog”."""

from automations.matching.finding import Hit
from automations.matching.preparing import Prepared
from automations.matching.vocabulary import FILLERS, NEGATIONS, stem
from automations.matching.wording import Wording


def parts(choices: Prepared, said: Wording) -> list[Hit]:
    """All that the answer says are words of the text: “large” for “Large dog”. Both say “no”, or neither does.

    A single word of several counts inside longer ones, too: “room” may be “Living room” or “Bedroom”.
    """
    words = [word for word in said.words if word not in FILLERS or word in choices.telling]
    needed = frozenset(map(stem, words)) or frozenset(said.emoji)
    if not needed <= choices.stems:
        needed = frozenset({stem("".join(said.words))})  # “pick up” for “Pickup in store”
    if not needed or not needed <= choices.stems:
        return []
    negated = NEGATIONS & frozenset(words)
    if len(negated) == len(set(words)) and words:
        return []  # “no” is not enough for “No diet”
    heard = " ".join(words) or "".join(said.emoji)
    hits = [
        Hit(bag.text, heard, 0, len(said.words))
        for bag in choices.bags
        if needed <= bag.stems and negated == bag.negations
    ]
    if hits and len(words) == 1 and not any(len(hit.text.words) == 1 for hit in hits):
        hits += [Hit(bag.text, heard, 0, 1) for bag in choices.bags if heard in bag.text.joined]
    return hits


def partly(choices: Prepared, said: Wording, hits: list[Hit]) -> list[Hit]:
    """Other choices of which the rest of the answer says a word: “hampster or a big one”, beside “Big dog”."""
    if not hits:
        return []
    own = frozenset(stem(word) for hit in hits for word in hit.text.words)
    rest = [
        word
        for place, word in enumerate(said.words)
        if word not in FILLERS and not any(hit.first <= place < hit.last for hit in hits)
    ]
    words = frozenset(map(stem, rest)) & choices.stems - own
    return [Hit(bag.text, " ".join(rest), 0, 0) for bag in choices.bags if words & bag.stems]
