"""What a list of tickets can be narrowed to (B4): one set of fields for the page, the API and saved views.

A value that makes no sense is an error of its field; the other fields narrow all the same. A further filter is a field
here with its method, and its words in chips.py where the field's own choices don't say them.
"""

from collections.abc import Container
from datetime import date, datetime, time, timedelta
from functools import reduce

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django_filters import (
    CharFilter,
    ChoiceFilter,
    Filter,
    FilterSet,
    MultipleChoiceFilter,
    NumberFilter,
    fields,
)

from helpdesk.numbers import whole
from inbox.channels import backend_for
from inbox.models.ticket import OPEN, Ticket

STATUSES = {
    "open": OPEN,
    "snoozed": Q(snoozed_until__isnull=False),
    "closed": Q(closed_at__isnull=False),
}
SUBSCRIBER = Q(profile__marketing_since__isnull=False) | Q(profile__transactional_since__isnull=False)
CONSENTS = {
    "subscriber": SUBSCRIBER,
    "opted_out": ~SUBSCRIBER & Q(profile__opted_out_at__isnull=False),
    "none": ~SUBSCRIBER & Q(profile__opted_out_at=None),
}
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
WAITS = [("30m", "30 minutes"), ("1h", "1 hour"), ("4h", "4 hours"), ("1d", "1 day")]
LARGEST_ID = 2**63 - 1
NOT_OFFERED = {"invalid_choice": "“%(value)s” is not one of the choices."}


def kinds() -> list[tuple[str, str]]:
    return [(kind, backend_for(kind).label) for kind in settings.CHANNELS]


class AssigneeField(forms.MultipleChoiceField):
    """`me`, `none` (nobody), or members' ids: those are not looked up, as a stranger's id finds nothing anyway."""

    default_error_messages = {"invalid_choice": "“%(value)s” is no member. Choose a person, or nobody."}

    def valid_value(self, value):
        return super().valid_value(value) or bool(whole(value))


class AssigneeFilter(MultipleChoiceFilter):
    field_class = AssigneeField


class TagField(forms.MultipleChoiceField):
    """Tags' ids, which are not looked up either."""

    default_error_messages = {"invalid_choice": "“%(value)s” is no tag. Choose one."}

    def valid_value(self, value):
        return bool(whole(value))


class TagFilter(MultipleChoiceFilter):
    field_class = TagField


class SourceField(TagField):
    """The same for campaigns and flows."""

    default_error_messages = {"invalid_choice": "“%(value)s” is no campaign or flow. Choose one."}


class SourceFilter(MultipleChoiceFilter):
    field_class = SourceField


class WaitField(fields.ChoiceField):
    """A number of minutes, hours or days: 30m, 4h, 1d."""

    default_error_messages = {
        "invalid_choice": "“%(value)s” is no length of time. Give one such as 30m, 4h or 1d."
    }

    def valid_value(self, value):
        return value[-1:] in UNITS and bool(whole(value[:-1])) and len(value) <= 5


class WaitFilter(ChoiceFilter):
    field_class = WaitField


