from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from accounts.access import Action
from accounts.models import Membership
from inbox import counting
from inbox.channels import steps
from inbox.models import Duty


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    icon: str
    current: bool
    badge: int | None = None


def rail(request):
    """The main navigation, on pages inside an account."""
    if getattr(request, "membership", None) is None:
        return {}
    return {"rail": Rail(request)}


class Rail:
    """Evaluated where the template asks for it, so that fragments pay nothing."""

    def __init__(self, request):
        self.request = request

    @property
    def unread(self) -> int | None:
        """Unread tickets, not messages (B7); None when the account switched the badge off or there are none."""
        account, membership = self.request.account, self.request.membership
        if not account.unread_badge or not membership.may(Action.WORK_INBOX):
            return None
        return counting.counts(self.request)["unread"] or None

    @cached_property
    def duty(self) -> Duty | None:
        """Whether the member is at work (D1); None for those who work no tickets."""
        return counting.duty(self.request) if self.request.membership.may(Action.WORK_INBOX) else None

    @cached_property
    def accounts(self) -> list[dict[str, str]]:
        """The user's other accounts, for the switcher (A3)."""
        others = Membership.objects.of(self.request.user).exclude(account=self.request.account)
        return [{"name": other.account.name, "url": f"/a/{other.account.slug}/"} for other in others]

    @cached_property
    def items(self) -> list[Item]:
        membership, path = self.request.membership, self.request.path_info
        items = []
        if membership.may(Action.WORK_INBOX):
            inside = path.startswith(("/inbox/", "/tickets/", "/views/"))
            items.append(Item("Inbox", reverse("inbox:list", args=["mine"]), "inbox", inside, self.unread))
        items += [item for find in steps("RAIL_ITEMS") if (item := find(self.request))]
        if membership.may(Action.WORK_INBOX):
            url = reverse("accounts:settings" if membership.may(Action.MANAGE_ACCOUNT) else "inbox:settings")
            items.append(Item("Settings", url, "settings", path.startswith("/settings/")))
        return items
