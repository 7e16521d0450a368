from django.db.models import Exists, Q

from campaigns.conditions.base import NOTHING_YET, PERSON, Condition, Named
from inbox.models import ProfileTag


class TagCondition(Condition):
    kind, label = "tag", "Tag"
    hows = {"has": "has the tag", "has_not": "does not have the tag"}

    tag = Named("There is no such tag.", label="Tag")

    def offer(self):
        self.among("tag", [NOTHING_YET, *self.vocabulary.tags.items()])

    def clean_tag(self) -> int:
        return int(self.cleaned_data["tag"])

    @staticmethod
    def find(rule):
        bears = Exists(ProfileTag.objects.filter(profile=PERSON, tag=rule["tag"]))
        return Q(bears) if rule["how"] == "has" else ~Q(bears)

    @staticmethod
    def words(rule, vocabulary):
        name = vocabulary.tags.get(rule["tag"], "that was deleted")
        return f"{'have' if rule['how'] == 'has' else 'do not have'} the tag {name}"
