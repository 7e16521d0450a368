"""Hand-written statements of the hot path, prepared once per connection: planning them costs more than running them."""

import psycopg
from django.db import connection


def ask(statement: str, values) -> tuple | None:
    """Run the statement and return its first row."""
    return next(iter(ask_all(statement, values)), None)


def ask_all(statement: str, values) -> list[tuple]:
    """Run the statement and return its rows. Where queries are counted or logged it goes by way of Django."""
    if connection.queries_logged or connection.execute_wrappers:
        with connection.cursor() as cursor:
            return cursor.execute(statement, values).fetchall()
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, values, prepare=True).fetchall()
