"""B8: the live process by itself: who gets in, what is passed on to whom, what a client missed. Against real Redis."""

import asyncio
import contextlib
import time
from itertools import count
from urllib.parse import quote

import pytest
import redis
from django.conf import settings
from django.core import signing

from accounts import tenancy
from helpdesk import live, live_server
from helpdesk.live_server import RESYNC, Hub, event, put
from tests import servers

accounts = count(7_000_000 + servers.WORKER * 100_000)  # the streams of other tests have other names
PATIENCE = 60  # s: whatever is waited for here comes at once, unless the machine is busy


@pytest.fixture(autouse=True)
def patient_ring(monkeypatch):
    """The product gives up a ring after half a second, as people wait behind it. Here what is rung must be heard."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    script = client.register_script(live.RING)
    monkeypatch.setattr(live, "_script", lambda _url: script)
    monkeypatch.setattr(live, "_silent_until", 0.0)
    yield
    client.close()


@pytest.fixture
def account():
    return next(accounts)


class Listener:
    """A browser's stream: what has come so far."""

    def __init__(self, path="/live/", query="", headers=()):
        self.scope = {
            "type": "http",
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers],
        }
        self.sent, self.left = [], asyncio.Event()

    async def receive(self):
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.sent.append(message)

    @property
    def status(self):
        return self.sent[0]["status"] if self.sent else None

    @property
    def text(self):
        return b"".join(message.get("body", b"") for message in self.sent[1:]).decode()

    async def hears(self, words, seconds=PATIENCE):
        async with asyncio.timeout(seconds):
            while words not in self.text:
                await asyncio.sleep(0.005)


@contextlib.asynccontextmanager
async def listening(*listeners):
    """The streams run; a hub of this loop's own feeds them."""
    live_server.hub = Hub()
    running = [
        asyncio.create_task(live_server.application(one.scope, one.receive, one.send)) for one in listeners
    ]
    try:
        hub = live_server.hub
        async with asyncio.timeout(PATIENCE):
            # All have joined, and the first to do so has heard that the subscription stands.
            while sum(map(len, hub.listeners.values())) < len(listeners) or not any(
                "resync" in one.text for one in listeners
            ):
                await asyncio.sleep(0.005)
        yield hub
    finally:
        for one in listeners:
            one.left.set()
        await asyncio.gather(*running)
        if live_server.hub.task:
            live_server.hub.task.cancel()
        await live_server.hub.redis.aclose()


def token(account, member=1):
    return f"token={live.token(account, member)}"


def ring(account, *names):
    live.ring(account, names)


def last_id(account) -> str:
    rows = redis.Redis.from_url(settings.REDIS_URL, decode_responses=True).xrevrange(
        live.stream_key(account), count=1
    )
    return rows[0][0]


def asked(path="/live/", query="") -> Listener:
    """A request that is answered at once."""
    listener = Listener(path, query)
    asyncio.run(live_server.application(listener.scope, listener.receive, listener.send))
    return listener


@pytest.mark.parametrize(
    "query",
    [
        "",
        "token=",
        "token=x",
        "token=a:b:c",
        "token=%00",
        "token=%F0%9F%90%B1",
        "token=WzEsMV0:1abcde:forged",
        "&&&=",
        "after=1-1",
    ],
)
def test_b8_without_a_genuine_token_there_is_no_stream(query):
    assert asked(query=query).status == 403


def test_b8_a_token_of_another_purpose_or_of_ten_minutes_ago_is_none(monkeypatch):
    other = signing.dumps([1, 1], salt="delivery", compress=False)
    assert asked(query=f"token={other}").status == 403
    old = live.token(1, 1)
    monkeypatch.setattr(live, "TOKEN_SECONDS", -1)
    assert asked(query=f"token={old}").status == 403


def test_b8_a_token_says_account_member_and_end():
    account, member, ends = live.read_token(live.token(5, 7))
    assert (account, member) == (5, 7)
    assert 590 < ends - time.time() <= live.TOKEN_SECONDS


@pytest.mark.parametrize(
    ("path", "status"), [("/health/", 200), ("/", 404), ("/live", 404), ("/live/x/", 404)]
)
def test_n3_other_addresses(path, status):
    assert asked(path).status == status


