"""The step of the way in that automations are (H4, H5): an answer within a session, or the keyword that begins one."""

from django.core.exceptions import ValidationError

from automations.models import Session, TriggerKeyword
from inbox import opening
from inbox.models import Message
from sms import auto_responder


def answer(message: Message) -> bool:
    if message.channel.kind != "sms":
        return False
    session = (
        None
        if message.is_first
        else Session.objects.running().whole().filter(profile=message.profile_id).first()
    )
    if session is not None and session.is_over(message.sent_at):
        session.time_out()
    elif session is not None:
        return heard(session, message)
    keyword = TriggerKeyword.objects.filter(account=message.account_id).called(message.body)
    return keyword is not None and entered(keyword, message)


def heard(session: Session, message: Message) -> bool:
    """Within a session no auto-responder speaks (E5): what is no answer to what was asked is for the team."""
    session.profile = message.profile
    if message.sent_at < session.asked_at or not session.hear(message):
        return opening.open_or_reopen(message)
    return True


def entered(keyword: TriggerKeyword, message: Message) -> bool:
    """Whoever may not enter gets the auto-responder's message (H4); where that is silent, it is an ordinary text."""
    if not may_enter(keyword.automation.version, message):
        return auto_responder.speak(message)
    try:
        Session.objects.start(keyword.automation, message.profile, message.channel, message, keyword.word)
    except ValidationError:
        return False
    return True


def may_enter(version, message: Message) -> bool:
    """A subscriber (H4), who for a campaign reply was sent something by it within its hours (H3)."""
    if not message.profile.is_subscriber:
        return False
    if not version.is_reply:
        return True
    sent = Message.objects.filter(
        profile=message.profile_id, channel=message.channel_id, source=version.trigger_source_id,
        replies_until__isnull=False, sent_at__lte=message.sent_at, sent_at__gte=message.sent_at - version.trigger_span,
    )  # fmt: skip
    return version.trigger_source_id is not None and sent.exists()
