"""What those who can put it right must know, wherever they are: a strip above every page until it is settled.

It stands on the account, which every request has read anyway. Words and a link, as whoever raised it put them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, models
from django.utils import timezone
from psycopg.types.json import Jsonb

from accounts.access import Action
from helpdesk import live

RAISE = """
UPDATE accounts_account SET alerts = alerts || jsonb_build_object(%(key)s::text, %(alert)s::jsonb)
WHERE id = %(account)s AND (alerts -> %(key)s::text -> 'text') IS DISTINCT FROM (%(alert)s::jsonb -> 'text')
"""
SETTLE = (
    "UPDATE accounts_account SET alerts = alerts - %(key)s::text WHERE id = %(account)s AND alerts ? %(key)s"
)


@dataclass(frozen=True)
class Alert:
    """`path` is inside the account, `until` an ISO time after which it means nothing any more (blank: it stays). It is
    shown to those whose role allows the action."""

    key: str
    text: str
    path: str
    until: str
    action: Action

    @property
    def is_over(self) -> bool:
        return bool(self.until) and datetime.fromisoformat(self.until) <= timezone.now()


class Alerting(models.Model):
    alerts = models.JSONField(default=dict, db_default={}, editable=False)

    class Meta:
        abstract = True

    @property
    def standing_alerts(self) -> list[Alert]:
        return [alert for alert in self._alerts() if not alert.is_over]

    def _alerts(self) -> Iterator[Alert]:
        for key, alert in self.alerts.items():
            action = Action(alert.get("action", Action.MANAGE_CHANNELS))
            yield Alert(key, alert["text"], alert["path"], alert["until"], action)

    def raise_alert(
        self,
        key: str,
        text: str,
        path: str,
        until: datetime | None = None,
        action: Action = Action.MANAGE_CHANNELS,
    ) -> None:
        """Raising the same again writes nothing: a thousand texts may fail for one reason."""
        alert = {"text": text, "path": path, "until": until.isoformat() if until else "", "action": action}
        self._change_alerts(RAISE, key=key, alert=Jsonb(alert))

    def settle_alert(self, key: str) -> None:
        self._change_alerts(SETTLE, key=key)

    def _change_alerts(self, statement: str, **values) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, {"account": self.pk, **values})
            if not cursor.rowcount:
                return
        self.refresh_from_db(fields=["alerts"])
        live.ping(self.pk, "alerts")
