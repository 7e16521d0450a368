from accounts.models.account import Account
from accounts.models.api_key import ApiKey
from accounts.models.base import AccountOwned
from accounts.models.membership import Membership
from accounts.models.user import User

__all__ = ["Account", "AccountOwned", "ApiKey", "Membership", "User"]