class MomentField(forms.Field):
    """A day, or a moment of one, as ISO 8601 writes it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value) -> date | datetime | None:
        text = str(value or "").strip()
        try:
            found = parse_date(text) or parse_datetime(text) if text else None
        except ValueError:
            found = None
        if text and (found is None or not 1990 <= found.year < 2100):
            raise forms.ValidationError("This is no date. Give one such as 2026-11-30.", code="invalid")
        return found


class MomentFilter(Filter):
    field_class = MomentField


class TicketFilter(FilterSet):
    """`request` says for whom: its account, its member (a key has none) and its zone, in which days are meant."""

    q = CharFilter(
        label="Search",
        help_text="Words of messages, names, e-mail addresses, tags, any part of a phone number, `#42`.",
        method="by_search",
    )
    status = MultipleChoiceFilter(
        label="Status",
        choices=[(status, status.capitalize()) for status in STATUSES],
        widget=forms.CheckboxSelectMultiple,
        error_messages=NOT_OFFERED,
        method="by_status",
    )
    assignee = AssigneeFilter(
        label="Assignee",
        choices=[("me", "Me"), ("none", "Nobody")],
        widget=forms.CheckboxSelectMultiple,
        help_text="A member's id, or `none` for tickets that are nobody's.",
        method="by_assignee",
    )
    blocked = ChoiceFilter(
        label="People",
        choices=[("true", "Blocked"), ("false", "Not blocked")],
        empty_label="Any",
        error_messages=NOT_OFFERED,
        help_text="Whether the account has blocked the person.",
        method="by_blocked",
    )
    channel = MultipleChoiceFilter(
        label="Channel",
        choices=kinds,
        widget=forms.CheckboxSelectMultiple,
        error_messages=NOT_OFFERED,
        method="by_channel",
    )
    tag = TagFilter(
        label="Tag",
        widget=forms.CheckboxSelectMultiple,
        help_text="A tag's id; of several, any.",
        method="by_tag",
    )
    attributed_to = SourceFilter(
        label="Reply to",
        widget=forms.CheckboxSelectMultiple,
        help_text="The id of a campaign's or flow's source; of several, any.",
        method="by_source",
    )
    unread = ChoiceFilter(
        label="Read",
        choices=[("true", "Unread"), ("false", "Read")],
        empty_label="Any",
        error_messages=NOT_OFFERED,
        method="by_unread",
    )
    waiting = WaitFilter(
        label="Waiting longer than",
        choices=WAITS,
        empty_label="Any",
        help_text="For how long the customer has waited for an answer, at least: 30m, 4h, 1d.",
        method="by_wait",
    )
    consent = ChoiceFilter(
        label="Consent",
        choices=[("subscriber", "SMS subscriber"), ("opted_out", "Opted out"), ("none", "No consent")],
        empty_label="Any",
        error_messages=NOT_OFFERED,
        help_text="Whether the person may be texted.",
        method="by_consent",
    )
    mentions = ChoiceFilter(
        label="Mentions",
        choices=[("me", "Me")],
        empty_label="Anybody",
        error_messages=NOT_OFFERED,
        method="by_mention",
    )
    created_from = MomentFilter(
        "created_at", label="Created from", method="by_start", help_text="A day or a moment."
    )
    created_until = MomentFilter(
        "created_at", label="Created until", method="by_end", help_text="A day counts whole."
    )
    active_from = MomentFilter(
        "last_activity_at", label="Last activity from", method="by_start", help_text="A day or a moment."
    )
    active_until = MomentFilter(
        "last_activity_at", label="Last activity until", method="by_end", help_text="A day counts whole."
    )
    profile = NumberFilter(
        label="Person",
        min_value=1,
        max_value=LARGEST_ID,
        decimal_places=0,
        help_text="A profile's id.",
    )

    base_filters: dict[str, Filter]

    class Meta:
        model = Ticket
        fields = ()

    def __init__(self, data=None, queryset=None, *, request=None, only: Container[str] | None = None):
        """`only` these filters: copying all of them costs more than to narrow by a few."""
        if only is not None:
            self.base_filters = {name: each for name, each in type(self).base_filters.items() if name in only}
        super().__init__(data, queryset, request=request)

    def by_search(self, tickets, name, value):
        """Narrows once order and place are known (results.py)."""
        return tickets

    def by_status(self, tickets, name, values):
        return tickets.filter(any_of(STATUSES[value] for value in values))

    def by_assignee(self, tickets, name, values):
        people = [value for value in values if value.isdecimal()]
        asked = Q(assignee__in=people) if people else Q(pk__in=[])
        if "me" in values:
            asked |= Q(assignee=self.request.membership)
        return tickets.filter(asked | Q(assignee=None) if "none" in values else asked)

    def by_tag(self, tickets, name, values):
        return tickets.tagged(values)

    def by_source(self, tickets, name, values):
        return tickets.answering(values)

    def by_unread(self, tickets, name, value):
        return tickets.filter(unread_since__isnull=value == "false")

    def by_wait(self, tickets, name, value):
        wait = timedelta(**{UNITS[value[-1]]: int(value[:-1])})
        return tickets.filter(waiting_since__lte=timezone.now() - wait)

    def by_consent(self, tickets, name, value):
        return tickets.filter(CONSENTS[value])

    def by_mention(self, tickets, name, value):
        return tickets.mentioning(self.request.membership)

    def by_blocked(self, tickets, name, value):
        return tickets.filter(profile__blocked_at__isnull=value == "false")

    def by_channel(self, tickets, name, values):
        return tickets.filter(channel__kind__in=values)

    def by_start(self, tickets, name, value):
        return tickets.filter(**{f"{name}__gte": span(value, self.request.zone)[0]})

    def by_end(self, tickets, name, value):
        return tickets.filter(**{f"{name}__lt": span(value, self.request.zone)[1]})


def any_of(conditions) -> Q:
    return reduce(Q.__or__, conditions)


def span(value: date | datetime, zone) -> tuple[datetime, datetime]:
    """From when until before when: a day from midnight to midnight of the zone, a moment just itself."""
    if isinstance(value, datetime):
        at = value if timezone.is_aware(value) else value.replace(tzinfo=zone)
        return at, at + timedelta(microseconds=1)
    midnight, next_day = (
        datetime.combine(value + timedelta(days=days), time.min, tzinfo=zone) for days in (0, 1)
    )
    return midnight, next_day
