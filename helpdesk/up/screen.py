"""What the person at the terminal sees: few lines, aligned, coloured only where that is a terminal."""

import contextlib
import json
import os
import re
import sys
import time

COLOURS = {"web": 34, "worker": 35, "sweeper": 36, "carrier": 33, "postgres": 32, "valkey": 31}
QUIET = re.compile(r"\b(DEBUG|INFO)\b|\[(debug|info) *\]", re.IGNORECASE)
LOUD = re.compile(r"\b(WARNING|ERROR|CRITICAL|Traceback)\b", re.IGNORECASE)


class Screen:
    def __init__(self, verbose=False, out=sys.stdout):
        self.verbose, self.out = verbose, out
        self.coloured = out.isatty() and "NO_COLOR" not in os.environ
        self.loud = {}

    def line(self, text=""):
        with contextlib.suppress(OSError):  # the terminal is gone; its hang-up signal stops us in order
            print(text, file=self.out, flush=True)

    def title(self):
        self.line(f"\n  {self.paint('Helpdesk', 1)}\n")

    def timed(self, what, do, *arguments, note=""):
        """Do it, and say how long it took; returns what it returned."""
        began = time.monotonic()
        result = do(*arguments)
        self.done(what, time.monotonic() - began, note)
        return result

    def done(self, what, seconds, note=""):
        text = (
            f"  {self.paint('✓', 32)} {what:<32} {self.paint(f'{seconds:4.1f} s', 2)}  {self.paint(note, 2)}"
        )
        self.line(text.rstrip())

    def facts(self, pairs):
        """The addresses and names to go on with."""
        self.line()
        for name, value in pairs:
            self.line(f"  {name:<10} {self.paint(value, 1)}")
        self.line()

    def notice(self, text):
        self.line(f"  {self.paint('!', 33)} {text}")

    def failed(self, text):
        self.line(f"\n  {self.paint('✗', 31)} " + text.replace("\n", "\n    ") + "\n")

    def paint(self, text, code):
        return f"\x1b[{code}m{text}\x1b[0m" if self.coloured and text else text

    def of_child(self, name, text):
        """One line that a child wrote: warnings and worse are shown, with the lines under them."""
        if record := as_record(text):
            self.loud[name] = (
                record["level"] not in ("debug", "info") and record["event"] != "request_finished"
            )
            text = in_short(record)
        elif LOUD.search(text):
            self.loud[name] = True
        elif QUIET.search(text) or not text.strip():
            self.loud[name] = False
        if self.verbose or self.loud.get(name):
            self.line(f"  {self.paint(f'{name:<9}', COLOURS.get(name, 0))} {text}")
        if record:
            self.loud[name] = False


def as_record(text):
    """The dict of a structured log line, or None for other lines."""
    try:
        record = json.loads(text) if text.startswith("{") else None
    except ValueError:
        return None
    return record if isinstance(record, dict) and {"level", "event"} <= record.keys() else None


def in_short(record):
    """A structured line for people: what happened, and the last words of its traceback; all of it is in the log."""
    words = [record["level"], str(record["event"])]
    if record["event"] == "request_finished":
        words += [str(record.get("code", "")), str(record.get("request", ""))]
    if reason := str(record.get("exception", "")).strip():
        words.append(f"· {reason.splitlines()[-1]}")
    return " ".join(words)
