from typing import NamedTuple

from django.db import models

from accounts.models import AccountOwned
from inbox.models.changing import Changed
from inbox.models.profile_tagging import ProfileTag, label_lines
from inbox.models.recording import SYSTEM, EventKind
from inbox.models.tag import Tag

HISTORY = """
INSERT INTO inbox_ticketevent (account_id, ticket_id, kind, actor_kind, actor_label, data, at)
SELECT account_id, ticket_id, %s, %s, %s, jsonb_build_object({data}), now() FROM changed"""

# The tag is read under a lock that a deletion waits for, so it is on the ticket for good or not at all.
TAG_ALL = f"""
WITH chosen AS MATERIALIZED ({{chosen}}), label AS MATERIALIZED (
    SELECT id, account_id, name FROM inbox_tag WHERE id = %s FOR KEY SHARE
), tagged AS (
    INSERT INTO inbox_tickettag (account_id, ticket_id, tag_id)
    SELECT account_id, chosen.id, label.id FROM chosen JOIN label USING (account_id)
    ON CONFLICT DO NOTHING
    RETURNING account_id, ticket_id, tag_id
), changed AS (
    SELECT tagged.account_id, ticket_id, name FROM tagged JOIN label ON label.id = tag_id
), history AS ({HISTORY.format(data="'tag', name")})
SELECT chosen.id, chosen.account_id, number FROM changed JOIN chosen ON chosen.id = ticket_id
"""  # noqa: S608  tables of our own

UNTAG_ALL = f"""
WITH chosen AS MATERIALIZED ({{chosen}}), changed AS (
    DELETE FROM inbox_tickettag USING chosen WHERE ticket_id = chosen.id AND tag_id = %s
    RETURNING inbox_tickettag.account_id, ticket_id
), history AS ({HISTORY.format(data="'tag', %s::text")})
SELECT chosen.id, chosen.account_id, number FROM changed JOIN chosen ON chosen.id = ticket_id
"""  # noqa: S608

RETAG_ALL = f"""
WITH chosen AS MATERIALIZED ({{chosen}}), changed AS (
    DELETE FROM inbox_tickettag USING chosen WHERE ticket_id = chosen.id AND tag_id = %s
    RETURNING inbox_tickettag.account_id, ticket_id
), moved AS (
    INSERT INTO inbox_tickettag (account_id, ticket_id, tag_id) SELECT account_id, ticket_id, %s FROM changed
    ON CONFLICT DO NOTHING
), history AS ({HISTORY.format(data="'tag', %s::text, 'into', %s::text")})
SELECT chosen.id, chosen.account_id, number FROM changed JOIN chosen ON chosen.id = ticket_id
"""  # noqa: S608


class Label(NamedTuple):
    """A tag as it is shown on a ticket."""

    id: int
    colour: str
    name: str


def read_labels(lines: str) -> tuple[Label, ...]:
    """What `with_labels` has put into one plain value."""
    parts = (line.split(" ", 2) for line in lines.splitlines())
    return tuple(Label(int(pk), colour, name) for pk, colour, name in parts)


class TicketTag(AccountOwned):
    """That a ticket bears a tag. Since when and by whom is in its history."""

    account_from = "ticket"

    ticket = models.ForeignKey(
        "inbox.Ticket", on_delete=models.CASCADE, related_name="ticket_tags", db_index=False
    )
    tag = models.ForeignKey("inbox.Tag", on_delete=models.CASCADE, related_name="ticket_tags", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "tag"], name="tag_once_per_ticket")]
        indexes = [models.Index(fields=["tag", "ticket"], name="tickettag_tickets")]

    def __str__(self):
        return f"{self.tag_id} on {self.ticket_id}"


class TaggingQuerySet(models.QuerySet):
    """Set-based, as ChangingQuerySet.change_all: one statement, one event for each ticket that it changed."""

    def with_labels(self):
        """Each ticket's tags by name, as one plain value that a row can be kept by."""
        of_ticket = TicketTag.objects.filter(ticket=models.OuterRef("pk"))
        return self.annotate(label_lines=label_lines(of_ticket))

    def with_person_labels(self):
        """The tags of each ticket's person likewise."""
        of_person = ProfileTag.objects.filter(profile=models.OuterRef("profile_id"))
        return self.annotate(person_label_lines=label_lines(of_person))

    def tagged(self, tags):
        """Those that bear any of the tags."""
        bears = TicketTag.objects.filter(ticket=models.OuterRef("pk"), tag__in=tags)
        return self.filter(models.Exists(bears))

    def tag_all(self, tag: Tag, by=SYSTEM) -> list[Changed]:
        """Which tickets did not bear it before. None at all if the tag was deleted meanwhile."""
        return self.run(TAG_ALL, tag.pk, EventKind.TAGGED, by.actor_kind, by.actor_label)

    def untag_all(self, tag: Tag, by=SYSTEM) -> list[Changed]:
        return self.run(UNTAG_ALL, tag.pk, EventKind.UNTAGGED, by.actor_kind, by.actor_label, tag.name)

    def retag_all(self, tag: Tag, into: Tag, by=SYSTEM) -> list[Changed]:
        """One tag becomes the other, also where both were. Both must be locked (Tag.merge_into)."""
        actor = (by.actor_kind, by.actor_label)
        return self.run(RETAG_ALL, tag.pk, into.pk, EventKind.TAG_MERGED, *actor, tag.name, into.name)


class Tagging(models.Model):
    """C11: any number of the account's tags."""

    tags = models.ManyToManyField("inbox.Tag", through=TicketTag, related_name="tickets")

    class Meta:
        abstract = True

    @property
    def labels(self) -> tuple[Label, ...]:
        """Its tags by name, as they were read with the ticket (for_display) or after the last change."""
        if "label_lines" not in self.__dict__:
            found = type(self).objects.with_labels().values_list("label_lines", flat=True)
            self.label_lines = found.get(pk=self.pk)
        return read_labels(self.label_lines)

    @property
    def person_labels(self) -> tuple[Label, ...]:
        """Those of its person (K1)."""
        if "person_label_lines" not in self.__dict__:
            found = type(self).objects.with_person_labels().values_list("person_label_lines", flat=True)
            self.person_label_lines = found.get(pk=self.pk)
        return read_labels(self.person_label_lines)

    def tag(self, tag: Tag, by=SYSTEM) -> bool:
        """Whether it did not bear the tag before."""
        changed = self._row.tag_all(tag, by)
        self.forget_labels()
        return bool(changed)

    def untag(self, tag: Tag, by=SYSTEM) -> bool:
        changed = self._row.untag_all(tag, by)
        self.forget_labels()
        return bool(changed)

    def forget_labels(self) -> None:
        """They have changed: read them again when they are asked for."""
        for name in ("label_lines", "person_label_lines"):
            self.__dict__.pop(name, None)

    @property
    def _row(self):
        return type(self).objects.filter(pk=self.pk)
