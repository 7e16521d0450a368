"""G3: a campaign to 10,000 people, 500 of whom text STOP meanwhile, while workers and the sweeper are killed. Nobody is
claimed for it after their STOP is committed, nobody gets it twice, and a STOP is confirmed once at most."""

import asyncio
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from twilio.request_validator import RequestValidator

from campaigns.models import Campaign
from chaos.inbound import post_all
from chaos.people import Brand, phone, subscribe
from chaos.rig import Killer
from inbox.models import Delivery
from profiles.models import Consent

PEOPLE, STOPPERS = 10_000, 500
RATE = 150  # texts per second that the number may send
ENDED_WITHIN = 600
TEXT = "Everything must go"


def run(rig, chance, scale, ledger):
    brand = Brand(rig)
    people = round(PEOPLE * scale)
    stoppers = chance.sample(range(people), round(STOPPERS * scale))
    with brand.inside():
        subscribe(brand, range(people))
        type(brand.number).objects.filter(pk=brand.number.pk).update(texts_per_second=RATE)
        campaign = Campaign.objects.make(brand.account, "Sale", text=TEXT)
        campaign.send(by=brand.owner)
    killer = Killer(chance, (2.0, 5.0), {"worker": rig.worker.crash, "sweeper": rig.sweeper.crash})
    killer.start()
    with ThreadPoolExecutor(1) as aside:
        stopped = aside.submit(stop_all, brand, chance, stoppers, people / RATE)
        took = ended(brand, campaign)
        stopped.result()
    killer.stop()
    ledger.say(f"{people:,} people, {len(stoppers):,} STOPs; killed {killer.kills}")
    ledger.must_be_within("sent after", took, ENDED_WITHIN, "s")
    compare(ledger, brand, campaign, people, stoppers)


def stop_all(brand, chance, stoppers, seconds):
    """Over the time that the campaign takes, each through the webhook."""
    for place in stoppers:
        asyncio.run(post_all([stop(brand, place)], tries=20))
        time.sleep(chance.uniform(0, 1.2 * seconds / len(stoppers)))


def stop(brand, place):
    form = {
        "MessageSid": f"SMstop{place:028x}", "AccountSid": brand.theirs.sid, "From": phone(place), "To": brand.address,
        "Body": "STOP", "NumMedia": "0",
    }  # fmt: skip
    url = brand.number.fallback_url
    return brand, form, url, RequestValidator(brand.theirs.token).compute_signature(url, form)


def ended(brand, campaign) -> float:
    began = time.monotonic()
    while time.monotonic() - began < 2 * ENDED_WITHIN:
        with brand.inside():
            campaign.refresh_from_db()
            if campaign.state == Campaign.State.SENT:
                break
        time.sleep(0.5)
    return time.monotonic() - began


def compare(ledger, brand, campaign, people, stoppers):
    out = {phone(place) for place in stoppers}
    with brand.inside():
        sent = Delivery.objects.filter(message__source=campaign.source_id)
        late = Consent.objects.filter(given=False).values_list("profile__phone", "recorded_at")
        claims = dict(sent.exclude(provider_id="").values_list("message__profile__phone", "claimed_at"))
        told = set(sent.filter(state="unknown").values_list("message__profile__phone", flat=True))
        ledger.must("claimed after a STOP's commit", sum(claims.get(who, at) > at for who, at in late), 0)
    texts = [text for text in brand.theirs.ledger(limit=100_000) if text["direction"] != "inbound"]
    got = Counter(text["to"] for text in texts if TEXT in text["body"])
    confirmed = Counter(text["to"] for text in texts if "unsubscribed" in text["body"])
    everybody = {phone(place) for place in range(people)}
    ledger.say(f"{len(told):,} could not be confirmed and are put to an agent")
    ledger.must("people who got it twice", sum(n - 1 for n in got.values()), 0)
    ledger.must("people who should have got it and did not", len(everybody - out - told - got.keys()), 0)
    ledger.must("STOPs confirmed twice", sum(n - 1 for n in confirmed.values()), 0)