def test_b8_names_are_passed_on_to_the_accounts_listeners_only(account):
    stranger = next(accounts)

    async def story():
        ours, theirs = Listener(query=token(account)), Listener(query=token(stranger))
        async with listening(ours, theirs):
            ring(account, "ticket-42", "tickets")
            ring(stranger, "ticket-1")
            await ours.hears("data: ticket-42\ndata: tickets\n\n")
            await theirs.hears("data: ticket-1\n\n")
        assert "ticket-42" not in theirs.text
        assert "ticket-1\n" not in ours.text
        assert dict(ours.sent[0]["headers"])[b"content-type"].startswith(b"text/event-stream")
        assert dict(ours.sent[0]["headers"])[b"cache-control"] == b"no-store"

    asyncio.run(story())


def test_b8_every_event_bears_the_id_under_which_it_can_be_asked_for_again(account):
    async def story():
        listener = Listener(query=token(account))
        async with listening(listener):
            ring(account, "tickets")
            await listener.hears("data: tickets")
            assert f"id: {last_id(account)}\nevent: doorbell\ndata: tickets\n\n" in listener.text

    asyncio.run(story())


@pytest.mark.parametrize("how", ["header", "query"])
def test_b8_who_comes_back_is_told_what_rang_meanwhile(account, how):
    ring(account, "ticket-1")
    seen = last_id(account)
    ring(account, "ticket-2")
    ring(account, "ticket-3", "tickets")
    headers = [("last-event-id", seen)] if how == "header" else []
    query = token(account) + ("" if headers else f"&after={seen}")

    async def story():
        listener = Listener(query=query, headers=headers)
        async with listening(listener):
            await listener.hears("ticket-3")
        assert "data: ticket-1\n" not in listener.text
        assert listener.text.index("ticket-2") < listener.text.index("ticket-3")

    asyncio.run(story())


@pytest.mark.parametrize("after", ["x", "1", "1-", "-1", "1-1-1", "9" * 30 + "-1", "1-1\n", "١-١"])
def test_b8_an_id_that_is_none_is_passed_over(account, after):
    ring(account, "ticket-1")

    async def story():
        listener = Listener(query=f"{token(account)}&after={quote(after)}")
        async with listening(listener):
            ring(account, "ticket-2")
            await listener.hears("ticket-2")
        assert listener.status == 200

    asyncio.run(story())


def test_b8_whoever_was_away_too_long_is_told_to_look_for_themselves(account, monkeypatch):
    monkeypatch.setattr(live, "KEPT", 3)
    ring(account, "ticket-0")
    seen = last_id(account)
    store = redis.Redis.from_url(settings.REDIS_URL)
    for n in range(1, 6):
        ring(account, f"ticket-{n}")
    store.xtrim(live.stream_key(account), maxlen=3, approximate=False)

    async def story():
        hub = Hub()
        try:
            assert await hub.missed(account, seen) == [RESYNC]
            newer = store.xrange(live.stream_key(account), count=1)[0][0].decode()
            assert len(await hub.missed(account, newer)) == 2
        finally:
            await hub.redis.aclose()

    asyncio.run(story())


def test_b8_a_removed_members_stream_ends_at_once_and_the_others_go_on(account):
    async def story():
        bob, dora = Listener(query=token(account, 11)), Listener(query=token(account, 12))
        async with listening(bob, dora) as hub:
            live.ring(account, ("!11",))
            ring(account, "tickets")
            await dora.hears("data: tickets")
            async with asyncio.timeout(PATIENCE):
                while len(hub.listeners[account]) > 1:
                    await asyncio.sleep(0.005)
            again = Listener(query=token(account, 11))
            await live_server.application(again.scope, again.receive, again.send)
        assert again.status == 403  # with the token that has minutes to live
        assert "data: tickets" not in bob.text
        assert bob.sent[-1] == {"type": "http.response.body", "body": b""}
        assert "!11" not in dora.text

    asyncio.run(story())


def test_b8_the_stream_ends_with_its_token(account, monkeypatch):
    monkeypatch.setattr(live, "TOKEN_SECONDS", 1)

    async def story():
        listener = Listener(query=token(account))
        async with listening(listener):
            await listener.hears("event: expired")

    asyncio.run(story())


