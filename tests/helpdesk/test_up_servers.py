"""The embedded servers: real binaries, data that stays, an end when their parent ends."""

import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
import redis

from helpdesk.up import Refusal
from helpdesk.up.own_servers import ROLE, check_postgres, check_redis
from helpdesk.up.places import Places, make
from helpdesk.up.postgres import THROW_AWAY, Postgres
from helpdesk.up.valkey import Valkey


@pytest.fixture
def folder():
    """Within reach of the servers' account, which pytest's own folders are not when root runs the tests."""
    with tempfile.TemporaryDirectory(prefix="helpdesk-up-") as name:
        path = Path(name)
        path.chmod(0o711)
        yield path


@pytest.fixture
def postgres(folder):
    server = Postgres(folder / "postgres", folder / "postgres.log", folder / "runtime", settings=THROW_AWAY)
    server.start()
    yield server
    server.stop(how=signal.SIGQUIT)


def test_postgres_keeps_its_rows_and_its_role_is_bound_by_row_level_security(postgres):
    with psycopg.connect(postgres.url) as db:
        db.execute("CREATE TABLE kept (word text)")
        db.execute("INSERT INTO kept VALUES ('hello')")
        facts = "SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        assert db.execute(facts).fetchone() == (False, False, True)
    postgres.stop()
    assert postgres.process.returncode == 0
    postgres.start()
    with psycopg.connect(postgres.url) as db:
        assert db.execute("SELECT word FROM kept").fetchone() == ("hello",)


def test_postgres_opens_no_port_and_nobody_else_may_enter_its_folder(postgres):
    assert stat.S_IMODE(postgres.socket_folder.stat().st_mode) == 0o700
    with psycopg.connect(postgres.url) as db:
        assert db.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_checkout_with_a_long_path_still_gets_a_socket(folder):
    deep = folder / ("d" * 60) / ("e" * 60)
    make(deep)
    server = Postgres(deep / "postgres", folder / "log", folder / "runtime", settings=THROW_AWAY)
    server.start()
    try:
        psycopg.connect(server.url).close()
    finally:
        server.stop(how=signal.SIGQUIT)


def test_an_interrupted_first_start_leaves_nothing_half_made(folder):
    server = Postgres(folder / "postgres", folder / "log", folder / "runtime", settings=THROW_AWAY)
    make(server.folder)
    (server.folder / "data-unfinished").mkdir()
    server.start()
    server.stop(how=signal.SIGQUIT)
    assert not (server.folder / "data-unfinished").exists()


def test_postgres_that_cannot_start_says_why(folder):
    server = Postgres(
        folder / "postgres", folder / "log", folder / "runtime", settings={"shared_buffers": "much"}
    )
    with pytest.raises(Refusal, match="shared_buffers"):
        server.start()


def test_valkey_keeps_what_it_holds_through_a_kill(folder):
    server = Valkey(folder / "valkey", folder / "valkey.log", folder / "runtime")
    server.start()
    redis.Redis.from_url(server.url).set("bell", "rung")
    time.sleep(1.2)  # the append-only file reaches the disk every second
    address = server.url
    server.process.kill()
    server.process.wait()
    server.start()
    try:
        assert server.url == address
        assert redis.Redis.from_url(server.url).get("bell") == b"rung"
    finally:
        server.stop()


def test_valkey_refuses_those_without_its_password(folder):
    server = Valkey(folder / "valkey", folder / "valkey.log", folder / "runtime")
    server.start()
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as stranger:
            stranger.sendall(b"PING\r\n")
            assert stranger.recv(100).startswith(b"-NOAUTH")
        assert server.password not in Path(f"/proc/{server.process.pid}/cmdline").read_text()
    finally:
        server.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's death signal")
def test_no_server_outlives_a_killed_parent(folder):
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import pathlib, sys, time\n"
            "from helpdesk.up.postgres import Postgres\n"
            "from helpdesk.up.valkey import Valkey\n"
            "here = pathlib.Path(sys.argv[1])\n"
            "servers = [Postgres(here / 'p', here / 'p.log', here / 'r'), Valkey(here / 'v', here / 'v.log', here / 'r')]\n"
            "[server.start() for server in servers]\n"
            "print(*[server.process.pid for server in servers], flush=True)\n"
            "time.sleep(60)\n",
            folder,
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    children = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(children) == 2
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 10
    while any(map(is_running, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_running, children))


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_url_of_a_superuser_gets_a_role_that_is_bound(postgres):
    superuser = postgres.url.replace("helpdesk@", "postgres@", 1)
    assert check_postgres(superuser) == ROLE
    assert check_postgres(superuser) == ROLE  # once made, it stays
    with psycopg.connect(superuser) as db:
        db.execute(f"SET ROLE {ROLE}")
        facts = "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        assert db.execute(facts).fetchone() == (False, False)
        db.execute("CREATE TABLE mine (word text)")


def test_a_url_of_an_ordinary_user_needs_no_other_role(postgres):
    assert check_postgres(postgres.url) == ""


def test_a_user_who_passes_the_wall_and_may_make_no_role_is_told_what_to_do(postgres):
    with psycopg.connect(postgres.url.replace("helpdesk@", "postgres@", 1), autocommit=True) as db:
        db.execute("CREATE ROLE strong LOGIN BYPASSRLS")
    with pytest.raises(Refusal, match="CREATE ROLE helpdesk_app"):
        check_postgres(postgres.url.replace("helpdesk@", "strong@", 1))


@pytest.mark.parametrize(
    "url", ["postgres://nobody@127.0.0.1:1/none", "not a url", "postgres://helpdesk@/missing?host=/nowhere"]
)
def test_a_postgres_that_is_not_there_is_named(url):
    with pytest.raises(Refusal, match="The Postgres of DATABASE_URL can't be used"):
        check_postgres(url)


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "not a url"])
def test_a_redis_that_is_not_there_is_named(url):
    with pytest.raises(Refusal, match="The Redis of REDIS_URL can't be used"):
        check_redis(url)


def test_the_secret_key_is_made_once_and_is_nobody_elses(folder):
    places = Places(folder)
    first = places.secret_key()
    assert len(first) > 50
    assert places.secret_key() == first
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600


def test_two_runs_never_share_one_folder(folder):
    places = Places(folder)
    with places.lock(), pytest.raises(Refusal, match=f"as process {os.getpid()}"):
        places.lock()
    places.lock().close()
