"""The column of views beside the list: the account's usual ones, its channels, with how many tickets each holds."""

from dataclasses import dataclass

from django.urls import reverse

from inbox import counting, standing


@dataclass(frozen=True)
class Shown:
    """A view as the column shows it."""

    key: str
    label: str
    icon: str
    hotkey: str
    count: str
    current: bool

    @property
    def url(self) -> str:
        return reverse("inbox:list", args=[self.key])


def sections(request, current: str) -> list[list[Shown]]:
    counts = counting.counts(request)
    channels = [view for view in standing.channel_views().values() if counts[view.key] is not None]
    return [
        [
            Shown(
                view.key,
                view.label,
                view.icon,
                view.hotkey,
                counting.told(counts.get(view.key)),
                view.key == current,
            )
            for view in views
        ]
        for views in (standing.VIEWS.values(), channels)
    ]
