"""The conversation drawn (H12)."""

from itertools import combinations

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from automations.models import AutomationVersion
from automations.problems.problem import advice, wrong
from automations.script import END, Choice, Question, Script
from automations.tree import drawn
from automations.tree_lines import GAP, HEAD, ROW, SAID
from tests.automations.talking import PETS


def test_it_begins_with_the_keyword_and_ends_with_what_is_recommended():
    tree = drawn(PETS, ["PETS", "DOGS"])
    assert [(node.id, node.title) for node in tree.nodes] == [
        ("keywords", "PETS, DOGS"),
        ("pet", "What pet do you have?"),
        ("size", "How big is your {answers.pet}?"),
        ("default", "Thank you, {first_name}! {answers.pet} food is on us."),
    ]
    branches = {
        branch.choice.id: (branch.leads, branch.own) for node in tree.nodes for branch in node.branches
    }
    assert branches == {
        "cat": ("size", ""),
        "dog": ("size", ""),
        "small": ("", "The small bed!"),
        "large": ("default", ""),
    }


def test_what_several_choices_lead_to_is_drawn_once_and_their_lines_join():
    tree = drawn(PETS, ["PETS"])
    first, second = 2 * HEAD + GAP, 3 * HEAD + 2 * ROW + 2 * GAP
    last, joined = tree.lines
    assert joined.sources == (first + ROW / 2, first + 3 * ROW / 2) and joined.target == second - HEAD / 2
    assert len(last.sources) == 1
    assert tree.height == 4 * HEAD + 4 * ROW + SAID + 3 * GAP


def test_an_unreached_message_and_a_loose_end_are_told_apart():
    lost = Script(
        (Question("q", choices=(Choice("a", leads_to=END),)), Question("r", choices=(Choice("b"),)))
    )
    tree = drawn(lost, [])
    assert [node.is_reached for node in tree.nodes] == [True, True, False]
    assert tree.nodes[1].branches[0].words == "leads nowhere yet" and not tree.lines


LEADS = st.sampled_from(["next", "end", "0", "1", "2", "3", "4", "gone"])
SCRIPTS = st.builds(
    lambda rows, last: Script(
        tuple(
            Question(str(n), choices=tuple(Choice(f"{n}-{m}", leads_to=leads) for m, leads in enumerate(row)))
            for n, row in enumerate(rows)
        ),
        recommendation=last,
    ),
    st.lists(st.lists(LEADS, max_size=9), max_size=5),
    st.sampled_from(["", "Thanks"]),
)


@given(SCRIPTS)
def test_no_two_lines_lie_on_one_another(script):
    tree = drawn(script, ["PETS"])
    assert len({line.target for line in tree.lines}) == len(tree.lines)
    for one, other in combinations(tree.lines, 2):
        if one.lane == other.lane:
            assert one.target < min(other.sources) or other.target < min(one.sources)
    for line in tree.lines:
        assert list(line.sources) == sorted(line.sources) and line.sources[-1] < line.target <= tree.height
        assert "nan" not in line.path


def test_it_reads_as_a_list_that_leads_to_the_fields_with_what_is_said_and_counted():
    """A screen reader hears where each choice leads; the results put their figures there."""
    said = [
        wrong("size", "no_text", "Write what this message asks."),
        advice("cat", "hidden", "A longer text is safer."),
    ]
    page = render_to_string(
        "automations/tree/_tree.html",
        {
            "script": PETS,
            "version": AutomationVersion(keywords=["PETS"]),
            "problems": said,
            "figures": {"pet": "12 asked", "dog": "7"},
        },
    )
    assert page.count('href="#text-size"') == 1 and page.count("leads to message 2") == 2
    assert "ends with the recommendation for all" in page
    assert "12 asked" in page and ">7<" in page
    assert page.count("Something is missing here") == 1 and page.count("There is advice") == 1
    assert "style=" not in page
