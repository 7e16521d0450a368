"""The supervisor: it waits for what it starts, starts again what dies, ends all of it in time."""

import asyncio
import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpdesk.up import Refusal
from helpdesk.up.output import answers_http
from helpdesk.up.places import CHECKOUT, Places
from helpdesk.up.ports import HOST, choose_port, free_port
from helpdesk.up.processes import Command
from helpdesk.up.screen import Screen
from helpdesk.up.supervisor import Stopped, Supervisor

SERVES = "import http.server as h, sys; h.HTTPServer(('127.0.0.1', int(sys.argv[1])), h.SimpleHTTPRequestHandler).serve_forever()"
SLEEPS = "import time; time.sleep(60)"


def plain(name, code, **how):
    """A process that has nothing to do with the product."""
    return Command(name, ["-c", code], uses_django=False, **how)


@pytest.fixture
def screen():
    return Screen(out=io.StringIO())


@pytest.fixture
def supervisor(tmp_path, screen):
    return Supervisor(dict(os.environ), Places(tmp_path), screen)


def run(supervisor, story):
    async def whole():
        try:
            return await story(supervisor)
        finally:
            await supervisor.stop()
            assert not supervisor.running

    return asyncio.run(asyncio.wait_for(whole(), 20))


def test_it_waits_until_a_process_answers(supervisor):
    port = free_port()
    command = plain("web", f"import sys; sys.argv[1:] = [{str(port)!r}]; {SERVES}", port=port)

    async def story(supervisor):
        supervisor.start(command)
        await supervisor.answering(command)
        assert await answers_http(port)

    run(supervisor, story)


def test_it_waits_for_a_sign_in_the_output(supervisor):
    command = plain("worker", f"print('celery ready.'); {SLEEPS}", sign=" ready.")

    async def story(supervisor):
        supervisor.start(command)
        await supervisor.answering(command)

    run(supervisor, story)
    assert "celery ready." in (supervisor.places.log("worker")).read_text()


def test_a_process_that_ends_while_starting_ends_the_start_with_its_last_words(supervisor):
    command = plain("web", "raise SystemExit('the door is locked')", port=free_port())

    async def story(supervisor):
        supervisor.start(command)
        await supervisor.answering(command)

    with pytest.raises(Refusal, match=r"(?s)web ended while starting \(exit 1\).*the door is locked"):
        run(supervisor, story)


def test_a_process_that_dies_is_started_again_and_one_is_told(supervisor, screen, tmp_path):
    count = tmp_path / "count"
    command = plain(
        "worker",
        f"open({str(count)!r}, 'a').write('x'); print('is ready.'); {SLEEPS}",
        sign=" ready.",
    )

    async def story(supervisor):
        supervisor.start(command)
        await supervisor.answering(command)
        supervisor.running["worker"].kill()
        while count.read_text() != "xx":
            await asyncio.sleep(0.05)

    run(supervisor, story)
    assert "worker ended (SIGKILL); starting it again in 1 s" in screen.out.getvalue()


def test_a_process_that_ignores_the_request_is_ended(supervisor):
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('is ready.'); time.sleep(60)"
    command = plain("worker", stubborn, sign=" ready.")

    async def story(supervisor):
        supervisor.start(command)
        await supervisor.answering(command)
        began = time.monotonic()
        await supervisor.stop()
        assert time.monotonic() - began < 3

    run(supervisor, story)


def test_a_request_to_stop_ends_the_waiting(supervisor):
    command = plain("web", SLEEPS, port=free_port())

    async def story(supervisor):
        supervisor.start(command)
        asyncio.get_running_loop().call_later(0.2, supervisor.stopping.set)
        await supervisor.answering(command)

    with pytest.raises(Stopped):
        run(supervisor, story)


def test_a_program_run_once_gives_its_lines_or_its_failure(supervisor):
    async def story(supervisor):
        assert await supervisor.run_once(plain("prepare", "print('one'); print('two')")) == ["one", "two"]
        await supervisor.run_once(plain("again", "print('no room'); raise SystemExit(3)"))

    with pytest.raises(Refusal, match=r"(?s)again failed:.*no room"):
        run(supervisor, story)


def test_the_screen_shows_warnings_with_their_lines_and_keeps_the_rest_for_the_log(screen):
    for line in (
        "[INFO] fine",
        "plain",
        "ERROR oh",
        "Traceback (most recent call last)",
        "  File x",
        "[INFO] fine again",
        "y",
    ):
        screen.of_child("web", line)
    shown = [line.split(maxsplit=1)[1] for line in screen.out.getvalue().splitlines()]
    assert shown == ["ERROR oh", "Traceback (most recent call last)", "File x"]


@contextmanager
def taken_port():
    with socket.socket() as holder:
        holder.bind((HOST, 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_busy_usual_port_gives_the_next_free_one():
    with taken_port() as port:
        assert choose_port("PORT", "", port) > port
        assert choose_port("PORT", "", port, taken=(port + 1,)) > port + 1


def test_a_busy_asked_port_is_refused_by_its_name():
    with taken_port() as port, pytest.raises(Refusal, match=rf"Port {port} \(CARRIER_PORT\) is in use"):
        choose_port("CARRIER_PORT", str(port), 8010)


@pytest.mark.parametrize("asked", ["0", "65536", "http", "-1"])
def test_what_is_not_a_port_is_refused(asked):
    with pytest.raises(Refusal, match="not a port number"):
        choose_port("PORT", asked, 8000)


@pytest.mark.slow
def test_the_whole_house_starts_answers_stops_and_starts_again():
    with tempfile.TemporaryDirectory(prefix="helpdesk-house-") as data:
        Path(data).chmod(0o711)
        for _ in range(2):
            house, port = started_house(data)
            try:
                assert urllib.request.urlopen(f"http://{HOST}:{port}/sign-in/").status == 200
                assert urllib.request.urlopen(f"http://{HOST}:{port}/health/").status == 200
            finally:
                house.send_signal(signal.SIGINT)
                rest = house.communicate(timeout=60)[0]
            assert house.returncode == 0, rest
            assert "Stopped in" in rest


def started_house(data):
    port, carrier_port = free_port(), free_port()
    own = {"PORT": str(port), "CARRIER_PORT": str(carrier_port), "DATA_DIR": data}
    hidden = {"DATABASE_URL", "DATABASE_ROLE", "REDIS_URL", "PUBLIC_BASE_URL"}
    environment = {key: value for key, value in os.environ.items() if key not in hidden} | own
    house = subprocess.Popen(
        [sys.executable, "-m", "helpdesk.up"],
        cwd=CHECKOUT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    seen = []
    for line in house.stdout:
        seen.append(line)
        if "Ctrl-C stops" in line:
            return house, port
    raise AssertionError("".join(seen))
