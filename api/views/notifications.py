from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import Endpoint, refused_as
from api.serializers.notifications import NotificationAddressForm, NotificationAddressSerializer
from inbox.models import Channel


class NotificationAddresses(Endpoint):
    noun = "Notifications"
    serializer_class = NotificationAddressSerializer

    def list(self, request):
        """Who is mailed of new texts, newest first"""
        return self.listed(self.addresses())

    @extend_schema(
        request=NotificationAddressForm,
        responses={201: NotificationAddressSerializer, 200: NotificationAddressSerializer},
        examples=[OpenApiExample("An address", {"email": "shop@example.com"}, request_only=True)],
    )
    def create(self, request):
        """Add an address

        It gets a mail with a link, and no news before its owner has followed that. One that is on the list already is a
        200 and gets no mail.
        """
        email = self.asked(NotificationAddressForm)["email"]
        channel = Channel.objects.for_kind(request.account, "sms")
        with refused_as("email"):
            added = request.account.notification_addresses.enlist(channel, [email], by=request.auth)
        address = self.addresses().get(channel=channel, email__iexact=email)
        return self.shown(address, 201 if added else 200)

    def addresses(self):
        return self.request.account.notification_addresses.listed().select_related("channel")


class OneNotificationAddress(NotificationAddresses):
    def address(self):
        return get_object_or_404(self.addresses(), pk=self.kwargs["address_id"])

    def retrieve(self, request, address_id):
        """One address"""
        return self.shown(self.address())

    @extend_schema(responses={200: NotificationAddressSerializer})
    def destroy(self, request, address_id):
        """Remove an address

        It gets no more mails. Answers with the address as it was.
        """
        address = self.address()
        address.remove()
        return self.shown(address)


class NotificationConfirmation(OneNotificationAddress):
    @extend_schema(request=None, responses=NotificationAddressSerializer)
    def create(self, request, address_id):
        """Send the link once more

        Not more often than once a minute, and five times in all.
        """
        address = self.address()
        address.ask()
        return self.shown(address)
