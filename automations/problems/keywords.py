"""What is wrong with what begins an automation: its keywords (H2), and who may enter by them (H3)."""

from collections.abc import Iterator, Sequence

from automations.keywords import LONG, LONGEST, SHORTEST, normalise
from automations.problems.facts import Facts
from automations.problems.heard import heard_as
from automations.problems.problem import KEYWORDS, TRIGGER, Problem, advice, wrong
from inbox.models import Source

RESERVED = {
    "stop": "“{word}” unsubscribes whoever texts it, so it can't begin an automation. Choose another keyword.",
    "help": "“{word}” is answered with your help text, so it can't begin an automation. Choose another keyword.",
    "start": "“{word}” subscribes whoever texts it, so it can't begin an automation. Choose another keyword.",
    "subscribe": "“{word}” is your subscribe keyword, so it can't begin an automation. Choose another keyword, or "
    "delete that one in Settings, SMS.",
}


def of_keywords(words: Sequence[str], facts: Facts) -> Iterator[Problem]:
    normals = [normalise(word) for word in words]
    if not any(normals):
        yield wrong(KEYWORDS, "no_keyword", "Write a keyword: the word that people text to begin.")
    for place, (word, normal) in enumerate(zip(words, normals, strict=True)):
        if normal and normal in normals[:place]:
            yield wrong(KEYWORDS, "twice", f"“{word}” stands here twice. Take one of them out.")
        elif normal:
            yield from _of_keyword(word, normal, facts)
    yield from _first_words(normals, facts)


def _of_keyword(word: str, normal: str, facts: Facts) -> Iterator[Problem]:
    if kind := heard_as(word, facts):
        yield wrong(KEYWORDS, "reserved", RESERVED[kind].format(word=word))
    elif whose := facts.taken.get(normal):
        yield wrong(KEYWORDS, "taken", f"“{word}” begins “{whose}” already. Choose another keyword.")
    elif len(normal) < SHORTEST:
        yield wrong(
            KEYWORDS, "too_short",
            f"“{word}” has {_characters(len(normal))}, and a keyword needs {SHORTEST} or more: a shorter one is "
            "texted by chance.",
        )  # fmt: skip
    elif len(word) > LONGEST:
        yield wrong(
            KEYWORDS,
            "too_long",
            f"“{word[:20]}…” has {len(word)} characters, and a keyword at most {LONGEST}. Shorten it.",
        )
    elif len(normal) > LONG:
        yield advice(
            KEYWORDS,
            "long",
            f"“{word}” is long to type without a slip, and slips don't count as it. Shorter is better.",
        )


def _first_words(normals: Sequence[str], facts: Facts) -> Iterator[Problem]:
    """Of a phrase many text only the first word (H1)."""
    for first in dict.fromkeys(normal.split()[0] for normal in normals if " " in normal):
        free = first not in normals and first not in facts.taken and not heard_as(first, facts)
        if free and len(first) >= SHORTEST:
            word = first.upper()
            yield advice(
                KEYWORDS,
                "first_word",
                f"Many text only the first word of a phrase. Add “{word}” as a further keyword.",
            )


def of_trigger(version, facts: Facts) -> Iterator[Problem]:
    if not version.is_reply:
        return
    source = version.trigger_source
    if source is None:
        yield wrong(
            TRIGGER, "no_source",
            "Choose the campaign or flow whose recipients may enter. One that was deleted has to be replaced.",
        )  # fmt: skip
    elif source.account_id != facts.account.pk or source.kind not in Source.CAUSES:
        yield wrong(TRIGGER, "no_source", "People can't receive this. Choose a campaign or a flow.")
    if not version.trigger_hours >= 1:
        yield wrong(TRIGGER, "hours", "Give people at least an hour to answer with the keyword.")


def _characters(number: int) -> str:
    return "1 character" if number == 1 else f"{number} characters"
