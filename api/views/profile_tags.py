"""Tags on people (K1)."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema

from api.endpoints import refused_as
from api.serializers.profiles import ProfileSerializer
from api.serializers.tags import TagNameForm
from api.views.profiles import Profiles
from inbox import profile_tags
from inbox.models import Tag


class ProfileTags(Profiles):
    conflicts = []

    @extend_schema(
        request=TagNameForm,
        responses={201: ProfileSerializer},
        examples=[OpenApiExample("By its name", {"name": "wholesale"}, request_only=True)],
    )
    def create(self, request, profile_id):
        """Put a tag on a person

        By its name; a tag that there is not yet is made. Segments find people by their tags.
        """
        profile = self.profile()
        with refused_as("name"):
            tag = Tag.objects.for_name(request.account, self.asked(TagNameForm)["name"])
        profile_tags.add(profile, tag)
        return self.shown(profile, 201)


class OneProfileTag(ProfileTags):
    @extend_schema(responses={200: ProfileSerializer})
    def destroy(self, request, profile_id, tag_id):
        """Take a tag off a person"""
        profile = self.profile()
        profile_tags.remove(profile, get_object_or_404(request.account.tags, pk=tag_id))
        return self.shown(profile)
