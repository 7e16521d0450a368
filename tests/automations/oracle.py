"""What a conversation should be, told the simplest way, and conversations at random: for the tests against the product.

It shares nothing with automations/conversation.py but the script, which is data.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from automations.script import END, NEXT, Choice, Question, Script

# Far enough from each other that nobody could take one for another.
WORDS = [
    ("Cat", "Kitty"), ("Dog", "Puppy"), ("Rabbit", "Bunny"), ("Goldfish", "Aquarium"), ("Parrot", "Budgie"),
    ("Snake", "Python"), ("Hamster", "Gerbil"), ("Elephant", "Jumbo"),
]  # fmt: skip
NONSENSE = ["qqq", "☃", "", "47", "zxzx " * 320, "\u200b", "{answers.pet}"]


def script_of(seed: int) -> Script:
    """One that may be switched on: 1 to 5 messages, branching forward, each within reach by its first choices."""
    chance = random.Random(seed)
    ids = [f"q{place}" for place in range(chance.randint(1, 5))]
    questions = tuple(_question(chance, place, ids) for place in range(len(ids)))
    return Script(
        questions, f"default of {seed}", f"again of {seed}", f"fallback of {seed}", chance.choice([0, 1, 1, 2, 3]),
        chance.choice([60, 24 * 60]),
    )  # fmt: skip


def _question(chance: random.Random, place: int, ids: list[str]) -> Question:
    words = chance.sample(WORDS, chance.randint(2, 5))
    choices = [
        Choice(
            f"{ids[place]}c{number}", word, (synonym,), chance.choice([NEXT, END, *ids[place + 1 :]]) if number else NEXT,
            chance.choice(["", f"own of {ids[place]} {word}"]),
        )
        for number, (word, synonym) in enumerate(words)
    ]  # fmt: skip
    return Question(ids[place], f"n{place}", f"{ids[place]}?", tuple(choices))


def said_of(chance: random.Random, script: Script, place: int) -> str:
    """What somebody may answer to this message: a number, a word in some case, or nonsense."""
    choices = script.questions[place].choices
    chosen = chance.randrange(len(choices))
    word = chance.choice(choices[chosen].texts)
    return chance.choice([str(chosen + 1), word, word.upper(), word.lower(), *chance.sample(NONSENSE, 2)])


@dataclass
class Inside:
    """One way through a script. `said` is all that the person was told, `over` how it ended."""

    script: Script
    began: datetime
    place: int = 0
    reprompts: int = 0
    answers: dict = field(default_factory=dict)
    said: list = field(default_factory=list)
    over: str = ""
    word: str = ""

    def __post_init__(self):
        self.ask()

    @property
    def until(self) -> datetime:
        return self.began + timedelta(minutes=self.script.timeout_minutes)

    def ask(self) -> None:
        question = self.script.questions[self.place]
        lines = [f"{number + 1}. {choice.text}" for number, choice in enumerate(question.choices)]
        self.said.append("\n".join([question.text, *lines]))

    def hear(self, text: str) -> None:
        question = self.script.questions[self.place]
        for number, choice in enumerate(question.choices):
            if text in (str(number + 1),) or text.lower() in [each.lower() for each in choice.texts]:
                self.answers[question.id] = choice.id
                return self.go(choice)
        if self.reprompts == self.script.max_reprompts:
            return self.give_up("reprompts")
        self.reprompts += 1
        return self.said.append(self.script.reprompt)

    def go(self, choice: Choice) -> None:
        last = self.place == len(self.script.questions) - 1
        if choice.leads_to == END or (choice.leads_to == NEXT and last):
            self.said.append(choice.recommendation or self.script.recommendation)
            self.over = "recommended"
            return
        ids = [question.id for question in self.script.questions]
        self.place = self.place + 1 if choice.leads_to == NEXT else ids.index(choice.leads_to)
        self.ask()

    def give_up(self, how: str) -> None:
        self.said.append(self.script.fallback)
        self.over = how
