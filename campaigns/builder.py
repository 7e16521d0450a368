"""The rows of a segment's builder: what was put into them so far, right or wrong, and what a button makes of it.

In the form each condition's fields begin with its block and its place there: `c0-1-how`. The blocks are joined by the
chosen word (all, any), the conditions within one by the other.
"""

import re
from typing import Any

from django.urls import reverse

from campaigns import rules
from campaigns.conditions import KINDS, Vocabulary

FIELD = re.compile(r"c(\d{1,3})-(\d{1,3})-(\w+)")
ADD = re.compile(r"add-(\d{1,3})")
DROP = re.compile(r"drop-(\d{1,3})-(\d{1,3})")
FRESH = {"kind": "tag", "how": "has"}
Raw = dict[str, Any]


class Builder:
    def __init__(self, vocabulary: Vocabulary, join: str, blocks: list[list[Raw]]):
        self.vocabulary, self.blocks = vocabulary, blocks
        self.join = join if join in rules.JOINS else "all"

    @classmethod
    def of_rules(cls, vocabulary: Vocabulary, kept: rules.Rules) -> "Builder":
        return cls(vocabulary, rules.parts(kept)[0], rules.blocks(kept))

    @classmethod
    def of_form(cls, vocabulary: Vocabulary, data) -> "Builder":
        rows: dict[tuple[int, int], Raw] = {}
        for key in data:
            if found := FIELD.fullmatch(key):
                rows.setdefault((int(found[1]), int(found[2])), {})[found[3]] = data[key]
        blocks: dict[int, list[Raw]] = {}
        for (block, _), raw in sorted(rows.items()):
            blocks.setdefault(block, []).append(_of_its_kind(raw))
        builder = cls(vocabulary, data.get("join", ""), list(blocks.values()))
        builder._change(data.get("change", ""))
        return builder

    @property
    def rules(self) -> rules.Rules:
        """As they stand, to be checked."""
        other = rules.OTHER[self.join]
        return {self.join: [{other: block} if len(block) > 1 else block[0] for block in self.blocks if block]}

    def rows(self, judged: bool) -> list[list["Row"]]:
        """By their blocks; `judged`: with what is wrong in them."""
        return [
            [Row(self.vocabulary, raw, f"{number}-{place}", judged) for place, raw in enumerate(block)]
            for number, block in enumerate(self.blocks)
        ]

    @property
    def within(self) -> str:
        """The word between the conditions of a block."""
        return "or" if self.join == "all" else "and"

    @property
    def between(self) -> str:
        return "and" if self.join == "all" else "or"

    def _change(self, what: str) -> None:
        """`add`, `add-2` (to a block), `drop-2-1`."""
        if what == "add":
            self.blocks.append([dict(FRESH)])
        elif (found := ADD.fullmatch(what)) and int(found[1]) < len(self.blocks):
            self.blocks[int(found[1])].append(dict(FRESH))
        elif found := DROP.fullmatch(what):
            gone = (int(found[1]), int(found[2]))
            kept = [
                [raw for place, raw in enumerate(block) if (number, place) != gone]
                for number, block in enumerate(self.blocks)
            ]
            self.blocks = [block for block in kept if block]


class Row:
    """One condition in the builder. `place` is its block and its place there."""

    def __init__(self, vocabulary: Vocabulary, raw: Raw, place: str, judged: bool):
        self.place, self.prefix, self.kind = place, f"c{place}", raw["kind"]
        data = {f"{self.prefix}-{name}": value for name, value in raw.items()} if judged else None
        self.condition = KINDS[self.kind](data, vocabulary, prefix=self.prefix, initial=raw)
        self.error = self.condition.first_error if judged else ""
        for name, field in self.condition.fields.items():
            field.widget.attrs["aria-label"] = field.label
            if name in self.condition.shaping:
                field.widget.attrs |= {"hx-post": reverse("campaigns:segment_rules"), "hx-trigger": "change"}

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [(kind, condition.label) for kind, condition in KINDS.items()]


def _of_its_kind(raw: Raw) -> Raw:
    """A row whose kind was just changed keeps what the new kind has too, and begins with its first way."""
    kind = raw["kind"] if raw.get("kind") in KINDS else FRESH["kind"]
    condition = KINDS[kind]
    kept = {name: value for name, value in raw.items() if name in condition.base_fields}
    if kept.get("how") not in condition.hows:
        kept["how"] = next(iter(condition.hows))
    return {"kind": kind, **kept}
