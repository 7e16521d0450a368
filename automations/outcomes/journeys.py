"""The ways that people went through a script, added up message by message (H12). Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from automations.conversation import Ended
from automations.script import DEFAULT, Choice, Question, Script
from helpdesk import spans
from sms.link_results import LinkResults


class Way(NamedTuple):
    """How many went it. `question`: where they stand, or stood last. `answers`: choices by messages. `ended`: blank
    while they are inside."""

    question: str
    answers: Mapping[str, str]
    ended: str
    recommendation: str
    people: int


@dataclass
class ChoiceResults:
    """`gone`: it is not offered any more."""

    id: str
    text: str
    people: int = 0
    tag: str = ""
    gone: bool = False


@dataclass
class QuestionResults:
    """In people, but for `misses`, which are answers that were not understood. Who was `asked` has `answered`, or
    dropped out here (`left`, by how it ended), or is `waiting` here now. `gone`: it is not asked any more."""

    id: str
    name: str
    text: str
    choices: list[ChoiceResults]
    save_as: str = ""
    gone: bool = False
    asked: int = 0
    answered: int = 0
    waiting: int = 0
    left: Counter[str] = field(default_factory=Counter)
    misses: int = 0
    puzzled: int = 0
    median: timedelta | None = None

    @property
    def dropped(self) -> int:
        return self.left.total()

    @property
    def usually(self) -> str:
        """The median time to answer in words: "12 min"; blank where nobody has."""
        return spans.short(int(self.median.total_seconds()) // 60) if self.median is not None else ""

    @property
    def left_told(self) -> list[tuple[str, str, int]]:
        return in_words(self.left)


@dataclass
class Recommended:
    """`id`: of the choice whose recommendation it is, or DEFAULT."""

    id: str
    of: str
    text: str
    people: int = 0
    gone: bool = False


@dataclass
class Results:
    """In sessions: who enters twice counts twice. `answered` chose something at least once. `links` are counted for all
    who ever entered, never for a part of them."""

    entered: int = 0
    inside: int = 0
    answered: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    questions: list[QuestionResults] = field(default_factory=list)
    recommendations: list[Recommended] = field(default_factory=list)
    links: LinkResults | None = None

    @property
    def recommended(self) -> int:
        return self.ended[Ended.RECOMMENDED]

    @property
    def opted_out(self) -> int:
        return self.ended[Ended.OPTED_OUT]

    @property
    def ended_told(self) -> list[tuple[str, str, int]]:
        return in_words(self.ended)

    @property
    def misses(self) -> int:
        return sum(question.misses for question in self.questions)

    @property
    def figures(self) -> dict[str, str]:
        """As the drawn conversation shows them: by the id of a message or choice, "keywords", and DEFAULT."""
        figures = {"keywords": f"{self.entered:,} entered"}
        figures |= {question.id: f"{question.asked:,} asked" for question in self.questions}
        figures |= {
            choice.id: f"{choice.people:,}" for question in self.questions for choice in question.choices
        }
        return figures | {each.id: f"{each.people:,}" for each in self.recommendations if each.id == DEFAULT}


def in_words(counted: Counter[str]) -> list[tuple[str, str, int]]:
    """How, in words, and how many; the most frequent first."""
    return [(how, Ended(how).label, people) for how, people in counted.most_common() if people]


def told(
    scripts: Sequence[Script],
    ways: Sequence[Way],
    misses: Mapping[str, tuple[int, int]],
    times: Mapping[str, timedelta],
) -> Results:
    """`scripts`: the one that is asked now, then older ones, which say what is asked no more. `misses`: answers not
    understood, and of how many people, by message; `times`: the median time to answer."""
    results = Results()
    asked = Known(scripts)
    reached: Counter[str] = Counter()
    for way in ways:
        results.entered += way.people
        results.answered += way.people if way.answers else 0
        results.inside += 0 if way.ended else way.people
        results.ended.update({way.ended: way.people} if way.ended else {})
        reached.update({way.recommendation: way.people} if way.recommendation else {})
        _walk(asked, way)
    for question_id, (answers, people) in misses.items():
        question = asked.question(question_id)
        question.misses, question.puzzled = answers, people
    for question in asked.questions.values():
        question.median = times.get(question.id)
    results.questions = list(asked.questions.values())
    results.recommendations = asked.recommendations(reached)
    return results


def _walk(asked: "Known", way: Way) -> None:
    for question_id in {*way.answers, way.question} - {""}:
        question = asked.question(question_id)
        question.asked += way.people
        if choice_id := way.answers.get(question_id):
            question.answered += way.people
            asked.choice(question, choice_id).people += way.people
        elif way.ended:
            question.left[way.ended] += way.people
        else:
            question.waiting += way.people


class Known:
    """The messages and choices of the script that is asked now, and what older ones say of those that are gone."""

    def __init__(self, scripts: Sequence[Script]):
        self.scripts = scripts
        now = scripts[0].questions if scripts else ()
        self.questions = {each.id: _results(each) for each in now}

    def question(self, question_id: str) -> QuestionResults:
        if question_id not in self.questions:
            before = next(filter(None, (script.question(question_id) for script in self.scripts)), None)
            gone = _results(before) if before else QuestionResults(question_id, "", "", [])
            gone.gone = True
            self.questions[question_id] = gone
        return self.questions[question_id]

    def choice(self, question: QuestionResults, choice_id: str) -> ChoiceResults:
        for choice in question.choices:
            if choice.id == choice_id:
                return choice
        before = self._before(choice_id, question.id)
        question.choices.append(ChoiceResults(choice_id, before.text if before else "", gone=True))
        return question.choices[-1]

    def recommendations(self, reached: Counter[str]) -> list[Recommended]:
        """Those that can be reached now, and those that were."""
        now = {choice.id: choice for each in self._now.questions for choice in each.choices}
        ends = [each for each in now.values() if each.recommendation.strip()]
        kept = [Recommended(each.id, each.text, each.recommendation) for each in ends]
        if self._now.recommendation.strip() or reached[DEFAULT]:
            kept.append(Recommended(DEFAULT, "", self._now.recommendation))
        for choice_id in reached.keys() - {each.id for each in kept}:
            before = self._before(choice_id, own=True) or self._before(choice_id)
            words = (before.text, before.recommendation) if before else ("", "")
            kept.append(Recommended(choice_id, *words, gone=True))
        for each in kept:
            each.people = reached[each.id]
        return kept

    def every_question(self) -> list[QuestionResults]:
        """Also those that only older scripts asked."""
        return [self.question(pk) for pk in {each.id: 1 for one in self.scripts for each in one.questions}]

    def choice_named(self, choice_id: str) -> str:
        """What it says, or said."""
        found = self._before(choice_id)
        return found.text if found else ""

    @property
    def _now(self) -> Script:
        return self.scripts[0] if self.scripts else Script()

    def _before(self, choice_id: str, question_id: str = "", own: bool = False) -> Choice | None:
        """As the newest script has it that knows it; `own`: with a recommendation of its own."""
        asked = [each for script in self.scripts for each in script.questions]
        found = (each.choice(choice_id) for each in asked if question_id in ("", each.id))
        return next((each for each in found if each and (each.recommendation.strip() or not own)), None)


def _results(question: Question) -> QuestionResults:
    choices = [ChoiceResults(each.id, each.text, tag=each.tag) for each in question.choices]
    return QuestionResults(question.id, question.name, question.text, choices, question.save_as)
