"""What is wrong with the texts of a script as they will be sent (H10), with numbered choices and filled variables."""

import unicodedata
from collections.abc import Iterator, Mapping

from django.core.exceptions import ValidationError

from automations.conversation import Kind
from automations.paths import Before
from automations.problems.facts import Facts
from automations.problems.problem import Problem, advice, wrong
from automations.script import DEFAULT, Script
from automations.texts import SETTINGS, Text, heaviest, texts
from automations.wording import ANSWERS, CHOICES, KEYWORD
from inbox import variables
from sms import composing, links, segments

MOST_SEGMENTS = 2
INVISIBLE = {"Mn", "Me", "Cf", "Cc", "Cs", "Zs"}
WHERE = {
    Kind.QUESTION: "has its numbered choices below it already, so {choices} would say them twice.",
    Kind.RECOMMENDATION: "comes after the choice, so {choices} makes no sense there.",
    Kind.FALLBACK: "comes when the conversation is over, so {choices} can't be answered there.",
}


def of_texts(script: Script, facts: Facts) -> Iterator[Problem]:
    values = heaviest(script, facts.keywords)
    for text in texts(script):
        found = [*_of_variables(text, script, facts)]
        yield from found
        if all(problem.advice for problem in found):
            yield from _of_size(text, values, facts, named(text))
    if script.reprompt.strip() and CHOICES not in variables.names_in(script.reprompt):
        yield advice(
            SETTINGS,
            "no_choices",
            "The reprompt does not repeat the choices. Put {choices} where they should stand.",
        )


def named(text: Text) -> str:
    match text.kind:
        case Kind.QUESTION:
            return "This message"
        case Kind.RECOMMENDATION:
            return "The recommendation for all choices" if text.place == DEFAULT else "Its recommendation"
    return f"The {text.kind}"


def _of_variables(text: Text, script: Script, facts: Facts) -> Iterator[Problem]:
    for said in dict.fromkeys(variables.BRACED.findall(text.written)):
        name, bar, _ = said.partition("|")
        name = name.strip()
        family, _, rest = name.partition(".")
        if not variables.VARIABLE.fullmatch(f"{{{said}}}"):
            yield _unknown(text, name, script)
        elif family == ANSWERS and rest:
            yield from _of_answer(text, rest, script, has_instead=bool(bar))
        elif family == variables.COUPON and rest:
            yield from _of_coupon(text, name, facts)
        elif name == CHOICES and text.kind != Kind.REPROMPT:
            yield advice(text.place, "choices_here", f"{named(text)} {WHERE[text.kind]}")
        elif name not in (*composing.NAMES, KEYWORD, CHOICES) and not (
            family == variables.PROPERTIES and rest
        ):
            yield _unknown(text, name, script)


def _unknown(text: Text, name: str, script: Script) -> Problem:
    error = variables.unknown_variable(name, usable(script, text.before))
    return wrong(text.place, "variable", f"{named(text)}: {error.messages[0]}")


def usable(script: Script, before: Before) -> list[str]:
    answers = [each.variable for each in script.questions if each.name and each.id in before.ever]
    return [*composing.NAMES, KEYWORD, *answers, f"{variables.PROPERTIES}.…", f"{variables.COUPON}.…"]


def _of_answer(text: Text, name: str, script: Script, has_instead: bool) -> Iterator[Problem]:
    asked = next((question for question in script.questions if question.name == name), None)
    if asked is None:
        yield _unknown(text, f"{ANSWERS}.{name}", script)
    elif asked.id not in text.before.ever:
        yield wrong(
            text.place, "not_asked",
            f"{named(text)} uses {{{asked.variable}}}, which nobody has answered by then. Take it out, or ask "
            "it before.",
        )  # fmt: skip
    elif asked.id not in text.before.always and not has_instead:
        yield advice(
            text.place, "not_always_asked",
            f"{named(text)} uses {{{asked.variable}}}, and not everybody has answered it by then. Say what "
            f"stands there for the others: {{{asked.variable}|…}}.",
        )  # fmt: skip


def _of_coupon(text: Text, name: str, facts: Facts) -> Iterator[Problem]:
    stock = facts.pools.get(name)
    if stock is None:
        yield wrong(
            text.place,
            "no_pool",
            f"There is no coupon pool for {{{name}}}. Choose another one, or make it in Settings, Coupons.",
        )
    elif stock.few == 0:
        yield wrong(
            text.place,
            "no_codes",
            f"The coupon pool “{stock.pool}” has no codes left. Import more in Settings, Coupons.",
        )
    elif stock.few is not None:
        left = "1 code" if stock.few == 1 else f"{stock.few} codes"
        yield advice(
            text.place, "few_codes",
            f"The coupon pool “{stock.pool}” has only {left} left; without one the conversation can't go on. Import "
            "more in Settings, Coupons.",
        )  # fmt: skip


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
            f"{subject} has {length:,} characters as it is sent, and {segments.MAX_CHARACTERS:,} are the most. "
            "Shorten it.",
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
