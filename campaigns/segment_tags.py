"""Segments name tags by their ids, so a new name is theirs at once; a tag that becomes another is followed."""

from campaigns import rules
from campaigns.models import Segment
from inbox.models import Tag


def follow(tag: Tag, into: Tag) -> None:
    """The account's segments ask for the tag that remains."""
    for segment in Segment.objects.filter(account=tag.account_id).select_for_update():
        kept = rules.retagged(segment.rules, tag.pk, into.pk)
        if kept != segment.rules:
            segment.rules = kept
            segment.save(update_fields=["rules", "changed_at"])
