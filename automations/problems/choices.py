"""Choices that people can't answer with their own words (H6)."""

from collections.abc import Iterator

from automations.collisions import Collision, Kind, collisions, hidden_in_words
from automations.problems.facts import Facts
from automations.problems.heard import heard_as
from automations.problems.problem import Problem, advice, wrong
from automations.script import Choice, Question, Script
from inbox import variables
from inbox.models import tag
from profiles.models import property_name

HEARD = {
    "stop": "“{text}” unsubscribes whoever texts it, wherever they are. Say it in other words, such as “No, thanks”.",
    "help": "“{text}” is answered with your help text and never heard as this choice. Say it in other words, such as "
    "“More about it”.",
    "start": "“{text}” is heard as consent to marketing and never as this choice. Say it in other words, such as "
    "“Yes, please”, and ask for the number.",
    "subscribe": "“{text}” is your subscribe keyword and never heard as this choice. Say it in other words.",
}


def of_choices(script: Script, facts: Facts) -> Iterator[Problem]:
    for question in script.questions:
        for choice in question.choices:
            yield from _of_choice(choice, facts)
            yield from _kept(question, choice)
        for collision in collisions([choice.texts for choice in question.choices]):
            if collision.text.strip():
                yield _collided(question, collision)
        yield from _of_saving(question)


def _of_choice(choice: Choice, facts: Facts) -> Iterator[Problem]:
    if variables.BRACED.search(choice.text):
        yield wrong(
            choice.id, "braces",
            f"“{choice.text}” has a variable in it, and answers are compared with what stands here. Write it out.",
        )  # fmt: skip
    if "\n" in choice.text or "\r" in choice.text:
        yield wrong(
            choice.id, "lines", "A choice is one line. Make several choices of it, or join the lines."
        )
    for text in choice.texts:
        if kind := heard_as(text, facts):
            yield wrong(choice.id, "reserved", HEARD[kind].format(text=text))
        elif word := hidden_in_words(text):
            yield advice(
                choice.id, "hidden",
                f"“{text}” is inside words such as “{word}”, so an answer with one of them may be taken for it. "
                "A longer text is safer.",
            )  # fmt: skip


def _collided(question: Question, collision: Collision) -> Problem:
    place, text = question.choices[collision.place].id, collision.text
    others = " and ".join(f"{other + 1}" for other in collision.others)
    match collision.kind:
        case Kind.UNHEARD:
            return wrong(
                place, "unheard", f"“{text}” has neither a letter nor a digit, so nobody can answer with it."
            )
        case Kind.COUNT:
            said = f"Whoever texts the number {others} gets choice {others}, not “{text}”. Put it in words."
            return advice(place, "number", said)
        case Kind.NUMBER:
            said = f"“{text}” is the number of choice {others}, so it can't mean this one. Put it in words."
            return wrong(place, "collision", said)
    return wrong(
        place,
        "collision",
        f"“{text}” could be choice {others} as well, so it is not understood. Word one differently.",
    )


def _of_saving(question: Question) -> Iterator[Problem]:
    if len(question.save_as) > property_name.LONGEST:
        yield wrong(
            question.id, "property", f"A property's name has at most {property_name.LONGEST} characters."
        )


def _kept(question: Question, choice: Choice) -> Iterator[Problem]:
    if len(choice.tag) > tag.LONGEST:
        yield wrong(
            choice.id, "tag", f"A tag has at most {tag.LONGEST} characters; this one has {len(choice.tag)}."
        )
