"""The environment of the processes: the user's own settings first, what is missing is filled in."""

import os
import re

from helpdesk.up.own_servers import check_postgres, check_redis
from helpdesk.up.places import CHECKOUT
from helpdesk.up.postgres import Postgres
from helpdesk.up.valkey import Valkey

HIDE_PASSWORD = re.compile(r"(?<=:)[^:@/]+(?=@)")


def start_servers(environment, places, screen, until):
    """Start what the user has not named and check what they have; fills in the URLs, returns the embedded servers.

    `until` is an ExitStack: leaving it stops them, the last started first.
    """
    embedded = []

    def start(server):
        until.callback(server.stop)
        screen.timed(server.title, server.start, note="embedded")
        embedded.append(server)
        return server.url

    if url := os.environ.get("DATABASE_URL"):
        role = screen.timed("Postgres", check_postgres, url, note=hidden(url))
        environment["DATABASE_ROLE"] = os.environ.get("DATABASE_ROLE") or role
    else:
        environment["DATABASE_URL"] = start(
            Postgres(places.data / "postgres", places.log("postgres"), places.runtime)
        )
        environment["DATABASE_ROLE"] = ""
    if url := os.environ.get("REDIS_URL"):
        screen.timed("Redis", check_redis, url, note=hidden(url))
    else:
        environment["REDIS_URL"] = start(Valkey(places.data / "valkey", places.log("valkey"), places.runtime))
    return embedded


def of_the_product(places, port, carrier_port):
    """Everything but the servers' URLs. `carrier_port` None: the real provider, without a demo account."""
    filled = {
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
        "MEDIA_ROOT": str(places.folder("media")),
        "MAIL_DIR": str(places.folder("mail")),
        "STATIC_ROOT": str(places.data / "static"),
    }
    if carrier_port:
        address = f"http://127.0.0.1:{carrier_port}"
        filled |= {"SANDBOX": "true", "SANDBOX_URL": address, "TWILIO_BASE_URL": address}
    if "SECRET_KEY" not in os.environ:
        filled["SECRET_KEY"] = places.secret_key()
    return filled | os.environ | {"DJANGO_SETTINGS_MODULE": "helpdesk.settings", "PYTHONPATH": str(CHECKOUT)}


def hidden(url):
    return HIDE_PASSWORD.sub("…", url)
