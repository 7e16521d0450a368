"""What a bulk action says of itself: how far it is, or what became of the tickets."""

from inbox.models import BulkAction


def sentence(bulk: BulkAction) -> str:
    """“Closed 118. 4 were closed already.”"""
    if not bulk.is_finished:
        return f"{bulk.verb.doing} {bulk.done:,} of {bulk.total:,}…"
    return " ".join(filter(None, (_stopped(bulk), _done(bulk), _already(bulk), _left_alone(bulk))))


def _stopped(bulk) -> str:
    return "Stopped." if bulk.was_stopped else ""


def _done(bulk) -> str:
    if not bulk.changed:
        return "Nothing to undo." if bulk.action == "undo" else "Nothing was changed."
    return f"{bulk.verb.done} {bulk.changed:,}{_to(bulk)}."


def _to(bulk) -> str:
    if bulk.action == "assign":
        return f" to {bulk.member}" if bulk.member else " to nobody"
    return f" with “{bulk.tag}”" if bulk.action == "tag" and bulk.tag else ""


def _already(bulk) -> str:
    return f"{_were(bulk.already)} {bulk.verb.state} already." if bulk.already else ""


def _left_alone(bulk) -> str:
    if not bulk.left_alone:
        return ""
    return f"{_were(bulk.left_alone)} left alone ({bulk.verb.why_left_alone})."


def _were(count: int) -> str:
    return "1 was" if count == 1 else f"{count:,} were"
