"""What is wrong with the texts of a script as they will be sent (H10), with numbered choices and filled variables."""

import unicodedata
from collections.abc import Iterator, Mapping

from django.core.exceptions import ValidationError

from automations.problems.facts import Facts
from automations.problems.naming import named, of_variables
from automations.problems.problem import Problem, advice, wrong
from automations.script import Script
from automations.texts import SETTINGS, Text, heaviest, texts
from automations.wording import CHOICES
from inbox import variables
from sms import composing, links, segments

MOST_SEGMENTS = 2
INVISIBLE = {"Mn", "Me", "Cf", "Cc", "Cs", "Zs"}


def of_texts(script: Script, facts: Facts) -> Iterator[Problem]:
    values = heaviest(script, facts.keywords)
    for text in texts(script):
        found = [*of_variables(text, script, facts)]
        yield from found
        if all(problem.advice for problem in found):
            yield from _of_size(text, values, facts, named(text))
    if script.reprompt.strip() and CHOICES not in variables.names_in(script.reprompt):
        yield advice(
            SETTINGS,
            "no_choices",
            "The reprompt does not repeat the choices. Put {choices} where they should stand.",
        )


def _of_size(text: Text, values: Mapping[str, str], facts: Facts, subject: str) -> Iterator[Problem]:
    samples = {name: stock.sample for name, stock in facts.pools.items()}
    try:
        shown = composing.preview(facts.account, text.body, shortened=True, more=values, samples=samples)
    except ValidationError:  # in a choice, where it is told
        return
    length, taken = len(shown.body), shown.measure
    if length > segments.MAX_CHARACTERS:
        yield wrong(
            text.place, "too_long",
            f"{subject} has {length:,} characters as it is sent, and {segments.MAX_CHARACTERS:,} can be.",
        )  # fmt: skip
        return
    if taken.segments > MOST_SEGMENTS:
        yield advice(
            text.place, "segments",
            f"{subject} takes up to {taken.segments} segments, and each is paid for. {MOST_SEGMENTS} at most are best.",
        )  # fmt: skip
    if taken.encoding == "UCS-2":
        yield from _of_alphabet(text, shown, subject)
    for warning in links.warnings(text.written):
        yield advice(text.place, "link", warning)


def _of_alphabet(text: Text, shown: composing.Preview, subject: str) -> Iterator[Problem]:
    """Characters that GSM-7 lacks, where they cost segments."""
    strange = [c for c in dict.fromkeys(shown.body) if c not in segments.GSM_BASIC | segments.GSM_EXTENSION]
    without = segments.measure("".join(c for c in shown.body if c not in strange)).segments
    if without >= shown.measure.segments:
        return
    seen = (
        " ".join(c for c in strange if unicodedata.category(c) not in INVISIBLE) or "an invisible character"
    )
    made = f"{seen[:12]} in it {'make' if ' ' in seen else 'makes'} {shown.measure.segments} segments of {without}."
    remedy = "Write it plainly." if shown.plain else "Leave it out to pay less."
    yield advice(text.place, "alphabet", f"{subject}: {made} {remedy}")
