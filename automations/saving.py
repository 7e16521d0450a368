"""Answers that stay on the profile (H11): as a property, and as a tag."""

from automations.script import Choice, Question
from inbox import profile_tags
from inbox.models import Tag
from profiles.models import Profile


def save(profile: Profile, question: Question, choice: Choice) -> None:
    if question.save_as:
        profile.set_properties(**{question.save_as: choice.text})
    if choice.tag:
        profile_tags.add(profile, Tag.objects.for_name(profile.account, choice.tag))
