"""Further words for a choice, out of what people wrote (H12). Pure."""

from dataclasses import replace

from django.core.exceptions import ValidationError

from automations.building.script_form import LONGEST_CHOICE as LONGEST
from automations.building.script_form import MOST_SYNONYMS as MOST
from automations.script import Choice, Question, Script
from helpdesk.names import one_line


def with_synonym(script: Script, question_id: str, choice_id: str, words: str) -> Script:
    """The script in which the words mean that choice too. Raises ValidationError."""
    question, choice, words = *found(script, question_id, choice_id), clean(words)
    for each in question.choices:
        if words.casefold() in (text.casefold() for text in each.texts):
            said = (
                "already"
                if each.id == choice.id
                else f"as “{each.text}”, so they can't mean “{choice.text}” too"
            )
            raise ValidationError(f"These words are understood {said}.", code="known")
    if len(choice.synonyms) >= MOST:
        raise ValidationError(
            f"“{choice.text}” has {MOST} synonyms already. Take one away first.", code="too_many"
        )
    richer = replace(choice, synonyms=(*choice.synonyms, words))
    choices = tuple(richer if each.id == choice.id else each for each in question.choices)
    changed = replace(question, choices=choices)
    return replace(
        script, questions=tuple(changed if each.id == question.id else each for each in script.questions)
    )


def found(script: Script, question_id: str, choice_id: str) -> tuple[Question, Choice]:
    """Raises ValidationError."""
    question = script.question(question_id)
    choice = question.choice(choice_id) if question else None
    if not question or not choice:
        raise ValidationError(
            "This choice is not in the automation any more. Choose another one.", code="gone"
        )
    return question, choice


def clean(words: str) -> str:
    """Raises ValidationError."""
    words = one_line(words)
    if not words:
        raise ValidationError("Write the words that mean this choice.", code="required")
    if len(words) > LONGEST:
        raise ValidationError(f"A synonym has at most {LONGEST} characters.", code="too_long")
    return words
