"""What was promised and what was found, line by line."""

import time


class Ledger:
    def __init__(self):
        self.began, self.held = time.monotonic(), True

    def say(self, words: str) -> None:
        print(f"    {time.monotonic() - self.began:6.1f} s  {words}", flush=True)

    def must(self, what: str, found, expected) -> None:
        """A promise: kept when both are equal."""
        self._line(what, found, expected, found == expected)

    def must_be_within(self, what: str, found: float, limit: float, unit: str) -> None:
        self._line(what, f"{found:.1f} {unit}", f"≤ {limit:g} {unit}", found <= limit)

    def close(self) -> bool:
        self.say("held" if self.held else "BROKEN")
        return self.held

    def _line(self, what: str, found, expected, kept: bool) -> None:
        self.held &= kept
        print(
            f"    {'✓' if kept else '✗'} {what}: {found}{'' if kept else f' (expected {expected})'}",
            flush=True,
        )
