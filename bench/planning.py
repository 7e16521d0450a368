"""`python -m bench.planning COOKIE PATH …`: every SELECT of a page, explained where it runs, on its second visit."""

import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402  settings must be ready first
from django.test import Client  # noqa: E402

EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS) "


def main():
    cookie, *paths = sys.argv[1:]
    client = Client(HTTP_COOKIE=cookie, SERVER_NAME="127.0.0.1")
    for path in paths:
        fetch(client, path)
        print(f"\n{'═' * 100}\n{path}")
        with connection.execute_wrapper(explained):
            fetch(client, path)


def fetch(client, path):
    response = client.get(path)
    if response.status_code != 200:
        sys.exit(f"{path}: {response.status_code}")


def explained(execute, sql, params, many, context):
    if sql.startswith("SELECT") and "set_config" not in sql:
        with connection.connection.cursor() as cursor:
            plan = [line for (line,) in cursor.execute(EXPLAIN + sql, params)]
        print(f"\n{sql[:3000]}\n  {params}\n\n    " + "\n    ".join(plan))
    began = time.perf_counter()
    result = execute(sql, params, many, context)
    print(f"  → {(time.perf_counter() - began) * 1000:.2f} ms  {sql[:100]}")
    return result


if __name__ == "__main__":
    main()
