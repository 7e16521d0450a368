"""What a text of a session is filled with besides what every text may use (H10)."""

from collections.abc import Mapping

from automations.script import Question, Script

ANSWERS, CHOICES, KEYWORD = (
    "answers",
    "choices",
    "keyword",
)  # the numbered choices of the message asked; the word that begins it


def known(script: Script) -> list[str]:
    """The names of these variables."""
    return [CHOICES, KEYWORD, *(question.variable for question in script.questions if question.name)]


def values(
    script: Script, question: Question | None, answers: Mapping[str, str], keyword: str
) -> dict[str, str]:
    """By their names; blank where nothing is known yet. `answers`: ids of choices by those of messages."""
    said = {CHOICES: question.options if question else "", KEYWORD: keyword}
    for each in script.questions:
        chosen = each.choice(answers.get(each.id, ""))
        said[each.variable] = chosen.text if chosen else ""
    return said
