from django.urls import reverse

from accounts.access import Action
from inbox.context import Item


def automations(request) -> Item | None:
    """For those who may set them up (A2)."""
    if not request.membership.may(Action.MANAGE_AUTOMATIONS):
        return None
    return Item(
        "Automations",
        reverse("automations:automations"),
        "workflow",
        request.path_info.startswith("/automations/"),
    )
