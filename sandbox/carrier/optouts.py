"""What the carrier does with STOP, START and HELP, by the number's setting.

`off`: nothing, the application handles them. `default`: STOP blocks this number for this phone (sends are then refused
with 21610), the carrier answers by itself, and HELP is not passed on. `advanced`: the same, but everything is passed on
with `OptOutType` in the webhook.
"""

from .formats import now
from .store import Store

MODES = ("off", "default", "advanced")
STOP = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
START = {"START", "YES", "UNSTOP"}
HELP = {"HELP", "INFO"}

ANSWERS = {
    "STOP": "You have successfully been unsubscribed. You will not receive any more messages from this number. "
    "Reply START to resubscribe.",
    "START": "You have successfully been re-subscribed to messages from this number. Reply HELP for help. "
    "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
    "HELP": "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}


def keyword(body: str) -> str:
    """STOP, START, HELP or nothing: the whole text must be the word, in any case."""
    word = body.strip().upper()
    return "STOP" if word in STOP else "START" if word in START else "HELP" if word in HELP else ""


def is_blocked(store: Store, number: str, phone: str) -> bool:
    return bool(store.one("SELECT 1 FROM optouts WHERE number = ? AND phone = ?", number, phone))


def apply(store: Store, number: str, phone: str, word: str) -> str:
    """Block or unblock; the answer that the carrier texts back, empty when the word changes nothing."""
    if word == "STOP":
        added = store.run("INSERT OR IGNORE INTO optouts VALUES (?, ?, ?)", number, phone, now())
        return ANSWERS["STOP"] if added else ""
    if word == "START":
        return (
            ANSWERS["START"]
            if store.run("DELETE FROM optouts WHERE number = ? AND phone = ?", number, phone)
            else ""
        )
    return ANSWERS.get(word, "")
