"""A tiny application that receives webhooks and answers as told."""

import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

Answer = tuple[int, str]


@dataclass
class Post:
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    at: float


class Listener:
    """`answers` are used up one per request; then it is always 200 with an empty response."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.answers: list[Answer] = []
        self.files: dict[str, tuple[str, bytes]] = {}
        self.pause = 0.0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{path}"

    def about(self, sid: str) -> list[Post]:
        return [post for post in self.posts if post.params.get("MessageSid") == sid]

    def statuses(self, sid: str) -> list[str]:
        return [post.params["MessageStatus"] for post in self.about(sid) if "MessageStatus" in post.params]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                params = dict(parse_qsl(body, keep_blank_values=True, strict_parsing=True))
                listener.posts.append(Post(self.path, params, dict(self.headers), time.monotonic()))
                time.sleep(listener.pause)
                status, text = listener.answers.pop(0) if listener.answers else (200, "<Response/>")
                self._answer(status, "text/xml", text.encode())

            def do_GET(self) -> None:
                content_type, content = listener.files.get(self.path, ("text/plain", b""))
                self._answer(200 if content else 404, content_type, content)

            def _answer(self, status: int, content_type: str, content: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *values: Any) -> None:
                pass

        return Handler
