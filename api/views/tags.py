from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import Endpoint, refused_as
from api.serializers.tags import (
    MergerForm,
    NewTagForm,
    TagFilters,
    TagForm,
    TagNameForm,
    TagSerializer,
)
from api.serializers.tickets import OneTicketSerializer
from api.views.tickets import OneTicket
from inbox.models import Tag


class Tags(Endpoint):
    noun = "Tags"
    serializer_class = TagSerializer
    filters = TagFilters

    def list(self, request):
        """Tags, newest first"""
        return self.listed(request.account.tags.with_counts())

    @extend_schema(
        request=NewTagForm,
        responses={201: TagSerializer},
        examples=[OpenApiExample("A tag", {"name": "refund", "colour": "red"}, request_only=True)],
    )
    def create(self, request):
        """Make a tag"""
        with refused_as("name"):
            tag = Tag.objects.make(request.account, **self.asked(NewTagForm))
        return self.shown(self.again(tag), 201)

    def again(self, tag):
        return self.request.account.tags.with_counts().get(pk=tag.pk)


class OneTag(Tags):
    def tag(self):
        return get_object_or_404(self.request.account.tags.with_counts(), pk=self.kwargs["tag_id"])

    def retrieve(self, request, tag_id):
        """One tag"""
        return self.shown(self.tag())

    @extend_schema(request=TagForm)
    def partial_update(self, request, tag_id):
        """Rename or recolour it

        On all of its tickets at once.
        """
        tag = self.tag()
        form = TagForm(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        with refused_as("name"):
            tag.revise(**{"name": tag.name, "colour": tag.colour} | form.validated_data)
        return self.shown(tag)

    @extend_schema(responses={200: TagSerializer})
    def destroy(self, request, tag_id):
        """Delete it

        It comes off its tickets, whose history says so. Answers with the tag as it was.
        """
        tag = self.tag()
        shown = self.shown(tag)
        tag.remove(by=request.auth)
        return shown


class Merger(OneTag):
    @extend_schema(
        request=MergerForm,
        responses=TagSerializer,
        examples=[OpenApiExample("Into another", {"into": 7}, request_only=True)],
    )
    def create(self, request, tag_id):
        """Merge it into another tag

        Its tickets get the other one instead, and it is gone. Answers with the tag that remains.
        """
        tag, into = self.tag(), self.asked(MergerForm)["into"]
        with refused_as("into"):
            tag.merge_into(into, by=request.auth)
        return self.shown(self.again(into))


class TicketTags(OneTicket):
    noun = "Tags"

    @extend_schema(
        request=TagNameForm,
        responses=OneTicketSerializer,
        examples=[OpenApiExample("By its name", {"name": "refund"}, request_only=True)],
    )
    def create(self, request, number):
        """Put a tag on a ticket

        By its name; a tag that there is not yet is made.
        """
        ticket = self.ticket()
        with refused_as("name"):
            tag = Tag.objects.for_name(request.account, self.asked(TagNameForm)["name"])
        ticket.tag(tag, by=request.auth)
        return self.shown(ticket)


class TicketTag(TicketTags):
    @extend_schema(responses={200: OneTicketSerializer})
    def destroy(self, request, number, tag_id):
        """Take a tag off a ticket"""
        ticket = self.ticket()
        ticket.untag(get_object_or_404(request.account.tags, pk=tag_id), by=request.auth)
        return self.shown(ticket)
