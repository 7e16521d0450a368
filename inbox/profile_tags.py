"""The account's tags on people (K1): segments are made of them, and they stand beside every ticket of the person."""

from django.db import connection
from django.db.models import OuterRef, QuerySet

from helpdesk import live
from inbox.models import ProfileTag, Tag
from inbox.models.profile_tagging import label_lines
from inbox.models.tagging import Label, read_labels
from profiles.models import Profile

# The tag is read under a lock that a deletion waits for, so it is on the person for good or not at all.
ADD = """
INSERT INTO inbox_profiletag (account_id, profile_id, tag_id)
SELECT account_id, %s, id FROM inbox_tag WHERE id = %s AND account_id = %s FOR KEY SHARE
ON CONFLICT DO NOTHING
"""


def add(profile: Profile, tag: Tag) -> bool:
    """Whether the person did not bear it before. False also when the tag was deleted meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(ADD, [profile.pk, tag.pk, profile.account_id])
        is_new = cursor.rowcount == 1
    if is_new:
        _changed(profile)
    return is_new


def remove(profile: Profile, tag: Tag) -> bool:
    """Whether the person bore it."""
    found, _ = ProfileTag.objects.filter(profile=profile, tag=tag).delete()
    if found:
        _changed(profile)
    return bool(found)


def with_labels(profiles: QuerySet) -> QuerySet:
    """Each person with their tags, as one plain value (labels_of)."""
    bearers = ProfileTag.objects.filter(profile=OuterRef("pk"))
    return profiles.annotate(label_lines=label_lines(bearers))


def labels_of(profile: Profile) -> tuple[Label, ...]:
    """Their tags by name, as they were read with the person where they were."""
    if "label_lines" not in profile.__dict__:
        found = with_labels(Profile.objects.filter(pk=profile.pk))
        return read_labels(found.values_list("label_lines", flat=True).get())
    return read_labels(profile.__dict__["label_lines"])


def _changed(profile: Profile) -> None:
    profile.__dict__.pop("label_lines", None)
    numbers = profile.tickets.values_list("number", flat=True)
    live.ping(profile.account_id, *(f"ticket-{number}" for number in numbers))
