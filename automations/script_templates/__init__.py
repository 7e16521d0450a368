"""What a new automation can begin from (H14): complete conversations, one JSON file each, `<template>.<language>.json`.
With a keyword of one's own they can be switched on as they are."""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from automations.building.editing import with_question
from automations.script import Script, read

HERE = Path(__file__).parent
KINDS = {"survey": "clipboard-list", "guide": "shopping-bag", "quiz": "circle-question-mark"}
LANGUAGES = {"en": "English", "fr": "Français", "de": "Deutsch"}


class Template(NamedTuple):
    """`about` says what it is for, `keyword` one that suits it."""

    code: str
    icon: str
    name: str
    about: str
    keyword: str
    content: dict[str, Any]

    def script(self) -> Script:
        return read(self.content) if self.content else with_question(Script())


BLANK = Template("", "plus", "New automation", "", "PETS", {})  # with the first message to be written


@cache
def in_language(language: str) -> list[Template]:
    return [_load(f"{kind}.{language}", icon) for kind, icon in KINDS.items()]


def find(code: str) -> Template:
    """By its code; what there is not is blank."""
    return next(
        (each for language in LANGUAGES for each in in_language(language) if each.code == code), BLANK
    )


def choices() -> list[tuple[str, str]]:
    return [(each.code, each.name) for language in LANGUAGES for each in in_language(language)]


def language_of(asked: str) -> str:
    return asked if asked in LANGUAGES else "en"


def _load(code: str, icon: str) -> Template:
    kept = json.loads((HERE / f"{code}.json").read_text())
    return Template(code, icon, kept["name"], kept["about"], kept["keyword"], kept["script"])
