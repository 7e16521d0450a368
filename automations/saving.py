"""Answers that stay on the profile (H11): as a property, and as a tag. Nothing about them ever stops the conversation:
what can't be kept is said in the session, and the answer stands in its results all the same."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError

from automations.script import Choice, Question
from inbox import profile_tags
from inbox.models import Tag
from profiles.models import Profile


def save(profile: Profile, question: Question, choice: Choice) -> str:
    """Why not all of it could be kept; blank when it was."""
    troubles = []
    if question.save_as:
        troubles.append(
            tried(f"property “{question.save_as}”", lambda: _set(profile, question.save_as, choice.text))
        )
    if choice.tag:
        troubles.append(tried(f"tag “{choice.tag}”", lambda: _tag(profile, choice.tag)))
    return " ".join(filter(None, troubles))


def tried(what: str, verb: Callable[[], None]) -> str:
    """Why it could not be saved as this; blank when it was."""
    try:
        verb()
    except ValidationError as error:
        return f"An answer could not be saved as {what}: {' '.join(error.messages)}"
    return ""


def _set(profile: Profile, path: str, text: str) -> None:
    profile.set_properties(**placed(profile.properties, path, text))


def placed(properties: dict[str, Any], path: str, text: str) -> dict[str, Any]:
    """The property that changes, with the text at the path: `pet.kind` is the value `kind` inside `pet`, as in texts
    and segments. Raises ValidationError."""
    name, *inside = path.split(".")
    return {name: _put(properties.get(name), inside, text)}


def _put(standing: Any, path: list[str], text: str) -> Any:
    """What stands there, with the text at the path. Raises ValidationError where something else stands that another
    system may need."""
    if not path:
        if isinstance(standing, dict | list):
            raise ValidationError("There is an object or a list already, which is left as it is.")
        return text
    if standing is not None and not isinstance(standing, dict):
        raise ValidationError("There is a plain value already, which has nothing inside it.")
    inside = standing or {}
    return inside | {path[0]: _put(inside.get(path[0]), path[1:], text)}


def _tag(profile: Profile, name: str) -> None:
    profile_tags.add(profile, Tag.objects.for_name(profile.account, name))
