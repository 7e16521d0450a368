"""The step of the way in that automations are (H4, H5): an answer within a session, or the keyword that begins one."""

from django.core.exceptions import ValidationError

from automations import looping
from automations.models import Ended, Session, TriggerKeyword
from automations.models.trigger_keyword import spellings
from helpdesk.statements import ask
from inbox import opening
from inbox.models import Message
from sms import auto_responder, opt_outs

# All that a text costs which is for no automation: two looks at an index each, in one statement.
LOOK_UP = """
SELECT (SELECT id FROM automations_session WHERE profile_id = %(profile)s AND ended_at IS NULL), EXISTS (
    SELECT FROM automations_triggerkeyword WHERE account_id = %(account)s AND normal = ANY(%(said)s) AND is_live
)
"""


def answer(message: Message) -> bool:
    if message.channel.kind != "sms":
        return False
    values = {"profile": message.profile_id, "account": message.account_id, "said": spellings(message.body)}
    inside, is_keyword = ask(LOOK_UP, values) or (None, False)
    if inside and (session := Session.objects.take(inside, message)) and not ended(session, message):
        return heard(session, message)
    keywords = TriggerKeyword.objects.filter(account=message.account_id)
    keyword = keywords.called(message.body) if is_keyword else None
    return keyword is not None and entered(keyword, message)


def ended(session: Session, message: Message) -> bool:
    """Whether it is over, which may have been noticed by nobody before: then the text is as any other."""
    if session.automation.is_removed:
        return session.end(Ended.REMOVED)
    if not message.profile.is_subscriber:
        return session.end(Ended.NO_CONSENT)
    if session.is_over(message.sent_at):
        session.time_out()
        return True
    return False


def heard(session: Session, message: Message) -> bool:
    """Within a session no auto-responder speaks (E5): what is no answer to what was asked is for the team."""
    is_answer = message.sent_at >= session.asked_at
    if may_opt_out(message) and not (is_answer and session.understands(message.body)):
        session.end(Ended.DOUBTED)
    elif is_answer and session.hear(message):
        return True
    elif not is_answer and session.began_by(message.body):
        return True  # the keyword once more, before its first message was out: it was heard
    return opening.open_or_reopen(message)


def may_opt_out(message: Message) -> bool:
    """Those for sure are taken before (E3); what may be one is for a person to settle."""
    return opt_outs.read(message.body, message.channel.account.prefix) == opt_outs.Reading.DOUBTFUL


def entered(keyword: TriggerKeyword, message: Message) -> bool:
    """Whoever may not enter gets the auto-responder's message (H4); where that is silent, it is an ordinary text."""
    if not may_enter(keyword.automation.version, message):
        return auto_responder.speak(message)
    # While it is open whether they opted out, whoever settles that sees this too.
    if message.profile.is_doubted or looping.stopped(message):
        return False
    try:
        Session.objects.start(keyword.automation, message.profile, message.channel, message, keyword.word)
    except ValidationError as error:
        Session.objects.fail(keyword.automation, message, keyword.word, error)
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
