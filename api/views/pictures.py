from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser

from api.endpoints import refused_as
from api.serializers.messages import PictureForm, PictureSerializer
from api.views.tickets import OneTicket


class Pictures(OneTicket):
    noun = "Messages"
    serializer_class = PictureSerializer
    parser_classes = [MultiPartParser]

    @extend_schema(request={"multipart/form-data": PictureForm}, responses={201: PictureSerializer})
    def create(self, request, number):
        """Add a picture

        One file, as a form sends it. It waits to be sent with a message on this ticket, and is forgotten after a day.
        """
        ticket, form = self.ticket(), self.asked(PictureForm)
        with refused_as("picture"):
            picture = ticket.add_picture(form["picture"], by=request.auth)
        return self.shown(picture, status=201)


class OnePicture(OneTicket):
    noun = "Messages"
    serializer_class = PictureSerializer

    @extend_schema(responses={200: PictureSerializer})
    def destroy(self, request, number, picture_id):
        """Remove a picture

        One that has not been sent. Answers with the picture as it was.
        """
        own = self.ticket().pictures.of(request.auth).filter(pk=picture_id)
        shown = self.shown(get_object_or_404(own))
        own.discard()
        return shown
