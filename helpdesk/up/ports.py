"""Ports of this machine."""

import socket

from helpdesk.up import Refusal

HOST = "127.0.0.1"


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def choose_port(name, asked, usual, taken=()):
    """The port for `name`: the one `asked` for (a str of the environment, or ""), else the first free from `usual` on.

    Raises Refusal when the asked one is busy: somebody counts on that address.
    """
    if asked:
        if not asked.isdigit() or not 0 < int(asked) < 65536:
            raise Refusal(f"{name}={asked} is not a port number.")
        if not is_free(int(asked)):
            raise Refusal(
                f"Port {asked} ({name}) is in use by another program: end it, or choose another port."
            )
        return int(asked)
    for port in range(usual, usual + 100):
        if port not in taken and is_free(port):
            return port
    raise Refusal(f"No port from {usual} to {usual + 99} is free; set {name}.")
