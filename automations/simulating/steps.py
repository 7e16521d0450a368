"""What a text brings about in a simulation: the steps of the way in (INBOUND_STEPS) in their order, by what they
themselves ask about a text, of a message and a person that are never saved."""

from copy import copy
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from automations import answering, conversation
from automations.conversation import Ended, Turn
from automations.models import TriggerKeyword
from automations.models.trigger_keyword import normalise, spellings
from automations.simulating.phone import Heard, Sent
from inbox import variables
from inbox.models import Channel, Message
from inbox.receiving import Inbound
from profiles.models import doubting
from sms import auto_responder, keywords, segments
from sms.models import Texts
from sms.words import Word

ORDINARY = "An ordinary text: it goes to your inbox."


def hear(simulation, body: str) -> None:
    message = message_of(simulation, body)
    if word := keywords.meaning_of(message):
        heard(simulation, body)
        comply(simulation, word)
    elif simulation.person.is_blocked:
        heard(simulation, body)
        simulation.note("This person is blocked: what they write comes to nothing.")
    elif simulation.is_running:
        answer(simulation, message)
    else:
        heard(simulation, body)
        if not enter(simulation, message):
            respond(simulation, message)
            to_the_inbox(simulation, message)


def message_of(simulation, body: str) -> Message:
    message = Message(
        account=simulation.account, channel=simulation.channel, profile=simulation.person,
        origin=Message.Origin.CUSTOMER, body=body, sent_at=simulation.at,
    )  # fmt: skip
    message.inbound = Inbound("", simulation.person.phone, body)
    return message


def comply(simulation, word: Word) -> None:
    """As sms.keywords.comply (E3)."""
    person, texts = simulation.person, simulation.channel.sms_texts
    repeated = word == Word.STOP and person.opted_out_at is not None
    person.doubt_due_at = person.doubt_due_at if word == Word.HELP else None
    if word == Word.STOP:
        person.marketing_since = person.transactional_since = None
        person.opted_out_at = person.opted_out_at or simulation.at
        simulation.withhold()
        simulation.end(Ended.OPTED_OUT)
    elif word == Word.START:
        person.marketing_since, person.opted_out_at = simulation.at, None
    if not repeated:
        say(simulation, getattr(texts, word), f"Answer to {word.upper()}")


def answer(simulation, message: Message) -> None:
    """As automations.answering.heard (H6, H7)."""
    turn = conversation.hear(simulation.script, simulation.state, message.body)
    is_answer = message.sent_at >= simulation.asked_at
    heard(simulation, message.body, turn if is_answer else None)
    if answering.may_opt_out(message) and not (is_answer and turn.is_clear):
        simulation.end(Ended.DOUBTED)
        simulation.withhold()
    elif is_answer and went_on(simulation, turn):
        return
    elif not is_answer and normalise(simulation.keyword) in spellings(message.body):
        simulation.note("The keyword once more, before the first message has arrived: nothing new begins.")
        return
    elif not is_answer:
        simulation.note("The message before has not arrived yet, so this answers nothing.")
    to_the_inbox(simulation, message)


def went_on(simulation, turn: Turn) -> bool:
    try:
        simulation.follow(turn)
    except ValidationError as error:
        simulation.end(Ended.FAILED, " ".join(error.messages))
        simulation.withhold()
        return False
    return True


def to_the_inbox(simulation, message: Message) -> None:
    """With sms.keywords.doubt, as it has a ticket."""
    simulation.note(ORDINARY)
    person = simulation.person
    if answering.may_opt_out(message) and not person.is_doubted and not person.opted_out_at:
        person.doubt_due_at = simulation.at + doubting.LASTS
        simulation.note("It may be an opt-out, which whoever answers it is asked to settle.")


def enter(simulation, message: Message) -> bool:
    """As automations.answering.entered (H2-H4); False: it is an ordinary text."""
    own = {normalise(word): word for word in simulation.version.keywords}
    keyword = next((own[each] for each in spellings(message.body) if each in own), "")
    other = None if keyword else other_automation(simulation, message.body)
    if not keyword and not other:
        return False
    if not may_enter(simulation, message):
        return respond(simulation, message)
    if simulation.person.is_doubted:
        simulation.note("It is open whether this person has opted out: nobody enters before it is settled.")
        return False
    if other:
        simulation.note(f"This begins “{other}”, another automation.")
        return True
    return begun(simulation, keyword)


def begun(simulation, keyword: str) -> bool:
    if not simulation.script.questions:
        simulation.note("It has no message yet, so it can't begin.")
        return False
    try:
        simulation.begin(keyword)
    except ValidationError as error:
        simulation.note(f"It can't begin. {' '.join(error.messages)}")
        return False
    return True


def other_automation(simulation, body: str):
    held = TriggerKeyword.objects.filter(account=simulation.account).select_related("automation__source")
    found = held.exclude(automation=simulation.automation.pk).called(body)
    return found and found.automation


def may_enter(simulation, message: Message) -> bool:
    version = simulation.version
    if not simulation.person.is_subscriber:
        simulation.note("Only subscribers enter, and this person is none.")
        return False
    since = simulation.at - simulation.began
    asked = copy(message)
    asked.sent_at = timezone.now() + since
    if simulation.invited:
        may = not version.is_reply or since <= version.trigger_span
    else:
        may = answering.may_enter(version, asked)
    if not may:
        source = version.trigger_source or "the chosen campaign"
        simulation.note(f"Only who was sent “{source}” within {version.trigger_hours} hours enters.")
    return may


def respond(simulation, message: Message) -> bool:
    """As sms.auto_responder.speak (E5)."""
    texts, before = simulation.channel.sms_texts, simulation.auto_responded_at
    lately = before is not None and simulation.at < before + timedelta(hours=texts.pause_hours)
    if not texts.auto_respond or lately or not auto_responder.in_audience(texts, message):
        return False
    say(simulation, texts.auto_response, "Auto-responder")
    simulation.auto_responded_at = simulation.at
    return True


def say(simulation, text: str, label: str) -> None:
    """At any hour: it answers a text."""
    body = variables.fill(text, simulation.account, simulation.person)
    simulation.entries.append(Sent(simulation.at, body, label, segments.measure(body), simulation.at))


def heard(simulation, body: str, turn: Turn | None = None) -> None:
    if turn is None or turn.reading is None or turn.question is None:
        simulation.entries.append(Heard(simulation.at, body))
        return
    tied = tuple(turn.question.choices[place].text for place in turn.reading.tied)
    choice = turn.choice.text if turn.choice else ""
    simulation.entries.append(Heard(simulation.at, body, turn.reading, choice, tied))


def channel_of(account) -> Channel:
    """The account's, or, where no number is connected yet, what it would be."""
    kept = account.channels.filter(kind="sms").select_related("sms_texts").first()
    channel = kept or Channel(account=account, kind="sms")
    channel.account = account
    if not hasattr(channel, "sms_texts"):
        channel.sms_texts = Texts(account=account)
    return channel
