from rest_framework import serializers

from inbox.models import Note


class NoteSerializer(serializers.ModelSerializer):
    author = serializers.IntegerField(
        source="author_id",
        read_only=True,
        allow_null=True,
        help_text="A member's id; null: written by a key.",
    )
    author_name = serializers.CharField(source="author_label", read_only=True)
    mentions = serializers.SerializerMethodField(help_text="The ids of the members whom it calls.")

    class Meta:
        model = Note
        fields = ["id", "author", "author_name", "body", "mentions", "client_id", "created_at", "edited_at"]
        read_only_fields = fields

    def get_mentions(self, note) -> list[int]:
        return sorted(mention.membership_id for mention in note.mentions.all())


class NoteText(serializers.Serializer):
    body = serializers.CharField(
        trim_whitespace=False, allow_blank=True, help_text="@Name or @e-mail mentions a member."
    )


class NoteForm(NoteText):
    client_id = serializers.UUIDField(
        required=False, help_text="Yours to choose: the same again answers the first note."
    )
