from django.urls import reverse

from accounts.access import Action
from inbox.context import Item


def campaigns(request) -> Item | None:
    """For those who may send to many (A2)."""
    if not request.membership.may(Action.MANAGE_AUTOMATIONS):
        return None
    inside = request.path_info.startswith(("/campaigns/", "/flows/", "/segments/"))
    return Item("Campaigns", reverse("campaigns:campaigns"), "megaphone", inside)
