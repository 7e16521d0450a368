from django.db import models

from inbox.models.message import Message


class AnsweringQuerySet(models.QuerySet):
    """F4. The reply is found by person and channel, as a text that a keyword answered belongs to no ticket, but stands
    in its thread."""

    def answering(self, sources):
        """Those in whose thread a text is attributed to any of the campaigns and flows."""
        replies = Message.objects.filter(
            attributed_to__isnull=False,
            source__in=sources,
            profile=models.OuterRef("profile"),
            channel=models.OuterRef("channel"),
        )
        return self.filter(models.Exists(replies))
