"""What is said of a draft, put where it belongs."""

from collections.abc import Iterable, Mapping

from django import template

from automations import tree
from automations.problems import Problem

register = template.Library()


@register.filter
def at(problems: Iterable[Problem], place: str) -> list[Problem]:
    """Those of one place."""
    return [problem for problem in problems or () if problem.place == place]


@register.filter
def advised(problems: Iterable[Problem], is_advice: bool) -> list[Problem]:
    return [problem for problem in problems or () if problem.advice == is_advice]


@register.filter
def of(figures: Mapping[str, str] | None, node: str) -> str:
    return figures.get(node, "") if figures else ""


@register.simple_tag
def drawn(script, keywords) -> tree.Tree:
    return tree.drawn(script, keywords)
