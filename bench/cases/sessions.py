"""Conversations of automations: texts within one against ordinary texts, and 10,000 that time out at one moment.

All in one process, one text per transaction, as webhooks do it. The same people write ordinary texts with and without
the step that looks whether a text is for an automation, and then go through a survey of a keyword and two answers.
"""

import json

from bench.report import Line, limit, rate, ratios

GOALS = ("G9",)
TALKS, WAITING = 300, 10_000


def measure(run):
    database, facts = run.copy(run.options.small)
    found = [turn(run, database, facts["account"]) for _ in run.rounds()]
    bare, plain, talk, expired = (
        [each[name] for each in found] for name in ("bare", "plain", "talk", "expired")
    )
    run.found(
        Line(
            "",
            "ordinary text, against one without the look-up",
            rate(plain),
            rate(bare),
            f"{ratios(plain, bare):.2f}",
        )
    )
    run.found(
        Line(
            "",
            "text in a conversation, against an ordinary one",
            rate(talk),
            rate(plain),
            f"{ratios(talk, plain):.2f}",
        )
    )
    run.found(Line("", "whole conversations of three texts", rate([each / 3 for each in talk])))
    run.found(
        limit(
            "G9",
            f"{WAITING:,} time out at once: the last is late by",
            sorted(expired)[len(expired) // 2],
            5,
            " s",
        )
    )


def turn(run, database, account):
    told = json.loads(
        run.house.python(database, "bench.conversing", str(account), str(TALKS), str(WAITING)).splitlines()[
            -1
        ]
    )
    if told["finished"] != TALKS:
        raise SystemExit(f"{told['finished']} of {TALKS} conversations came to their end")
    return told
