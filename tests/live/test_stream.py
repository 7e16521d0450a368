"""B8, A1: the doorbell itself. Names of an account reach its members only; what was missed is told once more."""

import asyncio
import queue
import socket
import time
from contextlib import suppress
from threading import Thread
from unittest import mock

import httpx
import pytest
import redis
from django.conf import settings as product

from helpdesk import live, live_server


class Ear:
    """One open stream, read in a thread; events are (id, names)."""

    def __init__(self, stack, token, last="", **query):
        self.heard: queue.Queue = queue.Queue()
        self.client = httpx.Client(base_url=stack.base_url, trust_env=False, timeout=30)
        headers = {"Last-Event-ID": last} if last else {}
        request = self.client.build_request("GET", "/live/", params={"token": token} | query, headers=headers)
        self.answer = self.client.send(request, stream=True)
        Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        event_id, names = "", []
        try:
            for line in self.answer.iter_lines():
                field, _, value = line.partition(": ")
                if field == "id":
                    event_id = value
                elif field == "data":
                    names.append(value)
                elif not line and names:
                    self.heard.put((event_id, names))
                    names = []
            self.heard.put(("", ["the end"]))
        except httpx.HTTPError:
            pass
        finally:
            self.client.close()

    def next(self, but_not=("resync",)):
        """The next event's id and names. A resync tells everybody to look when the process begins to listen."""
        while True:
            event_id, names = self.heard.get(timeout=10)
            if names != list(but_not):
                return event_id, names

    def close(self):
        # Another thread reads from it: only a shutdown reaches the other side at once.
        with suppress(OSError):
            self.answer.extensions["network_stream"].get_extra_info("socket").shutdown(socket.SHUT_RDWR)


@pytest.fixture
def ear(stack, house):
    made = []

    def make(who="alice", of=None, **settings):
        brand = of or house
        made.append(Ear(stack, token(brand, who), **settings))
        assert made[-1].answer.status_code == 200
        return made[-1]

    yield make
    for one in made:
        one.close()


def token(brand, who="alice"):
    return live.token(brand.account.pk, brand.member(getattr(brand, who)).pk)


def ring(brand, *names):
    live.ring(brand.account.pk, names)


def heard_by(ear, brand, *names):
    """Ring until it is heard: the first ring may come before the stream has begun to listen."""
    for _ in range(100):
        ring(brand, *names)
        try:
            return ear.heard.get(timeout=0.1)
        except queue.Empty:
            continue
    raise AssertionError("nothing is heard")


def test_a_text_rings_for_the_members_and_says_names_only(house, ear, person):
    phone, alice, bob = person(), ear("alice"), ear("bob")
    phone.say("The secret of the house")
    for one in (alice, bob):
        assert one.next()[1] == ["ticket-1", "tickets", "arrivals"]


def test_a1_events_of_one_account_never_reach_another(stack, house, ear):
    globex = stack.account()
    ours, theirs = ear(of=house), ear(of=globex)
    for i in range(20):
        ring(house, f"ticket-{i}")
        ring(globex, f"other-{i}")
    assert [ours.next()[1] for _ in range(20)] == [[f"ticket-{i}"] for i in range(20)]
    assert [theirs.next()[1] for _ in range(20)] == [[f"other-{i}"] for i in range(20)]
    assert ours.heard.empty()
    assert theirs.heard.empty()


def test_an_expired_a_forged_and_a_missing_token_get_403(stack, house):
    long_ago = time.time() - live.TOKEN_SECONDS - 5
    with mock.patch("time.time", return_value=long_ago):
        expired = token(house)
    good = token(house)
    stranger = live.token(house.account.pk + 1, 1).split(":")[0] + ":" + good.split(":", 1)[1]
    for bad in (expired, good[:-1] + ("A" if good[-1] != "A" else "B"), stranger, "", "x:y:z", "\u00e9"):
        answer = httpx.get(f"{stack.base_url}/live/", params={"token": bad}, trust_env=False)
        assert answer.status_code == 403, bad
        assert answer.content == b""


@pytest.mark.parametrize("way", ["last", "after"])
def test_what_was_missed_is_told_from_the_last_event_on(house, ear, way):
    first = ear()
    seen, _ = heard_by(first, house, "ticket-1")
    while not seen:
        seen, _ = first.next()
    first.close()
    for i in range(5):
        ring(house, f"missed-{i}")
    again = ear(**{way: seen})
    missed = [again.next()[1] for _ in range(5)]
    assert [names for names in missed if names != ["ticket-1"]][-5:] == [[f"missed-{i}"] for i in range(5)]


def test_resync_when_the_account_rang_more_often_than_is_kept(house, ear):
    ring(house, "ticket-1")
    keys = redis.Redis.from_url(product.REDIS_URL)
    key = live.stream_key(house.account.pk)
    seen = keys.xrange(key, count=1)[0][0].decode()
    with keys.pipeline(transaction=False) as many:
        for i in range(live.KEPT + 300):
            many.xadd(key, {"names": f"ticket-{i}"}, maxlen=live.KEPT, approximate=True)
        many.execute()
    assert ear(last=seen).heard.get(timeout=10)[1] == ["resync"]


def test_a_member_who_was_disabled_hears_no_more(house, ear):
    alice, bob = ear("alice"), ear("bob")
    with house.inside():
        live.revoke(house.account.pk, house.member(house.bob).pk)
    assert bob.next()[1] == ["the end"]
    ring(house, "ticket-1")
    assert alice.next()[1] == ["ticket-1"]


def test_a_client_that_does_not_read_is_cut_off():
    """Its queue is bounded; it comes back with its last id and is told what it missed."""
    waiting: asyncio.Queue = asyncio.Queue(live_server.QUEUE)
    for i in range(live_server.QUEUE):
        live_server.put(waiting, f"event {i}")
    live_server.put(waiting, "one too many")
    assert waiting.get_nowait() is None
    assert waiting.empty()
