"""Which automation begins with a word (H2): asked by whoever gives words another meaning (KEYWORD_HOLDERS)."""

from automations.models import TriggerKeyword
from sms import words


def holder(account, text: str) -> str:
    """In words, or blank. A word is compared as a subscribe keyword is heard: accents and punctuation apart."""
    heard = words.normalise(text)
    held = TriggerKeyword.objects.filter(account=account).select_related("automation__source")
    found = next((each for each in held if heard and words.normalise(each.word) == heard), None)
    return f"the automation “{found.automation}”" if found else ""
