"""The first steps of a new account (A3). Each ticks itself off from real state; settings name them, so that the
accounts need not know the channels."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Step:
    label: str
    hint: str
    url: str
    done: bool


def steps(request) -> list[Step]:
    """Those that the member can do something about, in order; empty once all are done."""
    found = [import_string(path)(request) for path in settings.ONBOARDING_STEPS]
    known = [step for step in found if step is not None]
    return known if any(not step.done for step in known) else []
