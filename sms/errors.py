"""The provider's error codes in plain words (C17, E9) and what follows from them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    words: str
    again: bool = False  # surely not accepted, and worth another try by itself
    opted_out: bool = False


CODES = {
    "11200": Meaning(
        "The provider could not fetch the picture from here. An admin should check that the helpdesk's public address "
        "can be reached."
    ),
    "12300": Meaning("The provider does not take this kind of picture."),
    "20003": Meaning(
        "The provider does not accept the account id and token. An admin must renew them in Settings, SMS."
    ),
    "21211": Meaning("This is not a valid phone number."),
    "21408": Meaning(
        "The provider's account may not text this region. An admin can enable it at the provider."
    ),
    "21606": Meaning("The sending number can't send texts. An admin should check it in Settings, SMS."),
    "21610": Meaning("The person has opted out with STOP.", opted_out=True),
    "21611": Meaning("Too many texts wait at this number. It will be tried again.", again=True),
    "21612": Meaning("The provider finds no way to this number."),
    "21614": Meaning("This number is no mobile phone."),
    "21620": Meaning(
        "The provider does not accept the picture's address. An admin should check the public address."
    ),
    "21617": Meaning("The text is longer than the 1,600 characters that the provider takes."),
    "21635": Meaning("This number is a landline and can't get texts."),
    "21703": Meaning(
        "The messaging service has no number to send from. An admin should check it at the provider."
    ),
    "21704": Meaning(
        "The messaging service has no number to send from. An admin should check it at the provider."
    ),
    "20429": Meaning("The provider is busy. It will be tried again.", again=True),
    "30001": Meaning("The provider's queue overflowed. It will be tried again.", again=True),
    "30002": Meaning("The provider has suspended the account. An admin must settle this with the provider."),
    "30003": Meaning("The phone was off or out of reach."),
    "30004": Meaning("The phone or its carrier blocks texts from this number."),
    "30005": Meaning("The number does not exist any more."),
    "30006": Meaning("The number is a landline or its carrier can't be reached."),
    "30007": Meaning("The carrier filtered the text as unwanted. Change the wording before you try again."),
    "30008": Meaning("The carrier did not say why."),
    "30011": Meaning("The phone's carrier takes no pictures by text."),
    "30019": Meaning("The picture is too large for the phone's carrier."),
    "30022": Meaning("Too many texts at once for this number's registration.", again=True),
    "30023": Meaning("The daily limit of this number's registration is used up."),
    "30032": Meaning("The toll-free number is not verified. An admin must verify it at the provider."),
    "30034": Meaning(
        "The number is not registered for business texts (A2P 10DLC). An admin must register it."
    ),
    "30041": Meaning("The sending number is not registered for this country."),
}


def meaning(code: str | int | None, said: str = "") -> Meaning:
    """Unknown codes keep the provider's own words: better than none."""
    code = str(code or "")
    return CODES.get(code) or Meaning(said or f"The provider refused it{f' (error {code})' if code else ''}.")
