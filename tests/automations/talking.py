"""Automations of an account, for tests: made in one line, and people who text."""

from dataclasses import replace as changed
from datetime import timedelta
from typing import Any

from accounts import tenancy
from automations import sweeps
from automations.models import Automation, Session
from automations.script import Choice, Question, Script
from inbox.models import Message
from tests.world import text_from

__all__ = ["PETS", "Talk", "changed"]
PETS = Script(
    questions=(
        Question(
            "pet",
            "pet",
            "What pet do you have?",
            (Choice("cat", "Cat"), Choice("dog", "Dog")),
            save_as="pet",
        ),
        Question(
            "size",
            "size",
            "How big is your {answers.pet}?",
            (Choice("small", "Small", recommendation="The small bed!"), Choice("large", "Large")),
        ),
    ),
    recommendation="Thank you, {first_name}! {answers.pet} food is on us.",
    reprompt="Please answer with a number:\n{choices}",
    fallback="We gave up. Text {keyword} to begin again.",
)


class Talk:
    """`talk.make()` makes an automation that is on; `talk.text(person, "PETS")` is a text from somebody."""

    def __init__(self, cast):
        self.cast, self.account = cast, cast.acme

    def make(
        self, script: Script = PETS, keywords=("PETS",), name="Pets", on=True, checked=True, **more: Any
    ) -> Automation:
        """Without `checked` it is on whatever is wrong with it, as what went wrong later is."""
        automation = Automation.objects.make(
            self.account, name, keywords=list(keywords), script=script.as_json(), **more
        )
        if not checked:
            automation.problems = lambda version: []
        if on:
            automation.switch_on()
        return Automation.objects.by_id(automation.pk)

    def text(self, person, body: str, **more) -> Message:
        return text_from(self.cast.number, person.phone, body, **more)

    def said_to(self, person) -> list[str]:
        """What automations sent to somebody, oldest first."""
        sent = Message.objects.filter(profile=person, origin=Message.Origin.AUTOMATION)
        return list(sent.order_by("pk").values_list("body", flat=True))

    def session_of(self, person) -> Session:
        """The newest one."""
        return Session.objects.whole().filter(profile=person).first()

    def time_out(self) -> int:
        """The sweep comes, for this account."""
        with tenancy.every_account():
            return sweeps.time_out()

    def pass_by(self, **span) -> None:
        """So much time goes by for everybody who is or was inside."""
        for session in Session.objects.all():
            for name in ("started_at", "asked_at", "expires_at"):
                setattr(session, name, getattr(session, name) - timedelta(**span))
            session.save()
