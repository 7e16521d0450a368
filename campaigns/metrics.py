"""Which events an account knows: the helpdesk's own, and those that were ever recorded."""

from django.db import connection

from profiles.models import Metric

# Goes from name to name in the index, however many events each has.
SEEN = """
WITH RECURSIVE seen AS (
    (SELECT metric FROM profiles_profileevent WHERE account_id = %(account)s ORDER BY metric LIMIT 1)
    UNION ALL
    SELECT (
        SELECT metric FROM profiles_profileevent WHERE account_id = %(account)s AND metric > seen.metric
        ORDER BY metric LIMIT 1
    ) FROM seen WHERE seen.metric IS NOT NULL
)
SELECT metric FROM seen WHERE metric IS NOT NULL LIMIT 500
"""


def known(account) -> list[str]:
    """In the order of their names."""
    with connection.cursor() as cursor:
        cursor.execute(SEEN, {"account": account.pk})
        seen = {metric for (metric,) in cursor.fetchall()}
    return sorted({*Metric.values, *seen}, key=str.casefold)
