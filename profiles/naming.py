"""Somebody of the account's by what one would type of them: their number, or their name."""

from django.core.exceptions import ValidationError

from profiles import phones


def whom(account, words: str):
    """The person of this number or name, and else why there is none."""
    words = words.strip().replace("\0", "")
    if not words:
        return None, "Type a person's number or name."
    try:
        found = account.profiles.filter(phone=phones.normalise(words))
    except ValidationError:
        first, _, last = words.partition(" ")
        found = account.profiles.filter(first_name__iexact=first)
        found = found.filter(last_name__iexact=last.strip()) if last else found
    person = found.first()
    return person, "" if person else f"Nobody here is “{words}”."
