"""`python -m sandbox.carrier --host 127.0.0.1 --port 8010 --data carrier.sqlite3`"""

import argparse
import logging
import socket
from contextlib import suppress
from typing import Any

import uvicorn

from .app import create
from .core import Carrier


class Server(uvicorn.Server):
    """Lets open pages go before it stops; they hold a connection each, and it would wait for them."""

    def __init__(self, config: uvicorn.Config, carrier: Carrier):
        super().__init__(config)
        self.carrier = carrier

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.carrier.hub.close()
        await super().shutdown(sockets)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox.carrier", description="A texting provider in a box."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=8010, help="port to listen on (default %(default)s)")
    parser.add_argument(
        "--data", default="carrier.sqlite3", help="file that holds everything (default %(default)s)"
    )
    parser.add_argument("--base-url", help="the carrier's own address, if others reach it by another one")
    parser.add_argument(
        "--pace", type=float, default=0.4, help="seconds between delivery states (default %(default)s)"
    )
    return parser.parse_args()


def main() -> None:
    options = arguments()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    base_url = options.base_url or f"http://{options.host}:{options.port}"
    carrier = Carrier(options.data, base_url, options.pace)
    settings: dict[str, Any] = {"host": options.host, "port": options.port, "log_level": "warning"}
    config = uvicorn.Config(create(carrier), access_log=False, timeout_graceful_shutdown=2, **settings)
    print(f"Sandbox carrier on {base_url}", flush=True)
    with suppress(KeyboardInterrupt):  # uvicorn raises it again after an orderly stop
        Server(config, carrier).run()


if __name__ == "__main__":
    main()