def test_b8_a_quiet_stream_is_kept_alive(account, monkeypatch):
    monkeypatch.setattr(live_server, "HEARTBEAT", 0.05)

    async def story():
        listener = Listener(query=token(account))
        async with listening(listener):
            await listener.hears(": \n\n: \n\n")

    asyncio.run(story())


def test_b8_whoever_leaves_is_forgotten(account):
    async def story():
        listener = Listener(query=token(account))
        async with listening(listener) as hub:
            assert len(hub.listeners[account]) == 1
            listener.left.set()
            async with asyncio.timeout(PATIENCE):
                while account in hub.listeners:
                    await asyncio.sleep(0.005)

    asyncio.run(story())


def test_b8_a_client_that_falls_behind_is_cut_off_not_waited_for():
    async def story():
        queue = asyncio.Queue(3)
        for n in range(4):
            put(queue, f"{n}")
        assert queue.get_nowait() is None
        assert queue.empty()

    asyncio.run(story())


def test_b8_names_only_one_line_each():
    assert event("1-2", "ticket-1 tickets") == "id: 1-2\nevent: doorbell\ndata: ticket-1\ndata: tickets\n\n"
    assert event("1-2", "!5") == ""


def test_b8_a_ring_waits_for_the_commit(cast, django_capture_on_commit_callbacks, monkeypatch):
    rung = []
    monkeypatch.setattr(live, "ring", lambda account_id, names: rung.append((account_id, names)))
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        live.ping(cast.acme.pk, "tickets")
        assert rung == []
    assert len(callbacks) == 1
    assert rung == [(cast.acme.pk, ("tickets",))]


def test_b8_a_redis_that_is_away_stops_nobody(account, monkeypatch):
    """And is left alone for two seconds, so that not every request waits for it."""
    asked_of_redis = []

    def away(*_args, **_more):
        asked_of_redis.append(1)
        raise redis.ConnectionError("away")

    monkeypatch.setattr(live, "_script", lambda _url: away)
    monkeypatch.setattr(live, "_silent_until", 0.0)
    for _ in range(5):
        ring(account, "tickets")
    assert len(asked_of_redis) == 1
    live._missed.discard((account, "resync"))


@pytest.fixture
def stalled(monkeypatch):
    """A Redis that takes no ring until `stalled.clear()`."""
    script, stalled = live._script, [True]

    def sometimes(url):
        def run(**arguments):
            if stalled:
                raise redis.TimeoutError("slow")
            return script(url)(**arguments)

        return run

    monkeypatch.setattr(live, "_script", sometimes)
    monkeypatch.setattr(live, "PAUSE_AFTER_FAILURE", 0.1)
    return stalled


def test_b8_what_could_not_be_rung_is_made_good_when_redis_is_back(account, stalled):
    """Pages fetch themselves: nobody waits for the next change to see the ones that were not told."""

    async def story():
        listener = Listener(query=token(account))
        async with listening(listener):
            before = listener.text.count("data: resync")
            ring(account, "ticket-1")
            stalled.clear()
            async with asyncio.timeout(PATIENCE):
                while listener.text.count("data: resync") == before:
                    await asyncio.sleep(0.005)
        assert "ticket-1" not in listener.text

    asyncio.run(story())


def test_b8_a_member_removed_while_redis_was_away_is_out_when_it_is_back(account, stalled):
    async def story():
        bob, dora = Listener(query=token(account, 21)), Listener(query=token(account, 22))
        async with listening(bob, dora) as hub:
            ring(account, "tickets")
            ring(account, "!21")
            stalled.clear()
            async with asyncio.timeout(PATIENCE):
                while len(hub.listeners[account]) > 1:
                    await asyncio.sleep(0.005)
            assert list(hub.listeners[account].values()) == [22]

    asyncio.run(story())


def test_b8_the_page_is_told_where_its_stream_is(cast, sign_in):
    answer = sign_in(cast.bob).get("/stream/").json()
    read = live.read_token(answer["url"].partition("token=")[2])
    assert read[:2] == (cast.acme.pk, cast.bob.pk)
    assert answer["expires_in"] == 600


def test_b8_a_removed_member_gets_no_new_stream(cast, sign_in):
    bob = sign_in(cast.bob)
    with tenancy.enter(cast.acme.pk):
        cast.bob.remove()
    assert bob.get("/stream/").status_code == 404
