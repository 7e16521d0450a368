"""One case per file: `GOALS` of docs/benchmarks.md, and `measure(run)`."""

import argparse

from bench.cases import (
    bulk,
    campaigns,
    filters,
    flows,
    inbound,
    lists,
    live,
    matching,
    optouts,
    plans,
    profile,
    rota,
    search,
    segments,
    sessions,
    streams,
    sweeps,
    tickets,
)

CASES = {
    "inbound": inbound,
    "list": lists,
    "filters": filters,
    "ticket": tickets,
    "search": search,
    "live": live,
    "streams": streams,
    "sweeps": sweeps,
    "sessions": sessions,
    "rota": rota,
    "segments": segments,
    "bulk": bulk,
    "campaigns": campaigns,
    "matching": matching,
    "flows": flows,
    "optouts": optouts,
}
TOOLS = {"profile": profile, "plans": plans}


def named(name):
    for known, module in (CASES | TOOLS).items():
        if name == known or name.upper() in module.GOALS:
            return module
    raise argparse.ArgumentTypeError(f"there is no case {name!r}; bin/bench --help lists them")
