"""The team on the page of global options: who is online, and the channels of whose tickets each may be handed (D1)."""

from django import forms
from django.conf import settings

from accounts.access import Action
from inbox.channels import backend_for
from inbox.models import Duty


class SkillsForm(forms.Form):
    """A field per member. Only the members that were changed on this page are written: two may work at it at once."""

    key, title = "team", "Team"
    lead = "Who is online now, and the channels whose tickets each is handed in turn. Nothing ticked: all channels."
    fields_template = "inbox/settings/_team.html"

    def __init__(self, data=None, *, instance):
        super().__init__(data)
        workers = instance.memberships.who_may(Action.WORK_INBOX).by_name().select_related("duty")
        self.members = {f"member-{member.pk}": member for member in workers}
        self.fields = {name: self._field(member) for name, member in self.members.items()}

    @staticmethod
    def _field(member):
        return forms.MultipleChoiceField(
            label=f"Channels of {member}",
            choices=[(kind, backend_for(kind).label) for kind in settings.CHANNELS],
            initial=member.duty.kinds if hasattr(member, "duty") else [],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            show_hidden_initial=True,
        )

    def team(self):
        """Each member with their field, and what the field held when the page was made."""
        return [
            (member, self[name], self[name].as_hidden(only_initial=True))
            for name, member in self.members.items()
        ]

    def save(self):
        for name in self.changed_data:
            Duty.objects.of(self.members[name]).choose_channels(self.cleaned_data[name])
