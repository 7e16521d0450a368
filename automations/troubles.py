"""What keeps an automation from going on, such as a coupon pool that is used up: told to those who set automations up,
on every page, until it is mended."""

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.access import Action
from accounts.models import Account
from automations.texts import texts
from sms import composing

KEY = "automation-"


def tell(automation, error: ValidationError) -> None:
    """Somebody's conversation could not go on, or not begin."""
    why, path = " ".join(error.messages), f"automations/{automation.pk}/"
    words = f"“{automation}” can’t go on. {why}"
    automation.account.raise_alert(f"{KEY}{automation.pk}", words, path, action=Action.MANAGE_AUTOMATIONS)


def of(automation) -> str:
    """What stands in the way now, of whoever enters or is inside; blank: nothing."""
    for version in _in_use(automation):
        for text in texts(version.read_script()):
            try:
                composing.check_stock(automation.account, text.written, 1)
            except ValidationError as error:
                return " ".join(error.messages)
    return ""


def _in_use(automation):
    """The version that is on, and those which people inside began (H12)."""
    begun = automation.sessions.running().values("version")
    on = [automation.live_version_id] if automation.is_on else []
    return automation.versions.filter(Q(pk__in=begun) | Q(pk__in=on))


def settle(account: Account) -> None:
    """Take back what is mended, and what was told of an automation that is gone."""
    for alert in account.standing_alerts:
        if alert.key.startswith(KEY):
            automation = account.automations.for_display().filter(pk=alert.key.removeprefix(KEY)).first()
            if automation is None or not of(automation):
                account.settle_alert(alert.key)
