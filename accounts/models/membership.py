from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.access import Action, Role, may
from accounts.models.alerting import Alert
from accounts.models.base import AccountOwned
from helpdesk import live
from helpdesk.initials import initials


class MembershipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(removed_at=None, user__is_active=True)

    def who_may(self, action: Action):
        return self.active().filter(role__in=[role for role in Role if may(role, action)])

    def of(self, user):
        return self.active().filter(user=user).select_related("account").order_by("account__name")

    def by_name(self):
        return self.select_related("user").order_by("user__name", "id")


class Membership(AccountOwned):
    """A user in an account, with a role (A2)."""

    actor_kind = "agent"

    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=[(role, role.capitalize()) for role in Role])
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "user"], name="one_membership_per_user_and_account"),
            models.CheckConstraint(condition=models.Q(role__in=list(Role)), name="membership_role_known"),
        ]

    def __str__(self):
        return str(self.user)

    @property
    def actor_label(self) -> str:
        return str(self.user)

    @property
    def initials(self) -> str:
        return initials(str(self.user))

    @property
    def alerts(self) -> list[Alert]:
        """What stands on the account and is theirs to put right."""
        return [alert for alert in self.account.standing_alerts if self.may(alert.action)]

    def remove(self) -> None:
        """No longer of the account: pages and API answer 404 from now on, open live streams end at once, and what the
        member worked on is handed back (A4)."""
        self.removed_at = timezone.now()
        self.save(update_fields=["removed_at"])
        self._hand_back()
        live.revoke(self.account_id, self.pk)

    def change_role(self, role: Role) -> None:
        """What the new role may not work on is handed back (A4)."""
        self.role = role
        self.save(update_fields=["role"])
        self._hand_back()

    def _hand_back(self) -> None:
        for path in settings.LEAVING_STEPS:
            import_string(path)(self)

    def may(self, action: Action | str) -> bool:
        return self.removed_at is None and may(self.role, Action(action))
