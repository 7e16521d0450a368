from django.db.models import Q

from campaigns.conditions.base import Condition

NOBODYS = Q(marketing_since=None, transactional_since=None)
FOUND = {
    "marketing": Q(marketing_since__isnull=False),
    "transactional": Q(transactional_since__isnull=False),
    "none": NOBODYS & Q(opted_out_at=None),
    "opted_out": NOBODYS & Q(opted_out_at__isnull=False),
}


class ConsentCondition(Condition):
    kind, label = "consent", "Consent"
    hows = {
        "marketing": "consents to marketing texts",
        "transactional": "consents to transactional texts",
        "none": "has given no consent",
        "opted_out": "has opted out",
    }
    plural = {
        "marketing": "consent to marketing texts",
        "transactional": "consent to transactional texts",
        "none": "have given no consent",
        "opted_out": "have opted out",
    }

    @staticmethod
    def find(rule):
        return FOUND[rule["how"]]

    @staticmethod
    def words(rule, vocabulary):
        return ConsentCondition.plural[rule["how"]]
