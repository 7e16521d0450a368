from django.db.models import Exists, Q

from campaigns.conditions.base import NOTHING_YET, PERSON, Condition, Named
from inbox.models import Delivery, Message

SENT = [Message.Origin.CAMPAIGN, Message.Origin.FLOW]


class SourceCondition(Condition):
    """What was received is what was not refused: a failed text reached nobody. A reply is one that was attributed."""

    kind, label = "campaign", "Campaign or flow"
    hows = {
        "received": "received",
        "not_received": "did not receive",
        "replied": "replied to",
        "not_replied": "did not reply to",
    }

    source = Named("There is no such campaign or flow.", label="Campaign or flow")

    def offer(self):
        given = str(self["source"].value() or "")
        if given.isdecimal() and len(given) <= 18:
            self.vocabulary.source(int(given))
        self.among("source", [NOTHING_YET, *self.vocabulary.sources.items()])

    def clean_source(self) -> int:
        return int(self.cleaned_data["source"])

    @staticmethod
    def find(rule):
        messages = Message.objects.filter(profile=PERSON, source=rule["source"])
        if rule["how"] in ("received", "not_received"):
            messages = messages.filter(origin__in=SENT).exclude(delivery__state=Delivery.State.FAILED)
        else:
            messages = messages.filter(origin=Message.Origin.CUSTOMER)
        return ~Q(Exists(messages)) if rule["how"].startswith("not_") else Q(Exists(messages))

    @staticmethod
    def words(rule, vocabulary):
        name = vocabulary.source(rule["source"]) or "a campaign that was deleted"
        return f"{SourceCondition.hows[rule['how']]} {name}"
