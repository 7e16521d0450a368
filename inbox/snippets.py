"""Where a search found it: a piece of the newest message that says it, with the words marked."""

import re

from django.db import connection
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from inbox.queries import Query

BEFORE, LENGTH = 24, 160  # letters before the first marked word, and in all

# The words are compared as the keys are: by their stems, without accents. One message says all of them, or else most
# of them stand elsewhere (the person's name).
SAID = """
SELECT found.id, message.body, array(
    SELECT DISTINCT word[1] FROM regexp_matches(message.body, '[[:alnum:]]+', 'g') AS word
    WHERE search_words(word[1]) && %(lexemes)s OR starts_with(lower(unaccent(word[1])), %(unfinished)s))
FROM unnest(%(ids)s::bigint[]) AS found (id) CROSS JOIN LATERAL (
    SELECT source_id FROM inbox_searchable
    WHERE ticket_id = found.id AND kind = 'message' AND words @@ %(texts)s::tsquery
    ORDER BY words @@ %(every)s::tsquery DESC, source_id DESC LIMIT 1
) AS one JOIN inbox_message AS message ON message.id = one.source_id
"""


def snippets(query: Query, ids: list[int]) -> dict[int, SafeString]:
    """By the ticket's id. Tickets that were found by their person or number have none."""
    values = {
        "ids": ids,
        **{name: getattr(query, name) for name in ("lexemes", "unfinished", "texts", "every")},
    }
    with connection.cursor() as cursor:
        return {pk: marked(body, words) for pk, body, words in cursor.execute(SAID, values).fetchall()}


def marked(body: str, words: list[str]) -> SafeString:
    """The body around the first of the words, each of them in <mark>. A customer wrote it: all is escaped."""
    line = " ".join(body.split())
    whole = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    pattern = re.compile(rf"(?<![^\W_])({whole})(?![^\W_])") if words else re.compile(r"(?!)()")
    first = pattern.search(line)
    start = line.rfind(" ", 0, max(first.start() - BEFORE, 0)) + 1 if first else 0
    pieces = pattern.split(line[start : start + LENGTH])
    shown = format_html_join(
        "",
        "{}",
        (
            (piece if place % 2 == 0 else format_html("<mark>{}</mark>", piece),)
            for place, piece in enumerate(pieces)
        ),
    )
    return format_html("{}{}", "… " if start else "", shown)
