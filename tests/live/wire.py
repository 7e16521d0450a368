"""The wire between a browser and the product, which can be cut and mended."""

import socket
from contextlib import suppress
from threading import Thread


class Wire:
    """A proxy on a port of its own (`base_url`). Cut, it ends what is open and takes no new connection."""

    def __init__(self, to_port: int):
        self.to_port, self.whole = to_port, True
        self.ends: set[socket.socket] = set()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.base_url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        Thread(target=self._accept, daemon=True).start()

    def cut(self):
        self.whole = False
        for end in list(self.ends):
            _close(end)

    def mend(self):
        self.whole = True

    def remove(self):
        _close(self.listener)
        self.cut()

    def _accept(self):
        with suppress(OSError):  # the listener was closed
            while True:
                browser, _ = self.listener.accept()
                if not self.whole:
                    browser.close()
                    continue
                product = socket.create_connection(("127.0.0.1", self.to_port))
                self.ends |= {browser, product}
                for source, target in ((browser, product), (product, browser)):
                    Thread(target=self._pump, args=(source, target), daemon=True).start()

    def _pump(self, source, target):
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for end in (source, target):
            self.ends.discard(end)
            _close(end)


def _close(end: socket.socket):
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
