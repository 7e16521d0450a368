"""A restart, or a kill, loses nothing: neither texts nor retries and callbacks on their way (N2)."""

import signal
from pathlib import Path

from sandbox.client import Carrier
from tests.carrier import CarrierProcess, new_number, sdk
from tests.sandbox.listener import Listener


def test_retries_and_callbacks_go_on_after_a_kill(tmp_path: Path, listener: Listener) -> None:
    process = CarrierProcess(tmp_path / "carrier.sqlite3")
    process.start()
    carrier = Carrier(process.base_url)
    acme = carrier.account("Acme")
    shop = acme.number(new_number(), sms_url=listener.url("/sms#rc=5&rp=all"))
    paula = carrier.phone(new_number(), "Paula")
    carrier.fault("callback_delay", seconds=1)
    sent = sdk(acme).messages.create(
        to=paula.number, from_=shop.number, body="Hi", status_callback=listener.url("/status")
    )
    listener.answers = [(503, "")] * 4
    text = paula.text("hi", to=shop, wait=False)
    carrier.wait_until(lambda: len(listener.about(text["sid"])) == 3)
    process.kill()

    process.start()
    carrier.wait_until(lambda: carrier.message(text["sid"])["posts"][0]["state"] == "done")
    carrier.wait_until(lambda: listener.statuses(sent.sid) == ["sending", "sent", "delivered"])
    tokens = {post.headers["I-Twilio-Idempotency-Token"] for post in listener.about(text["sid"])}
    assert len(tokens) == 1 and [phone.name for phone in carrier.phones()] == ["Paula"]
    assert process.stop() in (0, -signal.SIGTERM)
