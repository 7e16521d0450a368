"""Variables of a text that there are not, or not yet (H10), and coupon pools without codes."""

from collections.abc import Iterator

from automations.conversation import Kind
from automations.paths import Before
from automations.problems.facts import Facts
from automations.problems.problem import Problem, advice, wrong
from automations.script import DEFAULT, Script
from automations.texts import Text
from automations.wording import ANSWERS, CHOICES, KEYWORD
from inbox import variables
from sms import composing

WHERE = {
    Kind.QUESTION: "has its numbered choices below it already, so {choices} would say them twice.",
    Kind.RECOMMENDATION: "comes after the choice, so {choices} makes no sense there.",
    Kind.FALLBACK: "comes when the conversation is over, so {choices} can't be answered there.",
}


def of_variables(text: Text, script: Script, facts: Facts) -> Iterator[Problem]:
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


def named(text: Text) -> str:
    match text.kind:
        case Kind.QUESTION:
            return "This message"
        case Kind.RECOMMENDATION:
            return "The recommendation for all choices" if text.place == DEFAULT else "Its recommendation"
    return f"The {text.kind}"
