"""The first step of every inbound text: compliance keywords, before everything else and in every state (E3)."""

from helpdesk import live
from inbox import automatic, variables
from inbox.models import CUSTOMER, Delivery, EventKind, Message
from profiles.models import Consent
from sms import opt_outs, words
from sms.words import Word

# What the provider's own opt-out service calls them; where it speaks, it has answered the person itself.
PROVIDER_WORDS = {"STOP": Word.STOP, "START": Word.START, "HELP": Word.HELP}


def comply(message: Message) -> bool:
    """STOP, HELP, START and the account's subscribe keywords are handled here and make no ticket (E2)."""
    if message.channel.kind != "sms":
        return False
    word = meaning_of(message)
    if word is None:
        return False
    texts, said = message.channel.sms_texts, message.body.strip()[:40]
    if word == Word.STOP:
        repeated = message.profile.opted_out_at is not None
        message.profile.withdraw_consent(source=f"Texted {said}", at=message.sent_at)
        history(message, EventKind.CONSENT_WITHDRAWN, source=f"Texted {said}")
        if not repeated:
            answer(message, texts.stop)
    elif word == Word.START:
        message.profile.give_consent(Consent.Kind.MARKETING, source=f"Texted {said}", at=message.sent_at)
        history(message, EventKind.CONSENT_GIVEN, source=f"Texted {said}", consent=Consent.Kind.MARKETING)
        answer(message, texts.start)
    else:
        answer(message, texts.help)
    live.ping(message.account_id, *message.topics)
    return True


def meaning_of(message: Message) -> Word | None:
    """The provider's own word first, then ours, the account's subscribe keywords, and an opt-out in other words."""
    if message.inbound.opt_out_type in PROVIDER_WORDS:
        return PROVIDER_WORDS[message.inbound.opt_out_type]
    if word := words.reserved(message.body):
        return word
    normal = words.normalise(message.body)
    own = {keyword.normal for keyword in message.channel.account.subscribe_keywords.all()}
    if normal and normal in own:
        return Word.START
    sure = opt_outs.read(message.body, message.channel.account.prefix) == opt_outs.Reading.SURE
    return Word.STOP if sure else None


def doubt(message: Message) -> None:
    """After the steps: what may be an opt-out is put to whoever works the ticket, with a time after which it is one."""
    if message.channel.kind != "sms" or message.ticket is None:
        return
    reading = opt_outs.read(message.body, message.channel.account.prefix)
    if reading == opt_outs.Reading.DOUBTFUL and message.profile.doubt_consent(message.body):
        message.ticket.record(EventKind.OPT_OUT_DOUBTED, CUSTOMER)


def answer(message: Message, text: str) -> None:
    """Exempt from the consent gate, once per text, and silent where the provider answers itself."""
    if message.inbound.opt_out_type or message.inbound.provider_answers:
        return
    body = variables.fill(text, message.channel.account, message.profile)
    automatic.say(message, body, Message.Origin.KEYWORD, Delivery.Gate.COMPLIANCE)


def history(message: Message, kind: EventKind, **data: str) -> None:
    for ticket in message.channel.tickets.filter(profile=message.profile_id):
        ticket.record(kind, CUSTOMER, **data)
        ticket.ping()
