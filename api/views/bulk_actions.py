from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import Endpoint
from api.serializers.bulk_actions import BulkActionForm, BulkActionSerializer
from inbox.models import BulkAction


class BulkActions(Endpoint):
    noun = "Bulk actions"
    serializer_class = BulkActionSerializer

    @extend_schema(
        request=BulkActionForm,
        responses={201: BulkActionSerializer},
        examples=[
            OpenApiExample(
                "Close all that are nobody's",
                {"action": "close", "filter": "status=open&assignee=none"},
                request_only=True,
            )
        ],
    )
    def create(self, request):
        """Change many tickets at once

        The tickets that are meant are written down now: what comes to match later is not touched, what changes
        meanwhile is left alone. Few are done when the call returns; of many, ask for the `state` until
        it is `finished`.
        """
        bulk = BulkAction.objects.begin(request.account, by=request.auth, **self.asked(BulkActionForm))
        return self.shown(bulk, 201)


class OneBulkAction(BulkActions):
    conflicts = ["destroy"]

    def bulk(self):
        found = self.request.account.bulk_actions.for_display()
        return get_object_or_404(found, pk=self.kwargs["bulk_action_id"])

    def retrieve(self, request, bulk_action_id):
        """How far it is, or its result"""
        return self.shown(self.bulk())

    @extend_schema(responses={200: BulkActionSerializer})
    def destroy(self, request, bulk_action_id):
        """Undo

        Within a day. It stops if it is under way. Tickets that changed since are left alone. Answers with the undoing,
        which is a bulk action too.
        """
        return self.shown(self.bulk().undo(by=request.auth))
