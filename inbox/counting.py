"""How many tickets the tabs and the rail tell of (B2, B7): one statement per request, cheap at any size."""

from django.db.models import IntegerField, Subquery

from accounts.models import Account

MOST = 1000  # counting stops here: "1,000+" says as much


class Counted(Subquery):
    """The number of rows of a queryset, at most MOST + 1."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, tickets):
        super().__init__(tickets.order_by().values("pk")[: MOST + 1])


def counts(request) -> dict[str, int]:
    """Of the member's own open tickets, of those that nobody has, and of the unread ones; asked when first needed."""
    if not hasattr(request, "ticket_counts"):
        tickets = request.account.tickets
        asked = {
            "mine": tickets.mine(request.membership),
            "unassigned": tickets.unassigned(),
            "unread": tickets.unread(),
        }
        row = Account.objects.values_list(*map(Counted, asked.values())).get(pk=request.account.pk)
        request.ticket_counts = dict(zip(asked, row, strict=True))
    return request.ticket_counts


def told(count: int) -> str:
    return f"{MOST:,}+" if count > MOST else f"{count:,}"
