"""Views that the team has saved (B3). A key is nobody, so it has none of its own and sees nobody's own."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import Endpoint, refused_as
from api.serializers.saved_views import SavedViewForm, SavedViewSerializer
from inbox.models import SavedView


class SavedViews(Endpoint):
    noun = "Views"
    serializer_class = SavedViewSerializer

    def views(self):
        return self.request.account.saved_views.usable_by(self.request.auth)

    def list(self, request):
        """Views, newest first

        Those of the team. What a member keeps to themselves is not among them.
        """
        return self.listed(self.views())

    @extend_schema(
        request=SavedViewForm,
        responses={201: SavedViewSerializer},
        examples=[
            OpenApiExample(
                "Long waits",
                {"name": "Long waits", "filters": {"status": ["open"], "waiting": ["1h"]}, "sort": "waiting"},
                request_only=True,
            )
        ],
    )
    def create(self, request):
        """Make a view for the team"""
        with refused_as("name"):
            view = SavedView.objects.make(request.account, **self.asked(SavedViewForm))
        return self.shown(view, 201)


class OneSavedView(SavedViews):
    def view(self):
        return get_object_or_404(self.views(), pk=self.kwargs["view_id"])

    def retrieve(self, request, view_id):
        """One view"""
        return self.shown(self.view())

    @extend_schema(request=SavedViewForm)
    def partial_update(self, request, view_id):
        """Change it

        For everybody in the team.
        """
        view = self.view()
        form = SavedViewForm(data=request.data, partial=True, context=self.get_serializer_context())
        form.is_valid(raise_exception=True)
        with refused_as("name"):
            view.write(**{"name": view.name, "owner": None} | form.validated_data)
        return self.shown(view)

    @extend_schema(responses={200: SavedViewSerializer})
    def destroy(self, request, view_id):
        """Delete it

        For everybody in the team; no ticket is touched. Answers with the view as it was.
        """
        view = self.view()
        shown = self.shown(view)
        view.remove()
        return shown
