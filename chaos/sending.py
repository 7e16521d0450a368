"""G2: 5,000 answers through a provider that answers 429 or 500 after accepting, hangs up or stalls, while workers are
killed 40 times. Each is accepted exactly once; what nobody can know is looked up, and told to an agent where it is not
found."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from accounts import tenancy
from chaos.people import Brand, phone
from chaos.rig import Killer
from inbox.models import Delivery
from inbox.models.delivery import LOOK_UPS
from inbox.receiving import Inbound, receive

SENDS, PEOPLE, KILLS = 5_000, 500, 40
FAULTS = {"429": {}, "500_after": {}, "drop": {}, "stall": {"seconds": 11}}
SETTLED_WITHIN = 60 + 120  # s: the lease of a sender that died, then the doubt


def run(rig, chance, scale, ledger):
    brand = Brand(rig)
    tickets = [make_ticket(brand, place) for place in range(round(PEOPLE * scale))]
    texts = [f"Answer {number}" for number in range(round(SENDS * scale))]
    killer = Killer(chance, (0.4, 1.4), {"worker": rig.worker.crash}, most=round(KILLS * scale))
    faults = Faults(chance, brand)
    killer.start()
    faults.start()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda each: reply(brand, tickets[each[0] % len(tickets)], each[1]), enumerate(texts)))
    ledger.say(f"{len(texts):,} answers decided")
    while killer.is_alive():
        time.sleep(0.2)
    faults.stop()
    ledger.say(f"killed {killer.kills['worker']} workers; faults {dict(faults.set)}")
    ledger.must_be_within("settled after", settled(brand), SETTLED_WITHIN, "s")
    with brand.inside():
        told = list(Delivery.objects.select_related("message__channel", "message__profile").exclude(
            state__in=["sent", "delivered"]))  # fmt: skip
        ledger.say(
            f"{len(told)} were put to an agent: {dict(Counter((each.state, each.error_code) for each in told))}"
        )
        sent = bodies(brand)
        ledger.must("of those were accepted after all", sum(sent[each.message.body] for each in told), 0)
        for delivery in told:
            delivery.retry()
    settled(brand)
    sent = bodies(brand)
    ledger.must(f"of {len(texts):,} answers never accepted", sum(not sent[text] for text in texts), 0)
    ledger.must("accepted twice", sum(sent[text] - 1 for text in texts if sent[text]), 0)


class Faults(threading.Thread):
    """Some texts long the provider fails in one way, then for a while it does not."""

    def __init__(self, chance, brand):
        super().__init__(daemon=True)
        self.chance, self.brand, self.set = chance, brand, Counter()
        self._ended = threading.Event()

    def run(self):
        while not self._ended.wait(self.chance.uniform(0.1, 0.6)):
            kind = self.chance.choice(list(FAULTS))
            self.brand.theirs.carrier.fault(
                kind, number=self.brand.address, times=self.chance.randint(1, 4), **FAULTS[kind]
            )
            self.set[kind] += 1

    def stop(self):
        self._ended.set()
        self.join()
        self.brand.theirs.carrier.clear_faults()


def make_ticket(brand, place):
    with brand.inside():
        inbound = Inbound(f"SMtold{place:028x}", phone(place), "Hello", our_address=brand.address)
        message = receive(brand.number.channel, inbound)
        message.profile.give_consent("transactional", "chaos")
        return message.ticket_id


def reply(brand, ticket_id, text):
    try:
        with brand.inside():
            brand.account.tickets.for_display().get(pk=ticket_id).reply(text, by=brand.owner)
    finally:
        connection.close()


def settled(brand) -> float:
    """Seconds until nothing is on its way and no doubt is left that can be looked up."""
    began = time.monotonic()
    while time.monotonic() - began < 2 * SETTLED_WITHIN:
        with tenancy.enter(brand.account.pk):
            open_ones = Delivery.objects.filter(state__in=["queued", "sending"])
            if (
                not open_ones.exists()
                and not Delivery.objects.filter(state="unknown", looked_up__lt=LOOK_UPS).exists()
            ):
                break
        time.sleep(0.5)
    return time.monotonic() - began


def bodies(brand) -> Counter:
    return Counter(
        text["body"] for text in brand.theirs.ledger(limit=100_000) if text["direction"] != "inbound"
    )
