"""Some people of one account whose time is over (H8), their rows and sessions locked: all of it written at once."""

from collections import defaultdict
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import F

from accounts.models import Account
from automations import conversation, texting, troubles
from automations.conversation import Ended
from automations.models import Automation, AutomationVersion, Session
from automations.models.conversing import said_in
from automations.telling import tell
from inbox.models import Channel, Delivery, Message
from sms.outgoing import Outgoing, queue_all

NO_NUMBER = "No texting number is connected."


class Batch:
    def __init__(self, account: Account, sessions: list[Session], now: datetime):
        self.account, self.sessions, self.now = account, sessions, now
        self.numbers = list(account.sms_numbers.default_first().select_related("channel__sms_sending"))
        self.texts: list[Outgoing] = []
        self.ended: dict[tuple[str, str, int], list[int]] = defaultdict(list)
        self._complete()

    def _complete(self) -> None:
        """What their texts are composed from: read once for all of them."""
        automations = Automation.objects.select_related("source").in_bulk(
            {each.automation_id for each in self.sessions}
        )
        versions = AutomationVersion.objects.in_bulk({each.version_id for each in self.sessions})
        scripts = {pk: version.read_script() for pk, version in versions.items()}
        channels = Channel.objects.in_bulk({each.channel_id for each in self.sessions})
        for session in self.sessions:
            session.automation = automations[session.automation_id]
            if not session.is_trial:
                session.script = scripts[session.version_id]
            session.channel = channels[session.channel_id]
            session.channel.account = session.profile.account = self.account

    def end(self) -> None:
        for session in self.sessions:
            how, trouble, texts = self._how(session)
            self.ended[how, trouble, texts].append(session.pk)
            session.ended = how
        if self.texts:
            queue_all(self.numbers, self.texts)
        for (how, trouble, texts), ids in self.ended.items():
            Session.objects.filter(pk__in=ids).update(
                ended=how, ended_at=self.now, trouble=trouble, texts=F("texts") + texts
            )
        tell(self.sessions)

    def _how(self, session: Session) -> tuple[str, str, int]:
        """How it ends, what went wrong, and how many texts that takes."""
        if session.automation.is_removed:
            return Ended.REMOVED, session.trouble, 0
        if not session.profile.is_subscriber:
            return Ended.NO_CONSENT, session.trouble, 0
        if not self.numbers:
            return Ended.TIMEOUT, NO_NUMBER, 0
        try:
            self.texts.append(self._fallback(session))
        except ValidationError as error:
            troubles.tell(session.automation, error)
            return Ended.TIMEOUT, said_in(error), 0
        return Ended.TIMEOUT, session.trouble, 1

    def _fallback(self, session: Session) -> Outgoing:
        """Raises ValidationError when it can't be composed for this person."""
        turn = conversation.expire(session.script, session.state)
        (say,) = turn.says
        return Outgoing(
            session.profile, texting.compose(session, turn, say, 1), texting.key(session, say, 1),
            Message.Origin.AUTOMATION, session.source_id, Delivery.Gate.CONSENT,
        )  # fmt: skip
