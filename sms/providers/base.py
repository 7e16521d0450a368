"""A texting provider (E13): another one is another class with this interface."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from datetime import datetime

from inbox.channels import Accepted
from inbox.receiving import Inbound


class Provider(ABC):
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
    def is_genuine(self, number, url: str, form: Mapping, signature: str) -> bool:
        """Whether a webhook really comes from the provider."""
