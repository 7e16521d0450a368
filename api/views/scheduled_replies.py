from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import refused_as
from api.problems import Conflict
from api.serializers.scheduled_replies import NewSendAtForm, ScheduledReplyForm, ScheduledReplySerializer
from api.views.messages import KEY_REUSED
from api.views.tickets import OneTicket
from inbox.models import Message
from inbox.models.steps import Steps

EXAMPLE = {"body": "Good morning, your parcel is here.", "send_at": "2027-03-01T09:00:00+01:00"}


class ScheduledReplies(OneTicket):
    noun = "Messages"
    serializer_class = ScheduledReplySerializer
    conflicts = ["create"]

    def list(self, request, number):
        """What waits to be sent on a ticket, newest first

        Also what was refused when it was due; `refusal` says why.
        """
        return self.listed(self.ticket().scheduled_replies.prefetch_related("pictures"))

    @extend_schema(
        request=ScheduledReplyForm,
        responses={201: ScheduledReplySerializer},
        examples=[OpenApiExample("At nine", EXAMPLE, request_only=True)],
    )
    def create(self, request, number):
        """Answer at a time

        Until then it is no message, and the ticket goes on waiting. When it is due, consent is asked again. The same
        `client_id` again answers with the first. A time at night where the person is needs `confirm_hours`.
        """
        ticket, body = self.ticket(), self.asked(ScheduledReplyForm)
        with refused_as("body"):
            then = Steps(close=body.pop("closes"))
            body["any_hour"] = body.pop("confirm_hours")
            reply = ticket.schedule(body.pop("send_at"), body.pop("body"), request.auth, then=then, **body)
        if isinstance(reply, Message):
            raise Conflict("key_reused", KEY_REUSED)
        return self.shown(reply, status=201)


class OneScheduledReply(OneTicket):
    noun = "Messages"
    serializer_class = ScheduledReplySerializer
    conflicts = ["partial_update"]

    def reply(self):
        """Locked: one that is being sent just now is no longer found."""
        ticket = self.ticket()
        if reply := ticket.scheduled_replies.lock(self.kwargs["reply_id"]):
            reply.ticket = ticket
            return reply
        raise Http404

    @extend_schema(request=NewSendAtForm, responses=ScheduledReplySerializer)
    def partial_update(self, request, number, reply_id):
        """Send at another time"""
        reply, body = self.reply(), self.asked(NewSendAtForm)
        with refused_as("send_at"):
            reply.move(body["send_at"], any_hour=body["confirm_hours"])
        return self.shown(reply)

    @extend_schema(responses={200: ScheduledReplySerializer})
    def destroy(self, request, number, reply_id):
        """Do not send it

        Answers with the reply as it was. 404: it was sent already.
        """
        reply = self.reply()
        shown = self.shown(reply)
        reply.discard()
        return shown
