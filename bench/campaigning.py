"""`python -m bench.campaigning ACCOUNT`: write down whom a campaign goes to, timed, with the memory that it took.
`… ACCOUNT draft`: the id of a draft alone."""

import json
import resource
import sys
import time

import django

django.setup()

from accounts import tenancy  # noqa: E402  settings must be ready first
from accounts.models import Account  # noqa: E402
from campaigns import working  # noqa: E402
from campaigns.models import Campaign  # noqa: E402
from inbox.models import SYSTEM  # noqa: E402


def main():
    account_id = int(sys.argv[1])
    with tenancy.enter(account_id):
        campaign = Campaign.objects.make(Account.objects.get(pk=account_id), "Sale", text="Sale!")
        if "draft" in sys.argv:
            print(campaign.pk)
            return
        campaign.send(by=SYSTEM)
    before, began = held(), time.perf_counter()
    batches = working.prepare(account_id, campaign.pk)
    took, grown = (time.perf_counter() - began) * 1000, held() - before
    with tenancy.enter(account_id):
        written = Campaign.objects.get(pk=campaign.pk).total
    print(json.dumps({"ms": took, "kb": grown, "batches": batches, "written": written}))


def held() -> int:
    """The most that the process has ever held, in KB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
