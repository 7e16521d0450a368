"""Full-text search (B4): which of some tickets have a message, a person, a number or a tag that says all the words.

The keys that are searched are made by the database (migration 0005 tells what they are). Words may stand in different
places: "paula refund" finds the refund that a Paula wrote of. The last word may be unfinished.

A word that many tickets have is found among the newest of them, in the order of the list, without looking at the rest;
a rare one by the index of all keys. Each way is slow where the other is quick, so the walk comes first and has an end.
"""

from typing import Any, NamedTuple

from django.db import OperationalError, connection, models, transaction
from django.db.models.expressions import RawSQL
from psycopg.errors import QueryCanceled

from inbox.models import TicketTag
from inbox.queries import Query, parse

WALK = 400  # tickets that are looked at one by one before the index is asked


class Reach(NamedTuple):
    """`candidates`: rows of the index, a word that has more of them is common; `far`: how many tickets are walked where
    all words are. Several words cost more for each ticket: they may stand in two places."""

    candidates: int
    far: int


ONE_WORD, SEVERAL = Reach(5000, 20_000), Reach(1500, 5000)

IN_ONE = """EXISTS (
    SELECT FROM inbox_searchable AS one
    WHERE one.ticket_id = walked.id AND one.words @@ %(every)s::tsquery OFFSET 0)"""
IN_TWO = """EXISTS (
    SELECT FROM inbox_searchable AS head
    WHERE head.ticket_id = walked.id AND head.kind = 'ticket' AND head.words @@ %(heads)s::tsquery AND EXISTS (
        SELECT FROM inbox_searchable AS one
        WHERE one.ticket_id = walked.id AND (one.words || head.words) @@ %(every)s::tsquery OFFSET 0) OFFSET 0)"""
TAGGED = """EXISTS (
    SELECT FROM inbox_tickettag AS worn WHERE worn.ticket_id = walked.id AND worn.tag_id = ANY (%(tags)s) OFFSET 0)"""

# OFFSET 0 keeps it one question per ticket. The last step of the walk is returned in any case: where it does not come,
# the list has ended before.
WALKED = """
SELECT id, fits, place FROM (
    SELECT id, {fits} AS fits, row_number() OVER () AS place FROM ({tickets}) AS walked
) AS looked_at WHERE fits OR place = %(steps)s LIMIT %(most)s
"""
INDEXED = """
WITH hits AS MATERIALIZED (
    SELECT ticket_id FROM inbox_searchable WHERE words @@ %(keys)s::tsquery LIMIT %(candidates)s
), counted AS (SELECT count(*) AS hits FROM hits)
SELECT hits, array(
    SELECT id FROM (SELECT DISTINCT ticket_id FROM hits) AS walked (id) WHERE hits < %(candidates)s AND {fits}
) FROM counted
"""


class TooSlow(Exception):
    """The database gave up: what was asked for is too much for one search."""


class Found(NamedTuple):
    """The ids of tickets, in no order. `is_similar`: nothing fitted, these people have similar names. `is_partial`:
    tickets further down the list were not looked at."""

    ids: list[int]
    query: Query | None = None
    is_similar: bool = False
    is_partial: bool = False


def find(tickets: models.QuerySet, account, said: str, most: int, similar: bool = True) -> Found:
    """The first `most` of these tickets of one account, by their order, that the text finds; where nothing does, people
    with `similar` names. Raises TooSlow.

    What is asked later in the same transaction has no more time than one statement here (queries.PATIENCE).
    """
    try:
        with transaction.atomic():
            query = parse(account.pk, said)
            return _find(tickets, query, most, similar) if query else Found([])
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow from error
        raise


def _find(tickets, query: Query, most: int, similar: bool) -> Found:
    ids, is_end = _walk(tickets, query, WALK, most)
    is_partial = False
    if len(ids) < most and not is_end:
        fitting = _by_rarest_word(query)
        if fitting is None:
            far, is_end = _walk(tickets, query, _reach(query).far, most)
            fitting = [*far, *(_indexed(query.every) or [] if query.heads else [])]
            is_partial = len(far) < most and not is_end
        ids = _first(tickets, fitting, most)
    if ids or is_partial or not (similar and query.slips):
        return Found(ids, query, is_partial=is_partial)
    return Found(_first(tickets, _indexed(query.slips) or [], most), query, is_similar=True)


def _walk(tickets, query: Query, steps: int, most: int) -> tuple[list[int], bool]:
    """Those that fit among the first `steps` tickets, and whether these are all tickets there are."""
    sql, params = tickets.values("id")[:steps].query.sql_with_params()
    named = {f"p{place}": value for place, value in enumerate(params)}
    statement = WALKED.format(fits=_fits(query), tickets=sql % tuple(f"%({name})s" for name in named))
    values = named | _values(query) | {"steps": steps, "most": most}
    with connection.cursor() as cursor:
        rows = cursor.execute(statement, values).fetchall()
    ids = [pk for pk, fits, _ in rows if fits]
    return ids, len(ids) < most and not (rows and rows[-1][2] == steps)


def _by_rarest_word(query: Query) -> list[int] | None:
    """All tickets that fit; None where each word is common. Long words are likely to be rare ones."""
    most = _reach(query).candidates
    worn = TicketTag.objects.filter(tag__in=query.tags).values_list("ticket_id", flat=True)
    tagged = list(worn[:most]) if query.tags else []
    if len(tagged) == most:
        return None
    for word in sorted(query.words, key=len, reverse=True):
        if (fitting := _indexed(word, query)) is not None:
            return [*fitting, *tagged]
    return None


def _indexed(keys: str, query: Query | None = None) -> list[int] | None:
    """The tickets that have the keys and fit the query; None where the keys are common."""
    reach = _reach(query) if query else ONE_WORD
    statement = INDEXED.format(fits=_fits(query) if query and query.heads else "true")
    values: dict[str, Any] = {"keys": keys, "candidates": reach.candidates} | (
        _values(query) if query else {}
    )
    with connection.cursor() as cursor:
        hits, ids = cursor.execute(statement, values).fetchone()
    return ids if hits < reach.candidates else None


def _reach(query: Query) -> Reach:
    return SEVERAL if query.heads else ONE_WORD


def _first(tickets, ids: list[int], most: int) -> list[int]:
    among = RawSQL("inbox_ticket.id = ANY(%s)", [ids], output_field=models.BooleanField())
    return list(tickets.filter(among).values_list("id", flat=True)[:most]) if ids else []


def _fits(query: Query) -> str:
    ways = [IN_ONE, *([IN_TWO] if query.heads else []), *([TAGGED] if query.tags else [])]
    return f"({' OR '.join(ways)})"


def _values(query: Query) -> dict[str, Any]:
    return {"every": query.every, "heads": query.heads, "tags": query.tags}
