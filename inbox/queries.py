"""What somebody typed into a search field, as Postgres understands it: a tsquery over the keys of migration 0005."""

import json
import re
from dataclasses import dataclass

from helpdesk.statements import ask

LONGEST = 200  # letters; what comes after them is not looked for
MOST_WORDS = 8
LONGEST_WORD = 50
PATIENCE = 2000  # ms, for each statement from here on
NUMBER = re.compile(r"[\d\s()+./-]+")
TICKET = re.compile(r"#\s*(\d+)")
NAME = range(4, 21)  # letters of a name that may have a slip

PARSE = """
SELECT set_config('statement_timeout', %(patience)s, true), (
    SELECT coalesce(jsonb_agg(jsonb_build_array(word, search_words(word)) ORDER BY place), '[]')
    FROM unnest(search_split(%(said)s)) WITH ORDINALITY AS split (word, place) WHERE place <= %(most)s
), array(
    SELECT id FROM inbox_tag AS tag WHERE account_id = %(account)s AND NOT EXISTS (
        SELECT FROM unnest(search_split(%(said)s)) AS word
        WHERE strpos(' ' || array_to_string(search_split(tag.name), ' '), ' ' || word) = 0)
)
"""


@dataclass(frozen=True)
class Query:
    """`every`: all words in one place; `words`: each for itself; `heads`: of several words any that a person has;
    `texts`: any of the words in a message; `slips`: names that are nearly these words. All of them are tsqueries,
    `heads` and `slips` may be blank. `tags`: ids of those whose name has all the words, or words that begin so.
    `lexemes` and `unfinished` tell which words of a text it was that fitted."""

    every: str
    words: list[str]
    heads: str
    texts: str
    slips: str
    tags: list[int]
    lexemes: list[str]
    unfinished: str


def parse(account_id: int, said: str) -> Query | None:
    """None where there is nothing to look for, as in “?!”."""
    said = said.replace("\0", "")[:LONGEST].strip()
    row = ask(PARSE, {"account": account_id, "said": said, "patience": str(PATIENCE), "most": MOST_WORDS})
    assert row is not None
    words = [(word[:LONGEST_WORD], lexemes) for word, lexemes in json.loads(row[1])]
    return Keys(account_id).query(said, words, row[2]) if words else None


class Keys:
    """Every key begins with its account."""

    def __init__(self, account_id: int):
        self.account_id = account_id

    def query(self, said: str, words: list[tuple[str, list[str]]], tags: list[int]) -> Query:
        last = len(words) - 1
        texts = [self.text(word, lexemes, place == last) for place, (word, lexemes) in enumerate(words)]
        heads = [self.head(word, lexemes, place == last) for place, (word, lexemes) in enumerate(words)]
        each = [f"({text} | {head})" for text, head in zip(texts, heads, strict=True)]
        if number := TICKET.fullmatch(said):
            each = [self.key("#", number[1])]
        elif NUMBER.fullmatch(said):
            each = [self.either([f"({' & '.join(each)})", *self.phone("".join(word for word, _ in words))])]
        return Query(
            every=" & ".join(each),
            words=each,
            heads=self.either(heads) if len(each) > 1 else "",
            texts=self.either(texts),
            slips=self.slips(words),
            tags=tags,
            lexemes=sorted({lexeme for _, lexemes in words for lexeme in lexemes}),
            unfinished=words[last][0],
        )

    def text(self, word: str, lexemes: list[str], is_last: bool) -> str:
        return self.either(self.forms(":", word, lexemes, is_last))

    def head(self, word: str, lexemes: list[str], is_last: bool) -> str:
        numbers = [self.key("#", word), *self.phone(word)] if word.isdecimal() else []
        return self.either(self.forms("@", word, lexemes, is_last) + numbers)

    def forms(self, sort: str, word: str, lexemes: list[str], is_last: bool) -> list[str]:
        """The word in any of its forms; the last one may go on."""
        keys = [self.key(sort, lexeme) for lexeme in lexemes if not (is_last and lexeme == word)]
        return keys + ([self.key(sort, word, "*")] if is_last else [])

    def phone(self, digits: str) -> list[str]:
        """Any part of a number, also as it is dialled at home: 0171 … is +49 171 …"""
        return [self.key("+", part, "*") for part in {digits, digits.lstrip("0")} if len(part) >= 3]

    def slips(self, words: list[tuple[str, list[str]]]) -> str:
        """One letter wrong, missing, too many, or two the wrong way round, in each word that is long enough."""
        if not any(len(word) in NAME for word, _ in words):
            return ""
        return " & ".join(self.either(self.slips_of(word)) for word, _ in words)

    def slips_of(self, word: str) -> list[str]:
        if len(word) in NAME:
            return [self.key("~", part) for part in shortened(word)]
        return [self.key("~", word), self.key("@", word, "*")]

    def key(self, sort: str, word: str, end: str = "") -> str:
        """Words are letters and digits only, so no quote can stand in them."""
        return f"'{self.account_id}{sort}{word}'{end and ':' + end}"

    @staticmethod
    def either(parts: list[str]) -> str:
        return f"({' | '.join(parts)})"


def shortened(word: str) -> set[str]:
    """The word, and what is left of it without each of its letters; search_slips says the same."""
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}
