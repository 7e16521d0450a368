from django.shortcuts import get_object_or_404

from api.endpoints import Endpoint
from api.serializers.keywords import KeywordFilters, KeywordSerializer
from api.serializers.sessions import SessionFilters, SessionSerializer, WholeSessionSerializer
from automations.models import Session, TriggerKeyword


class Sessions(Endpoint):
    noun = "Automations"
    serializer_class = SessionSerializer
    filters = SessionFilters

    def sessions(self):
        return Session.objects.filter(account=self.request.account).whole()

    def list(self, request):
        """Who is and was in automations, newest first"""
        return self.listed(self.sessions())


class OneSession(Sessions):
    serializer_class = WholeSessionSerializer

    def retrieve(self, request, session_id):
        """One way through an automation, with all answers

        Understood or not, and by which rule.
        """
        return self.shown(
            get_object_or_404(self.sessions().prefetch_related("heard__message"), pk=session_id)
        )


class Keywords(Endpoint):
    noun = "Automations"
    serializer_class = KeywordSerializer
    filters = KeywordFilters

    def list(self, request):
        """Which keyword begins which automation

        Those of drafts too: they are taken.
        """
        return self.listed(TriggerKeyword.objects.filter(account=request.account))
