"""The provider's error codes in plain words (C17, E9), and what follows from each: all of it data, acted upon in
sms/failing.py. Codes come at once, as the answer to a send, or later, with the news that a text was not delivered."""

from dataclasses import dataclass
from datetime import timedelta

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True)
class Meaning:
    """`words`: for the agent, on the message. `alert`: for whoever runs the account, above every page. `pauses`: after
    these it is sent again by itself, once each."""

    words: str
    alert: str = ""
    pauses: tuple[timedelta, ...] = ()
    busy: bool = False  # surely not accepted; the next try comes within seconds
    next_day: bool = False  # a limit by the day: it is sent again when the provider's day is over
    halts: bool = False  # nothing leaves from this number until somebody has settled it
    opted_out: bool = False
    dead: bool = False  # this phone will never get a text
    lapsed: bool = False  # the number may be somebody else's by now, who has consented to nothing
    blocked: bool = False  # the second time in a row it looks like an opt-out
    filtered: bool = False  # the words were taken for spam: the same again would hurt the number
    unregistered: bool = False


PICTURE_LINK = "Send a link to it instead."
CODES = {
    "11200": Meaning(
        "The provider could not fetch the picture from here. An admin should check that the helpdesk's public address "
        "can be reached."
    ),
    "12300": Meaning("The provider does not take this kind of picture."),
    "20003": Meaning(
        "The provider does not accept the account id and token. The text waits until an admin has renewed them in "
        "Settings, SMS.",
        alert="The provider does not accept the token of {number}, so nothing leaves from it. Enter the new token.",
        halts=True,
    ),
    "20429": Meaning("The provider is busy. It will be tried again.", busy=True),
    "21211": Meaning("This is not a valid phone number.", dead=True),
    "21408": Meaning(
        "The provider's account may not text this region. An admin can enable it at the provider.",
        alert="{number} may not text a region that you tried to text. Enable it at the provider, under Messaging, "
        "Geo permissions.",
    ),
    "21606": Meaning(
        "The sending number can't send texts. An admin should check it in Settings, SMS.",
        alert="The provider says that {number} can't send texts. Compare it with the provider's list.",
    ),
    "21610": Meaning("The person has opted out with STOP.", opted_out=True),
    "21611": Meaning("Too many texts wait at this number. It will be tried again.", busy=True),
    "21612": Meaning(
        "The provider finds no way from our number to this one.",
        alert="The provider finds no way from {number} to some of the numbers you text. Ask it which countries and "
        "carriers the number reaches.",
    ),
    "21614": Meaning("This number is no mobile phone.", dead=True),
    "21617": Meaning("The text is longer than the 1,600 characters that the provider takes."),
    "21620": Meaning(
        "The provider does not accept the picture's address. An admin should check the public address."
    ),
    "21635": Meaning("This number is a landline and can't get texts.", dead=True),
    "21703": Meaning(
        "The messaging service has no number to send from. An admin should check it at the provider.",
        alert="The messaging service of {number} has no number to send from. Add one to it at the provider.",
    ),
    "21704": Meaning(
        "The messaging service has no number to send from. An admin should check it at the provider.",
        alert="The messaging service of {number} is empty. Add the number to it at the provider.",
    ),
    "30001": Meaning("The provider's queue overflowed.", pauses=(5 * MINUTE, 15 * MINUTE, HOUR), busy=True),
    "30002": Meaning(
        "The provider has suspended the account. An admin must settle this with the provider.",
        alert="The provider has suspended the account of {number}. Texts wait until you have settled it there.",
        halts=True,
    ),
    "30003": Meaning("The phone was off or out of reach.", pauses=(HOUR, 4 * HOUR)),
    "30004": Meaning("The phone or its carrier blocks texts from this number.", blocked=True),
    "30005": Meaning("The number does not exist any more.", dead=True, lapsed=True),
    "30006": Meaning("The number is a landline or its carrier can't be reached.", dead=True),
    "30007": Meaning(
        "The carrier filtered the text as unwanted. Change the wording before you try again.", filtered=True
    ),
    "30008": Meaning("The carrier did not say why.", pauses=(HOUR,)),
    "30009": Meaning("A part of the text was lost on its way."),
    "30010": Meaning("The text costs more than the provider's account allows for one."),
    "30011": Meaning(f"The phone's carrier takes no pictures by text. {PICTURE_LINK}"),
    "30019": Meaning(f"The picture is too large for the phone's carrier. {PICTURE_LINK}"),
    "30022": Meaning(
        "Too many texts at once for this number's registration.", pauses=(5 * MINUTE, 15 * MINUTE, HOUR)
    ),
    "30023": Meaning("The daily limit of this number's registration is used up.", next_day=True),
    "30032": Meaning(
        "The toll-free number is not verified. An admin must verify it at the provider.",
        alert="{number} is a toll-free number that is not verified, so carriers stop its texts. Verify it at the "
        "provider.",
        unregistered=True,
    ),
    "30034": Meaning(
        "The number is not registered for business texts (A2P 10DLC). An admin must register it.",
        alert="{number} is not registered for business texts (A2P 10DLC), so US carriers stop them. Register it at the "
        "provider, attach it to the campaign's messaging service, and enter that service here.",
        unregistered=True,
    ),
    "30041": Meaning(
        "The sending number is not registered for this country.",
        alert="{number} is not registered for texts to the United Kingdom. Register it at the provider.",
        unregistered=True,
    ),
}


def meaning(code: str | int | None, said: str = "") -> Meaning:
    """Unknown codes keep the provider's own words: better than none."""
    code = str(code or "")
    return CODES.get(code) or Meaning(said or f"The provider refused it{f' (error {code})' if code else ''}.")


def codes_that(trait: str) -> list[str]:
    """“filtered” → the codes that mean it."""
    return [code for code, meaning in CODES.items() if getattr(meaning, trait)]
