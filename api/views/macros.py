from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import Endpoint
from api.serializers.macros import MacroForm, MacroSerializer
from inbox.models import Macro


class Macros(Endpoint):
    noun = "Macros"
    serializer_class = MacroSerializer

    def usable(self):
        return self.request.account.macros.usable_by(self.request.auth).for_display()

    def list(self, request):
        """The team's macros, newest first

        What members keep for themselves is not among them.
        """
        return self.listed(self.usable())

    @extend_schema(
        request=MacroForm,
        responses={201: MacroSerializer},
        examples=[
            OpenApiExample(
                "An answer that closes",
                {
                    "name": "Refunded",
                    "shortcut": "refund",
                    "body": "Hi {first_name}, done!",
                    "afterwards": "close",
                },
                request_only=True,
            )
        ],
    )
    def create(self, request):
        """Make a macro for the team"""
        return self.shown(Macro.objects.make(request.account, **self.asked(MacroForm)), 201)


class OneMacro(Macros):
    def macro(self):
        return get_object_or_404(self.usable(), pk=self.kwargs["macro_id"])

    def retrieve(self, request, macro_id):
        """One macro"""
        return self.shown(self.macro())

    @extend_schema(request=MacroForm)
    def partial_update(self, request, macro_id):
        """Change it

        What is left out stays as it is.
        """
        macro = self.macro()
        form = MacroForm(data=request.data, partial=True, context=self.get_serializer_context())
        form.is_valid(raise_exception=True)
        macro.write(**form.validated_data)
        return self.shown(self.macro())

    @extend_schema(responses={200: MacroSerializer})
    def destroy(self, request, macro_id):
        """Delete it

        Answers with the macro as it was.
        """
        macro = self.macro()
        shown = self.shown(macro)
        macro.delete()
        return shown
