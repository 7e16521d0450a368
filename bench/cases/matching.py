"""Answers read per second, for a message of twelve choices: against bare rapidfuzz over the same strings.

Bare is `process.extractOne` with the distance that ours uses: no normalising, no words, no numbers, no doubt.
"""

import time

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from automations.matching import match
from bench.report import Line, at_least, limit, rate, ratios

GOALS = ("P12",)
TEXTS = ["Cat", "Dog", "Hamster", "Guinea pig", "Rabbit", "Parrot", "Goldfish", "Tortoise", "Horse", "Snake"]
TEXTS += ["Something else", "No pet at all"]
CHOICES = tuple((text,) for text in TEXTS)
ANSWERS = {  # of ten answers, so many are of each kind
    "number": (3, ["1", "2", "3.", "12", "#4", "option 2", "6 please", "the second one"]),
    "exact": (3, ["Cat", "dog", "HAMSTER", "guinea pig", "Rabbit!", "parrot 🦜", "Something else", "no pet at all"]),
    "contained": (2, ["I have a cat", "a dog please", "we've got two cats", "doggy", "it's a horse", "a tortoise :)"]),
    "misspelt": (1, ["hampster", "ginea pig", "rabit", "parot", "goldfsh", "a tortose", "somthing else"]),
    "none": (1, ["idk", "both", "what is this?", "not a cat", "a cat and a dog", "please tell me where my order is"]),
}  # fmt: skip
NONSENSE = [
    "lorem ipsum dolor sit amet " * 60,
    "1" * 1600,
    "🐶 " * 800,
    "hamstr " * 22,
    "a b c d e f g " * 11,
]


def measure(run):
    kinds = {kind: texts for kind, (_, texts) in ANSWERS.items()}
    mixed = [texts[n % len(texts)] for times, texts in ANSWERS.values() for n in range(times * 168)]
    for kind, texts in (kinds | {"mixed": mixed}).items():
        read, bare = [], []
        for _ in run.rounds() if kind == "mixed" else range(run.options.runs):
            bare.append(per_second(nearest, texts, run.options.seconds / 2))
            read.append(per_second(ours, texts, run.options.seconds / 2))
        if kind == "mixed":
            line = at_least(
                "P12", "answers read, 12 choices", rate(read), rate(bare), ratios(read, bare), 0.3
            )
        else:
            line = Line("", f"of them: {kind}", rate(read), rate(bare), f"{ratios(read, bare):.2f}")
        run.found(line)
    run.found(limit("", "1,600 characters of nonsense, the slowest", max(map(taken, NONSENSE)), 2, " ms"))


def ours(text):
    return match(text, CHOICES)


def nearest(text):
    return process.extractOne(text, TEXTS, scorer=DamerauLevenshtein.normalized_similarity)


def taken(text):
    """Milliseconds, the least of some tries: the machine's other work is not the matter's."""
    tries = []
    for _ in range(50):
        began = time.perf_counter()
        ours(text)
        tries.append((time.perf_counter() - began) * 1000)
    return min(tries)


def per_second(verb, texts, seconds):
    done, began = 0, time.process_time()
    while (took := time.process_time() - began) < seconds:
        for text in texts:
            verb(text)
        done += len(texts)
    return done / took
