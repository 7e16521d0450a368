"""The conversation drawn (H12): its messages one below the other, their choices as branches, and a line from each
branch to where it leads. What several lead to is drawn once, and their lines join. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from automations.paths import paths
from automations.script import DEFAULT, Choice, Question, Script
from automations.tree_lines import EDGE, GAP, HEAD, LANE, ROW, SAID, Line, lines

START = "keywords"


class Branch(NamedTuple):
    """A choice. `leads` is the node to which it leads: blank where it ends with its own recommendation, or nowhere."""

    choice: Choice
    leads: str
    words: str

    @property
    def height(self) -> float:
        return ROW + SAID * bool(self.own)

    @property
    def own(self) -> str:
        return "" if self.leads else self.choice.recommendation.strip()


@dataclass(frozen=True)
class Node:
    """`number` counts the messages; without it, the node is what begins the conversation or what ends it for all."""

    id: str
    title: str
    branches: tuple[Branch, ...] = ()
    number: int = 0
    is_reached: bool = True

    @property
    def height(self) -> float:
        return HEAD + sum(branch.height for branch in self.branches)


@dataclass(frozen=True)
class Tree:
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        return sum(node.height for node in self.nodes) + GAP * (len(self.nodes) - 1)

    @property
    def width(self) -> float:
        """Of the lines beside the list."""
        return EDGE + LANE * (1 + max((line.lane for line in self.lines), default=0))

    @property
    def box(self) -> str:
        return f"0 0 {16 * self.width:g} {16 * self.height:g}"


def drawn(script: Script, keywords: Sequence[str]) -> Tree:
    nodes = (Node(START, ", ".join(keywords)), *_messages(script), *_end(script))
    return Tree(nodes, tuple(lines(nodes)))


def _messages(script: Script) -> Iterable[Node]:
    reached = paths(script)
    for number, question in enumerate(script.questions, 1):
        branches = tuple(_branch(script, question, choice) for choice in question.choices)
        yield Node(question.id, question.text.strip(), branches, number, question.id in reached)


def _branch(script: Script, question: Question, choice: Choice) -> Branch:
    if target := script.target(question, choice):
        place = script.place(target.id) or 0
        return Branch(choice, target.id, f"leads to message {place + 1}")
    if choice.recommendation.strip():
        return Branch(choice, "", "ends with")
    if script.recommendation.strip():
        return Branch(choice, DEFAULT, "ends with the recommendation for all")
    return Branch(choice, "", "leads nowhere yet")


def _end(script: Script) -> list[Node]:
    return [Node(DEFAULT, script.recommendation.strip())] if script.recommendation.strip() else []
