"""An account of a test's own. Its rows are committed; nobody else sees them, so nothing needs to be cleaned up."""

from itertools import count

from accounts import tenancy
from accounts.models import Account
from campaigns.models import Campaign
from inbox.models import Delivery
from sandbox.client import Carrier
from sms.models import Number
from tests.carrier import new_number
from tests.world import person

_brands = count(1)


class Brand:
    """With alice (owner), bob (support) and a number: at the carrier when there is one."""

    def __init__(self, carrier: Carrier | None = None, base_url: str = ""):
        self.mark = f"brand{next(_brands)}"
        self.carrier, self.base_url = carrier, base_url
        self.alice, self.bob = (person(first, f"{first}@{self.mark}.example") for first in ("alice", "bob"))
        self.account = Account.open(
            self.mark.title(), owner=self.alice, support_email=f"help@{self.mark}.example"
        )
        self.address = new_number()
        sid, token = f"AC{next(_brands):032x}", "12345"
        if carrier:
            self.theirs = carrier.account(self.mark)
            sid, token = self.theirs.sid, self.theirs.token
        with self.inside():
            self.account.memberships.create(user=self.bob, role="support")
            made = Number.connect(self.account, number=self.address, account_sid=sid, auth_token=token)
        self.number = Number.objects.by_route(made.route)
        if carrier:
            self.theirs.number(self.address, sms_url=self.number.inbound_url)

    def inside(self):
        return tenancy.enter(self.account.pk)

    def rest(self) -> None:
        """Nothing of it is due any more: sweeps look at every account, and other tests wait for theirs."""
        with self.inside():
            under_way = [Delivery.State.QUEUED, Delivery.State.SENDING, Delivery.State.UNKNOWN]
            failed = {"state": Delivery.State.FAILED, "rank": Delivery.RANKS["failed"]}
            Delivery.objects.filter(state__in=under_way).update(**failed)
            at_work = [Campaign.State.SCHEDULED, Campaign.State.PREPARING, Campaign.State.SENDING]
            Campaign.objects.filter(state__in=at_work).update(state=Campaign.State.CANCELLED)

    def phone(self, name: str = ""):
        return self.carrier.phone(new_number(), name)

    def url(self, path: str = "/") -> str:
        return f"{self.base_url}/a/{self.account.slug}{path}"

    def ticket(self, number: int = 1):
        with self.inside():
            return self.account.tickets.by_number(number)

    def member(self, user):
        with self.inside():
            return self.account.memberships.select_related("user", "account").get(user=user)
