"""`python -m bench.profiling`: CPU of a webhook in this process, statement by statement and function by function."""

import cProfile
import io
import pstats
import time

import django

django.setup()

from django.conf import settings  # noqa: E402  settings must be ready first
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection  # noqa: E402

from accounts import tenancy  # noqa: E402
from bench.requests import texts  # noqa: E402
from sms.models import Number  # noqa: E402

COUNT = 1500
TICKETS = 10_000


def main():
    with tenancy.every_account():
        number = Number.objects.get()
    facts = {name: getattr(number, name) for name in ("route", "number", "account_sid", "auth_token")}
    port = int(settings.PUBLIC_BASE_URL.rpartition(":")[2])
    handler = WSGIHandler()
    for what, path in (("bare INSERT", "/bare/text/"), ("text in", None)):
        environs = [environ(request) for request in texts(port, facts, 3 * COUNT, TICKETS, path)]
        for each in environs[:COUNT]:
            serve(handler, each)
        timed(handler, environs[COUNT : 2 * COUNT], what)
    statements(handler, environ(next(texts(port, facts, 1, TICKETS))))
    profiled(handler, environs[2 * COUNT :])


def timed(handler, environs, what):
    began, cpu = time.perf_counter(), time.process_time()
    for each in environs:
        serve(handler, each)
    wall, used = (
        (now - then) / COUNT * 1000
        for now, then in ((time.perf_counter(), began), (time.process_time(), cpu))
    )
    print(f"{what}: {used:.2f} ms of this process's CPU, {wall:.2f} ms in all, one after the other")


def profiled(handler, environs):
    profile, out = cProfile.Profile(), io.StringIO()
    profile.enable()
    for each in environs:
        serve(handler, each)
    profile.disable()
    stats = pstats.Stats(profile, stream=out).strip_dirs()
    stats.sort_stats("cumulative").print_stats(70)
    stats.sort_stats("tottime").print_stats(25)
    print(out.getvalue())


def statements(handler, first):
    def note(execute, sql, *args):
        began = time.perf_counter()
        result = execute(sql, *args)
        print(f"  {(time.perf_counter() - began) * 1000:6.2f} ms  {' '.join(sql.split())[:150]}")
        return result

    with connection.execute_wrapper(note):
        serve(handler, first)


def serve(handler, environ):
    environ["wsgi.input"] = io.BytesIO(environ["bench.content"])
    status = []
    response = handler(environ, lambda line, headers: status.append(line))
    body = b"".join(response)
    response.close()
    if not status[0].startswith("200"):
        raise SystemExit(f"{status[0]}: {body[:500]!r}")


def environ(request):
    """What a WSGI server makes of the bytes."""
    head, _, content = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    method, path, _ = first.split()
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": headers.pop("Content-Type"),
        "CONTENT_LENGTH": headers.pop("Content-Length"),
        "wsgi.url_scheme": "http",
        "wsgi.errors": io.StringIO(),
        "bench.content": content,
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }


if __name__ == "__main__":
    main()
