from twilio.rest import Client

from inbox.channels import NotTaken
from sms.providers.base import Listed
from sms.providers.twilio_client import asking, client

MOST = 500  # numbers of one account
MOST_SERVICES = 50


class TwilioNumbers:
    """What the account has: its numbers, and the messaging services that some of them belong to. A service either posts
    to an address of its own or leaves that to the number."""

    def listed(self, number) -> list[Listed]:
        with asking():
            account = client(number)
            services = self._services(account)
            return [self._listed(own, services) for own in account.incoming_phone_numbers.list(limit=MOST)]

    def _services(self, account: Client) -> dict:
        """By the number that belongs to it."""
        services = account.messaging.v1.services.list(limit=MOST_SERVICES)
        return {
            own.phone_number: service
            for service in services
            for own in service.phone_numbers.list(limit=MOST)
        }

    def _listed(self, own, services: dict) -> Listed:
        listed = (own.phone_number, own.friendly_name or "")
        service = services.get(own.phone_number)
        if service is None or service.use_inbound_webhook_on_number:
            service_sid = service.sid if service else ""
            return Listed(*listed, own.sms_url or "", own.sms_method or "POST", service_sid)
        url, method = service.inbound_request_url or "", service.inbound_method or "POST"
        return Listed(*listed, url, method, service.sid, by_service=True)

    def point_here(self, number) -> None:
        with asking():
            account = client(number)
            own = account.incoming_phone_numbers.list(phone_number=number.number, limit=1)
            if not own:
                raise NotTaken("The provider's account does not have this number.")
            own[0].update(
                sms_url=number.inbound_url,
                sms_method="POST",
                sms_fallback_url=number.fallback_url,
                sms_fallback_method="POST",
            )
            service = self._services(account).get(number.number)
            if service is not None and not service.use_inbound_webhook_on_number:
                account.messaging.v1.services(service.sid).update(use_inbound_webhook_on_number=True)
