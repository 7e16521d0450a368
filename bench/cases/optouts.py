"""Reading texts for an opt-out in other words, as every inbound text is, against only normalising them."""

import time
from pathlib import Path

from bench.report import Line, rate, ratios
from sms import opt_outs, words

GOALS = ()
PHRASES = Path("tests/sms/phrases/opt_outs.txt")


def measure(run):
    lines = PHRASES.read_text(encoding="utf-8").splitlines()
    texts = [line.split(" ", 2)[2] for line in lines if line and not line.startswith("#")]
    read, normalised = [], []
    for _ in run.rounds():
        normalised.append(per_second(words.normalise, texts, run.options.seconds))
        read.append(per_second(opt_outs.read, texts, run.options.seconds))
    ratio = ratios(read, normalised)
    run.found(
        Line("", "opt-outs in other words", rate(read), f"{rate(normalised)} normalised", f"{ratio:.2f}")
    )


def per_second(verb, texts, seconds):
    done, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds:
        for text in texts:
            verb(text)
        done += len(texts)
    return done / took
