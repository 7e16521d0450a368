"""A texting provider (E13): another one is another class with this interface."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from inbox.channels import Accepted
from inbox.receiving import Inbound
from sms.parsing import StatusUpdate


@dataclass(frozen=True)
class Listed:
    """A number as the provider knows it: where it posts texts, `by_service` when its messaging service decides that."""

    number: str
    name: str
    sms_url: str
    method: str
    service_sid: str = ""
    by_service: bool = False


class Provider(ABC):
    """`settings.SMS_PROVIDERS` names it, a number bears that name, and its webhooks come to `/hooks/<name>/…`. `number`
    is always a sms.models.Number, with its credentials."""

    @abstractmethod
    def send(self, number, delivery) -> Accepted:
        """Hand a text over. Raises NotTaken, Rejected or Ambiguous (inbox.channels)."""

    @abstractmethod
    def look_up(self, number, delivery) -> list[str]:
        """Ids of the provider's texts that may be this one, oldest first. Raises NotTaken when it can't be asked."""

    @abstractmethod
    def received_since(self, number, since: datetime) -> Iterator[Inbound]:
        """The texts that the provider has received for the number, for what its webhooks lost."""

    @abstractmethod
    def check_credentials(self, account_sid: str, auth_token: str) -> None:
        """Raises ValidationError when the provider does not know them."""

    @abstractmethod
    def listed(self, number) -> list[Listed]:
        """The numbers that the account of this one has with the provider. Raises NotTaken when it can't be asked."""

    @abstractmethod
    def point_here(self, number) -> None:
        """Have the number's texts posted to its webhook address. Raises NotTaken, also when it has no such number."""

    # Its webhooks

    @abstractmethod
    def is_genuine(self, number, url: str, form: Mapping, headers: Mapping) -> bool:
        """Whether a webhook really comes from the provider. The form is as it came, byte for byte."""

    @abstractmethod
    def is_for(self, number, form: Mapping) -> bool:
        """Whether an inbound text was sent to this number, or to the pool that it belongs to."""

    @abstractmethod
    def inbound(self, number, form: Mapping[str, str]) -> Inbound:
        """What a customer texted; its id holds no colon. Raises Malformed."""

    @abstractmethod
    def status(self, number, form: Mapping[str, str], query: Mapping[str, str]) -> StatusUpdate:
        """How far a text of ours came; its error code is one of sms.errors. Raises Malformed."""
