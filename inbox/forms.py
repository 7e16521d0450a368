"""The settings of the inbox (B12): a form is a card of its own, so that saving one never touches another's fields."""

from django import forms

from accounts.forms import PartForm
from accounts.models import Account
from helpdesk.spans import DAY, SpanField
from inbox.models import Channel
from inbox.skills import SkillsForm


class OptionsForm(PartForm):
    """A card of the page of global options. `key` is its address below that page."""

    key: str
    title: str
    lead: str
    fields_template = "forms/_form.html"

    def save(self, commit=True):
        if commit:
            self.instance.save_options(self.fields)
        return self.instance


class UnreadForm(OptionsForm):
    """B7."""

    key, title = "unread", "Unread tickets"
    lead = "A red number at Inbox, in the navigation, counts the tickets that nobody has read yet."

    class Meta:
        model = Account
        fields = ["unread_badge"]


class WaitingForm(OptionsForm):
    """B11."""

    key, title = "waiting", "Waiting customers"
    lead = "Each row of the inbox says how long its customer has waited for an answer."

    long_wait_minutes = SpanField(
        label="A long wait begins after",
        help_text="From then on the row stands out, and the filter for long waits finds it.",
        units=("minutes", "hours", "days"),
        least=1,
        most=7 * DAY,
    )

    class Meta:
        model = Account
        fields = ["long_wait_minutes"]


class HandingOutForm(OptionsForm):
    """D1."""

    key, title = "handing-out", "Handing out tickets"
    lead = "Who gets the new tickets that are nobody's."

    away_after_minutes = SpanField(
        label="Away after",
        help_text="Members who do nothing for this long count as away, until they are back.",
        units=("minutes", "hours"),
        least=1,
        most=DAY,
    )

    class Meta:
        model = Account
        fields = ["round_robin", "open_ticket_cap", "away_after_minutes"]
        help_texts = {
            "round_robin": "Evenly among the members who are online, never to one who is away. "
            "With nobody online they wait in Unassigned.",
            "open_ticket_cap": "Who has that many gets no more by themselves. Blank: no limit.",
        }


class SendingForm(OptionsForm):
    """C18."""

    key, title = "sending", "Sending"
    lead = "What happens between Send and the customer's phone."

    class Meta:
        model = Account
        fields = ["undo_send_seconds"]
        help_texts = {
            "undo_send_seconds": "An answer is held for that long, and can be taken back meanwhile."
        }


class AttributionForm(OptionsForm):
    """F3."""

    key, title = "attribution", "Replies to campaigns and flows"
    lead = "The first text after a campaign's or flow's message counts as a reply to it, if it comes in time."

    class Meta:
        model = Account
        fields = ["attribution_window_hours"]
        labels = {"attribution_window_hours": "Time for a reply, in hours"}
        help_texts = {
            "attribution_window_hours": "1 to 720, counted from when the message was sent. "
            "It applies to messages that are sent from now on."
        }


# In the order of the page.
CARDS = {
    form.key: form
    for form in (UnreadForm, WaitingForm, HandingOutForm, SkillsForm, SendingForm, AttributionForm)
}


class AutoCloseForm(PartForm):
    """D2: a card of each channel's own page."""

    auto_close_minutes = SpanField(
        label="Without activity for",
        help_text="Counted from the last message of either side, or from the end of a snooze.",
        units=("minutes", "hours", "days"),
        least=5,
        most=365 * DAY,
    )

    class Meta:
        model = Channel
        fields = ["auto_close", "auto_close_minutes", "auto_close_waiting", "closing_message"]
        help_texts = {
            "auto_close": "Snoozed tickets are left alone, and a customer who writes again reopens theirs.",
            "auto_close_waiting": "Otherwise a ticket stays open until its customer was answered.",
            "closing_message": "Goes to whoever may be messaged; the others' tickets close in silence. "
            "Blank: nobody is told. {organization}, {support_email} and {first_name} are filled in.",
        }
        widgets = {"closing_message": forms.Textarea({"rows": 2})}
