from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import Endpoint
from api.serializers.persons_sessions import PersonsSessionSerializer, StartForm
from automations import steering


class PersonsSession(Endpoint):
    noun = "Profiles"
    serializer_class = PersonsSessionSerializer
    conflicts = ["create"]

    def retrieve(self, request, profile_id):
        """The automation that a person is in

        A 404 for somebody who is in none.
        """
        return self.shown(self.session())

    @extend_schema(
        request=StartForm,
        responses={201: PersonsSessionSerializer},
        examples=[OpenApiExample("The survey", {"automation": 7}, request_only=True)],
    )
    def create(self, request, profile_id):
        """Start an automation with a person

        It has to be on; its keyword and its trigger don't matter. Only for subscribers who are in none (409). At night
        its first message waits for 8:00 of the person's time.
        """
        person, asked = self.person(), self.asked(StartForm)
        automation = request.account.automations.by_id(asked["automation"])
        return self.shown(steering.start(person, automation, by=request.auth), 201)

    @extend_schema(responses={200: PersonsSessionSerializer})
    def destroy(self, request, profile_id):
        """Take over from the automation that a person is in

        It ends at once and without a word; what the person writes next is for your team. Answers with how it stood.
        """
        session = self.session()
        steering.take_over(session.profile, by=request.auth)
        session.refresh_from_db()
        return self.shown(session)

    def person(self):
        return get_object_or_404(self.request.account.profiles, pk=self.kwargs["profile_id"])

    def session(self):
        session = steering.running(self.person())
        if session is None:
            raise Http404
        return session
