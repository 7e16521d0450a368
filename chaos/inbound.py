"""G1: 10,000 texts of 2,000 people to 5 accounts, 64 in flight, three of ten posted twice, two of ten late, while
everything is killed. What was acknowledged is neither lost nor doubled, and everybody has one ticket. 300 more people
go through a survey meanwhile."""

import asyncio
import time
from collections import Counter
from functools import partial
from urllib.parse import urlencode

import httpx
from django.db import connection
from twilio.request_validator import RequestValidator

from accounts import tenancy
from chaos import conversing, sending
from chaos.people import Brand, phone
from chaos.rig import Killer
from inbox.models import InboundEvent, Message, Ticket

TEXTS, PEOPLE, TALKERS, ACCOUNTS, IN_FLIGHT = 10_000, 2_000, 300, 5, 64
TWICE, LATE = 0.3, 0.2
TRIES = 6  # the first and five more, as the webhook address asks the provider for
SETTLED_WITHIN = 120


def run(rig, chance, scale, ledger):
    brands = [Brand(rig) for _ in range(ACCOUNTS)]
    texts = [text(number, chance, brands, round(PEOPLE * scale)) for number in range(round(TEXTS * scale))]
    talks = conversing.prepare(brands, round(TALKERS * scale))
    every = between(chance, texts, talks)
    posts = [*every, *chance.sample(every, round(len(every) * TWICE))]
    for _ in range(round(len(posts) * LATE)):
        posts.append(posts.pop(chance.randrange(len(posts) // 2)))
    victims = {
        "web": partial(restart_web, rig),
        "worker": rig.worker.crash,
        "sweeper": rig.sweeper.crash,
        "Redis": partial(rig.crash_server, rig.redis),
        "Postgres": partial(rig.crash_server, rig.postgres),
    }
    killer = Killer(chance, (1.0, 4.0), victims)
    killer.start()
    answers, given_up = asyncio.run(post_all(posts))
    killer.stop()
    ledger.say(f"posted {len(posts):,} times: {dict(answers)}; killed {killer.kills}")
    rig.wait(f"{rig.base_url}/health/", rig.web)
    ledger.say(f"{len(given_up):,} were given up by the provider; its list brings them again")
    asyncio.run(post_all(given_up, tries=50))
    connection.close()  # ours did not outlive Postgres
    ledger.must_be_within("settled after", settled(), SETTLED_WITHIN, "s")
    compare(ledger, brands, texts, talks)
    ledger.must_be_within("all sent after", max(map(sending.settled, brands)), sending.SETTLED_WITHIN, "s")
    conversing.compare(ledger, brands, round(TALKERS * scale))


def between(chance, texts, talks):
    """Both in their order, shuffled into each other."""
    turns = [True] * len(texts) + [False] * len(talks)
    chance.shuffle(turns)
    ones, others = iter(texts), iter(talks)
    return [next(ones) if turn else next(others) for turn in turns]


def text(number, chance, brands, people):
    """Who writes always writes to the same account: address, form and signature."""
    who = chance.randrange(people)
    brand = brands[who % len(brands)]
    form = {
        "MessageSid": f"SM{number:032x}", "AccountSid": brand.theirs.sid, "From": phone(who), "To": brand.address,
        "Body": f"Text {number}", "NumMedia": "0",
    }  # fmt: skip
    url = brand.number.fallback_url
    signature = RequestValidator(brand.theirs.token).compute_signature(url, form)
    return brand, form, url, signature


def restart_web(rig):
    rig.web.crash()
    rig.wait(f"{rig.base_url}/health/", rig.web)


async def post_all(posts, tries=TRIES):
    answers, given_up, queue = Counter(), [], asyncio.Queue()
    for each in posts:
        queue.put_nowait(each)
    limits = httpx.Limits(max_connections=IN_FLIGHT)
    async with httpx.AsyncClient(trust_env=False, timeout=15, limits=limits) as client:
        await asyncio.gather(*(sender(client, queue, answers, given_up, tries) for _ in range(IN_FLIGHT)))
    return answers, given_up


async def sender(client, queue, answers, given_up, tries):
    while not queue.empty():
        each = queue.get_nowait()
        for attempt in range(tries):
            answer = await post(client, each)
            answers[answer] += 1
            if answer == 200:
                break
            await asyncio.sleep(min(0.5 * 2**attempt, 4))
        else:
            given_up.append(each)


async def post(client, each):
    _, form, url, signature = each
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
    try:
        return (await client.post(url, content=urlencode(form), headers=headers)).status_code
    except httpx.HTTPError as error:
        return type(error).__name__


def settled() -> float:
    """Seconds until no event waits."""
    began = time.monotonic()
    while time.monotonic() - began < 2 * SETTLED_WITHIN:
        with tenancy.every_account():
            if not InboundEvent.objects.filter(state=InboundEvent.State.NEW).exists():
                break
        time.sleep(0.5)
    return time.monotonic() - began


def compare(ledger, brands, texts, talks):
    with tenancy.every_account():
        kept = Counter(
            Message.objects.filter(origin="customer").values_list(
                "account_id", "external_id", "profile__phone", "body"
            )
        )
        tickets = Counter(Ticket.objects.values_list("account_id", "profile__phone"))
    sent, talked = (
        {(brand.account.pk, form["MessageSid"], form["From"], form["Body"]) for brand, form, *_ in some}
        for some in (texts, talks)
    )
    people = {(account, number) for account, _, number, _ in sent}
    sent |= talked
    ledger.must(f"of {len(sent):,} texts lost", len(sent - kept.keys()), 0)
    ledger.must("doubled", sum(n - 1 for n in kept.values()), 0)
    ledger.must("with the wrong account, person or words", len(kept.keys() - sent), 0)
    tickets = Counter({who: n for who, n in tickets.items() if who in people})
    ledger.must(f"tickets of {len(people):,} people", sum(tickets.values()), len(people))
    ledger.must(
        "people with two tickets or none",
        len(people ^ tickets.keys()) + sum(n > 1 for n in tickets.values()),
        0,
    )
