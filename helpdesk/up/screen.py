"""What the person at the terminal sees: few lines, aligned, coloured only where that is a terminal."""

import contextlib
import os
import re
import sys
import time

COLOURS = {"web": 34, "worker": 35, "sweeper": 36, "carrier": 33, "postgres": 32, "valkey": 31}
QUIET = re.compile(r"\b(DEBUG|INFO)\b|\[(debug|info) *\]|\"level\": *\"(debug|info)\"", re.IGNORECASE)
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
        if LOUD.search(text):
            self.loud[name] = True
        elif QUIET.search(text) or not text.strip():
            self.loud[name] = False
        if self.verbose or self.loud.get(name):
            self.line(f"  {self.paint(f'{name:<9}', COLOURS.get(name, 0))} {text}")
