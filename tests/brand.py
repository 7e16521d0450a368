"""An account of a test's own on the running product."""

from accounts import tenancy
from accounts.models import Account, User
from sms.models import Number
from tests.carrier import new_number
from tests.world import PASSWORD


class Brand:
    def __init__(self, stack, name: str):
        self.stack, self.slug_name = stack, name
        mark = name.lower().replace(" ", "")
        self.alice, self.bob = (
            User.objects.create_user(f"{first}@{mark}.example", PASSWORD, name=first.title())
            for first in ("alice", "bob")
        )
        self.account = Account.open(name, owner=self.alice, support_email=f"help@{mark}.example")
        self.theirs = stack.carrier.account(name)
        self.address = new_number()
        with self.inside():
            self.account.memberships.create(user=self.bob, role="support")
            self.number = Number.connect(
                self.account, number=self.address, account_sid=self.theirs.sid, auth_token=self.theirs.token
            )
        self.theirs.number(self.address, sms_url=self.number.inbound_url)

    def inside(self):
        return tenancy.enter(self.account.pk)

    def phone(self, name: str = ""):
        return self.stack.carrier.phone(new_number(), name)

    def url(self, path: str = "/") -> str:
        return f"{self.stack.base_url}/a/{self.account.slug}{path}"

    def ticket(self, number: int = 1):
        with self.inside():
            return self.account.tickets.by_number(number)

    def member(self, user):
        with self.inside():
            return self.account.memberships.get(user=user)
