"""Who may do what (A2): one table, default deny. Every view and API action carries one of the marks below."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    MANAGER = "manager"
    SUPPORT = "support"
    ANALYST = "analyst"


class Action(StrEnum):
    WORK_INBOX = "work_inbox"
    MANAGE_INBOX = "manage_inbox"
    MANAGE_AUTOMATIONS = "manage_automations"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_CHANNELS = "manage_channels"
    MANAGE_API_KEYS = "manage_api_keys"
    MANAGE_ACCOUNT = "manage_account"
    OWN_ACCOUNT = "own_account"
    SEE_REPORTS = "see_reports"


OWNER, ADMIN, MANAGER, SUPPORT, ANALYST = Role
PERMISSIONS: dict[Action, frozenset[Role]] = {
    Action.WORK_INBOX: frozenset({OWNER, ADMIN, MANAGER, SUPPORT}),
    Action.MANAGE_INBOX: frozenset({OWNER, ADMIN, MANAGER, SUPPORT}),
    Action.MANAGE_AUTOMATIONS: frozenset({OWNER, ADMIN, MANAGER}),
    Action.MANAGE_MEMBERS: frozenset({OWNER, ADMIN}),
    Action.MANAGE_CHANNELS: frozenset({OWNER, ADMIN}),
    Action.MANAGE_API_KEYS: frozenset({OWNER, ADMIN}),
    Action.MANAGE_ACCOUNT: frozenset({OWNER, ADMIN}),
    Action.OWN_ACCOUNT: frozenset({OWNER}),
    Action.SEE_REPORTS: frozenset({OWNER, ADMIN, MANAGER, SUPPORT, ANALYST}),
}


def may(role: str, action: Action) -> bool:
    return role in PERMISSIONS.get(action, frozenset())


def member_may(action: Action) -> Callable:
    """The view is for members of the account in the URL whose role allows the action; others of them get 403."""

    def mark(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.membership is None or not request.membership.may(action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return _bearing(action, guarded)

    return mark


def _bearing(policy: str, view: Callable) -> Callable:
    view.policy = policy  # type: ignore[attr-defined]
    return view


def _marked(policy: str, view: Callable) -> Callable:
    @wraps(view)
    def marked(*args, **kwargs):
        return view(*args, **kwargs)

    return _bearing(policy, marked)


def any_member(view):
    """Any member of the account in the URL, whatever the role."""
    return _marked("any_member", view)


def signed_in(view):
    """Anybody who is signed in; the view shows only what is the user's own."""
    return _marked("signed_in", login_required(view))


def public(view):
    """Anybody at all."""
    return _marked("public", view)


def provider_signed(view):
    """Machines of a provider; the view itself refuses what their signature does not cover."""
    return _marked("provider_signed", view)


agent_required = member_may(Action.WORK_INBOX)
