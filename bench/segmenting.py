"""`python -m bench.segmenting ACCOUNT make|count`: a tag for the people; or segments, counted one by one."""

import json
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402  settings must be ready first

from accounts import tenancy  # noqa: E402
from accounts.models import Account  # noqa: E402
from bench.cases.segments import ALL  # noqa: E402
from campaigns import counting, rules  # noqa: E402
from campaigns.conditions import Vocabulary  # noqa: E402
from inbox.models import Tag  # noqa: E402

CONSENT = {"kind": "consent", "how": "marketing"}
ORDERED = {"kind": "event", "how": "did", "metric": "Placed order"}
VISITS = {"kind": "property", "name": "visits", "value": "5"}


def segments(tag):
    tagged = {"kind": "tag", "how": "has", "tag": tag.pk}
    return {
        "everybody": [],
        "consent": [CONSENT],
        "tag": [tagged],
        "no tag": [tagged | {"how": "has_not"}],
        "property is": [{"kind": "property", "how": "is", "name": "pet.kind", "value": "cat"}],
        "property is more than": [VISITS | {"how": "greater"}],
        "ordered": [ORDERED],
        "ordered in 30 days": [ORDERED | {"days": 30}],
        "ordered twice": [ORDERED | {"times": 2}],
        "did not order in 30 days": [ORDERED | {"how": "did_not", "days": 30}],
        "place": [{"kind": "place", "how": "in", "country": "US", "region": "ca"}],
        "never a ticket": [{"kind": "ticket", "how": "never"}],
        "consent, tag or ordered": [CONSENT, {"any": [tagged, ORDERED | {"days": 30}]}],
        "four at once": [CONSENT, tagged, VISITS | {"how": "greater"}, ORDERED],
    }


def main():
    account_id, what = int(sys.argv[1]), sys.argv[2]
    with tenancy.enter(account_id):
        account = Account.objects.get(pk=account_id)
        if what == "make":
            print(json.dumps(Tag.objects.for_name(account, "VIP").pk))
            return
        tag = Tag.objects.for_name(account, "VIP")
        everybody(account_id)  # both sides read what lies in memory
        _, alone = timed(lambda: everybody(account_id))
        counted = {name: counts(account, conditions) for name, conditions in segments(tag).items()}
        print(json.dumps({"all": alone, "counted": counted}))


def everybody(account_id):
    with connection.cursor() as cursor:
        cursor.execute(ALL, {"account": account_id})
        return cursor.fetchone()[0]


def counts(account, conditions):
    found = rules.find(rules.checked({"all": conditions}, Vocabulary(account)))
    counted, taken = timed(lambda: counting.count(account, found))
    return {"people": counted.people, "is_more": counted.is_more, "ms": taken}


def timed(verb):
    began = time.perf_counter()
    done = verb()
    return done, (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
