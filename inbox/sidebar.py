"""The column of views beside the list: the account's usual ones, its channels, what people saved, with how many tickets
each holds."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from inbox import counting, saved, standing
from inbox.standing import View


@dataclass(frozen=True)
class Shown:
    """A view as the column shows it."""

    view: View
    count: str
    current: bool

    @property
    def url(self) -> str:
        return reverse("inbox:list", args=[self.view.key])


@dataclass(frozen=True)
class Section:
    heading: str
    views: list[Shown]


class Sidebar:
    """Evaluated where the template asks for it, so that fragments pay nothing. `counted` are the numbers of saved
    views: they come after the page (saved_counts.py)."""

    def __init__(self, request, current: str, counted: Mapping[str, int | None] | None = None):
        self.request, self.current, self.counted = request, current, counted or {}

    @property
    def standing(self) -> list[Section]:
        counts = counting.counts(self.request)
        channels = [view for view in standing.channel_views().values() if counts[view.key] is not None]
        return [
            self._section("", standing.VIEWS.values(), counts),
            self._section("Channels", channels, counts),
        ]

    @property
    def saved(self) -> list[Section]:
        views = saved.views(self.request).values()
        sections = [
            self._section("Team views", (view for view in views if view.is_shared), self.counted),
            self._section("Your views", (view for view in views if not view.is_shared), self.counted),
        ]
        return [section for section in sections if section.views]

    @property
    def count(self) -> str:
        """Of the view that is shown, where it is known."""
        return counting.told({**counting.counts(self.request), **self.counted}.get(self.current))

    def _section(self, heading: str, views, counts: Mapping[str, int | None]) -> Section:
        shown = [Shown(view, counting.told(counts.get(view.key)), view.key == self.current) for view in views]
        return Section(heading, shown)
