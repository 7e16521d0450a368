"""Segments (G1): rules that mean people, under a name."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.response import Response

from api.endpoints import Endpoint
from api.problems import Conflict
from api.serializers.segments import SegmentCountSerializer, SegmentForm, SegmentSerializer
from campaigns.conditions import Vocabulary
from campaigns.counting import TooLong
from campaigns.models import Segment

LOYAL = {
    "name": "Loyal and reachable",
    "rules": {
        "all": [
            {"kind": "consent", "how": "marketing"},
            {"kind": "event", "how": "did", "metric": "Placed order", "times": 2, "days": 90},
        ]
    },
}


class Segments(Endpoint):
    noun = "Segments"
    serializer_class = SegmentSerializer

    def get_serializer_context(self):
        """All that are shown are read with one vocabulary."""
        return {**super().get_serializer_context(), "vocabulary": Vocabulary(self.request.account)}

    def list(self, request):
        """Segments, newest first"""
        return self.listed(request.account.segments.all())

    @extend_schema(
        request=SegmentForm,
        responses={201: SegmentSerializer},
        examples=[OpenApiExample("Loyal and reachable", LOYAL, request_only=True)],
    )
    def create(self, request):
        """Make a segment

        It keeps the rules, not the people: whom it means is found anew whenever it is used.
        """
        return self.shown(Segment.objects.make(request.account, **self.asked(SegmentForm)), 201)


class OneSegment(Segments):
    conflicts = ["destroy"]

    def segment(self):
        return get_object_or_404(self.request.account.segments, pk=self.kwargs["segment_id"])

    def retrieve(self, request, segment_id):
        """One segment"""
        return self.shown(self.segment())

    @extend_schema(request=SegmentForm)
    def partial_update(self, request, segment_id):
        """Change its name or its rules"""
        segment = self.segment()
        form = SegmentForm(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        segment.write(given.get("name", segment.name), given.get("rules", segment.rules))
        return self.shown(segment)

    @extend_schema(responses={200: SegmentSerializer})
    def destroy(self, request, segment_id):
        """Delete it

        Nobody in it is touched. Refused while a campaign is scheduled for it. Answers with the segment as it was.
        """
        segment = self.segment()
        shown = self.shown(segment)
        try:
            segment.remove()
        except ValidationError as error:
            raise Conflict("segment_in_use", str(error.message)) from None
        return shown


class SegmentCount(OneSegment):
    serializer_class = SegmentCountSerializer

    def retrieve(self, request, segment_id):
        """How many people it means

        Counting ends after a second or two; what takes longer is counted in part.
        """
        try:
            return Response(self.segment().count()._asdict())
        except TooLong:
            return Response({"people": None, "textable": None, "is_more": True})
