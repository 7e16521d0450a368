"""A text comes in while 200 browsers listen: from its webhook's first byte to the event's name at each of them.

Against a bare PUBLISH to one Redis subscriber, by turns, read by the same process.
"""

import json
from statistics import median

from bench.listeners import Listening, listen
from bench.load import Job, hammer
from bench.report import Line
from bench.requests import desk, page, text

GOALS = ("P7",)
STREAMS = 200
WEBHOOKS = 40  # a round
MARGIN = 50  # ms


def measure(run):
    database, facts = run.copy(run.options.small)
    late, raw, answers, missed = [], [], [], 0
    with run.house.web(database) as port:
        stream = stream_request(port, facts)
        for _ in run.rounds():
            webhooks = [text(port, facts, "+14152000011") for _ in range(WEBHOOKS)]
            heard = listen(Listening(port, stream, STREAMS, webhooks, redis_url=run.house.valkey.url))
            late.append(percentile(heard.live, 0.95))
            raw.append(percentile(heard.raw, 0.95))
            answers.append(percentile(heard.answers, 0.5))
            missed += heard.missed
    judge(run, late, raw, answers, missed)


def judge(run, late, raw, answers, missed):
    more = median(one - other for one, other in zip(late, raw, strict=True))
    run.found(
        Line(
            "P7",
            f"webhook to {STREAMS} browsers, p95",
            f"{median(late):.1f} ms",
            f"{median(raw):.1f} ms",
            f"+{more:.1f} ms",
            f"≤ +{MARGIN} ms",
            more <= MARGIN and not missed,
        )
    )
    run.found(Line("", "of which the webhook's own answer, p50", f"{median(answers):.1f} ms"))
    run.found(Line("", "events that a browser missed", str(missed)))


def stream_request(port, facts):
    """What a browser sends to open its live stream: the address comes from the page's own door."""
    answer = hammer(Job(port, [desk(port, facts, "/stream/")], 1, 10)).check()
    return page(port, json.loads(answer.last.partition(b"\r\n\r\n")[2])["url"])


def percentile(times, share):
    return sorted(times)[int((len(times) - 1) * share)] * 1000
