import uuid

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers

from api.endpoints import Endpoint, refused_as
from api.problems import Conflict
from api.serializers.messages import MediaSerializer, MessageForm, MessageSerializer
from api.views.tickets import OneTicket
from inbox import variables
from inbox.models import Delivery, Media, Message

KEY = "Idempotency-Key"
KEY_REUSED = "This idempotency key was used for another message. Use a new one for each message."
NOT_RETRIABLE = "Only a text that failed or was never confirmed can be sent again."


class Messages(OneTicket):
    noun = "Messages"
    serializer_class = MessageSerializer
    conflicts = ["create"]

    def list(self, request, number):
        """The ticket's thread, newest first

        All messages with the customer on this channel, automatic answers included.
        """
        return self.listed(self.ticket().thread().for_display().select_related("channel", "ticket"))

    @extend_schema(
        request=MessageForm,
        responses={201: MessageSerializer, 200: MessageSerializer},
        parameters=[
            OpenApiParameter(
                KEY, uuid.UUID, OpenApiParameter.HEADER, description="A repeated call sends nothing twice."
            )
        ],
        examples=[OpenApiExample("An answer", {"body": "Your parcel is on its way."}, request_only=True)],
    )
    def create(self, request, number):
        """Answer the customer

        The message is queued and sent by a worker; `delivery` tells how it is doing. Pictures are added beforehand. A
        closed ticket is reopened. With an idempotency key, a repeated call answers 200 with the first message. Somebody
        who has not consented to texts, or has opted out, can't be answered: 409. Where it is night, 409 `outside_hours`
        says until when: confirm it, or schedule a reply. Who has written within the last hour can be answered at any.
        """
        ticket, body = self.ticket(), self.asked(MessageForm)
        client_id = self.client_id(body)
        first = ticket.channel.messages.filter(client_id=client_id).select_related("author__user").first()
        with refused_as("body"):
            message = first or ticket.reply(
                body["body"], request.auth, client_id, body["pictures"], body.get("seen"),
                any_hour=body["confirm_hours"],
            )  # fmt: skip
        same = (ticket.pk, len(body["pictures"])) == (message.ticket_id, message.media.count())
        written = message.channel.backend.written(message)
        if not (same and variables.may_have_become(body["body"], written)):
            raise Conflict("key_reused", KEY_REUSED)
        return self.shown(message, status=200 if first else 201)

    def client_id(self, body) -> uuid.UUID:
        """From the header or the body, else a new one."""
        in_header, in_body = self.request.headers.get(KEY), body.get("client_id")
        if in_header is None:
            return in_body or uuid.uuid4()
        try:
            client_id = serializers.UUIDField().run_validation(in_header)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({KEY: error.detail}) from None
        if in_body not in (None, client_id):
            raise serializers.ValidationError({KEY: ["The header and client_id differ."]})
        return client_id


class OneMessage(Endpoint):
    noun = "Messages"
    serializer_class = MessageSerializer

    def retrieve(self, request, message_id):
        """One message, with its delivery"""
        messages = Message.objects.for_display().select_related("channel", "ticket")
        return self.shown(get_object_or_404(messages, account=request.account, pk=message_id))


class Fetches(Endpoint):
    noun = "Messages"
    serializer_class = MediaSerializer

    @extend_schema(request=None, responses=MediaSerializer)
    def create(self, request, media_id):
        """Fetch a picture or file again

        For one whose `state` is `dead`: it is asked of the provider once more, in the background.
        """
        media = get_object_or_404(
            Media.objects.select_related("message__channel"), account=request.account, pk=media_id
        )
        media.fetch_again()
        media.refresh_from_db()
        return self.shown(media)


class Deliveries(Endpoint):
    noun = "Messages"
    serializer_class = MessageSerializer
    conflicts = ["create"]

    @extend_schema(request=None, responses=MessageSerializer)
    def create(self, request, message_id):
        """Send again

        For a text that failed, or of which nobody knows whether it was sent. Consent is checked again.
        """
        deliveries = Delivery.objects.select_related(
            "message__channel", "message__profile", "message__ticket"
        )
        delivery = get_object_or_404(deliveries, account=request.account, message=message_id)
        if not delivery.can_retry:
            raise Conflict("not_retriable", NOT_RETRIABLE)
        delivery.retry()
        return self.shown(delivery.message)
