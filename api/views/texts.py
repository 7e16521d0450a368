from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import Endpoint, refused_as
from api.serializers.texts import TextForm, TextPreviewSerializer
from sms import composing


class TextPreviews(Endpoint):
    noun = "Messages"
    serializer_class = TextPreviewSerializer

    @extend_schema(
        request=TextForm,
        responses=TextPreviewSerializer,
        examples=[
            OpenApiExample("A text", {"text": "Hi {first_name|friend}, it’s here!"}, request_only=True)
        ],
    )
    def create(self, request):
        """Preview a text

        As a campaign or flow would send it, with what it takes. Nothing is sent, and no coupon code is taken. A
        variable or a coupon pool that there is not is refused, and so is a text that is too long to be sent.
        """
        asked = self.asked(TextForm)
        with refused_as("text"):
            preview = composing.preview(
                request.account, asked["text"], asked["profile"], prefixed=asked["prefixed"], shortened=True
            )
            composing.check_length(preview.body)
        return self.shown(preview)
