"""Everything the carrier knows, in one SQLite file: a restart, or a kill, forgets nothing."""

# ruff: noqa: S608 - only names and marks are put into SQL; values are always bound

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    sid TEXT PRIMARY KEY, token TEXT NOT NULL, name TEXT NOT NULL, created REAL NOT NULL);
CREATE TABLE IF NOT EXISTS numbers (
    sid TEXT PRIMARY KEY, account_sid TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    number TEXT NOT NULL UNIQUE, name TEXT NOT NULL, service_sid TEXT NOT NULL DEFAULT '',
    sms_url TEXT NOT NULL DEFAULT '', sms_method TEXT NOT NULL DEFAULT 'POST',
    sms_fallback_url TEXT NOT NULL DEFAULT '', sms_fallback_method TEXT NOT NULL DEFAULT 'POST',
    opt_out TEXT NOT NULL DEFAULT 'off', created REAL NOT NULL, updated REAL NOT NULL);
CREATE TABLE IF NOT EXISTS services (
    sid TEXT PRIMARY KEY, account_sid TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE, name TEXT NOT NULL,
    inbound_url TEXT NOT NULL DEFAULT '', fallback_url TEXT NOT NULL DEFAULT '',
    number_decides INTEGER NOT NULL DEFAULT 1, created REAL NOT NULL, updated REAL NOT NULL);
CREATE TABLE IF NOT EXISTS phones (number TEXT PRIMARY KEY, name TEXT NOT NULL, created REAL NOT NULL);
CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE,
    account_sid TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    direction TEXT NOT NULL,  -- inbound, outbound-api, outbound-reply; carrier: its own opt-out answers, in no list
    sender TEXT NOT NULL, recipient TEXT NOT NULL, body TEXT NOT NULL, num_segments INTEGER NOT NULL,
    status TEXT NOT NULL, error_code INTEGER, service_sid TEXT NOT NULL DEFAULT '',
    status_callback TEXT NOT NULL DEFAULT '', fate TEXT NOT NULL DEFAULT '{}',
    created REAL NOT NULL, sent REAL, updated REAL NOT NULL);
CREATE INDEX IF NOT EXISTS messages_of_account ON messages (account_sid, sent);
CREATE INDEX IF NOT EXISTS messages_from ON messages (sender, seq);
CREATE INDEX IF NOT EXISTS messages_to ON messages (recipient, seq);
CREATE TABLE IF NOT EXISTS media (
    sid TEXT PRIMARY KEY, message_sid TEXT NOT NULL REFERENCES messages (sid) ON DELETE CASCADE,
    position INTEGER NOT NULL, content_type TEXT NOT NULL, source_url TEXT NOT NULL DEFAULT '', content BLOB);
CREATE INDEX IF NOT EXISTS media_of_message ON media (message_sid, position);
CREATE TABLE IF NOT EXISTS optouts (number TEXT NOT NULL, phone TEXT NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (number, phone));
CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, number TEXT NOT NULL, phone TEXT NOT NULL,
    remaining INTEGER, options TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL,
    message_sid TEXT NOT NULL REFERENCES messages (sid) ON DELETE CASCADE,
    state TEXT NOT NULL DEFAULT 'waiting',  -- waiting, running, held, done, failed, lost
    due REAL NOT NULL, queue TEXT NOT NULL DEFAULT '', data TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS jobs_due ON jobs (due) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS jobs_queue ON jobs (queue, id) WHERE state IN ('waiting', 'running') AND queue <> '';
CREATE INDEX IF NOT EXISTS jobs_of_message ON jobs (message_sid);
CREATE INDEX IF NOT EXISTS jobs_held ON jobs (id) WHERE state = 'held';
CREATE TABLE IF NOT EXISTS attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, job_id INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
    url TEXT NOT NULL, status INTEGER, error TEXT NOT NULL, ms INTEGER NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS attempts_of_job ON attempts (job_id);
"""


class Store:
    """A thin hand on SQLite. Statements take microseconds, so they run on the event loop itself."""

    def __init__(self, path: str):
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        # WAL with NORMAL: a killed process loses nothing; only a power cut could cost the last few statements.
        for pragma in (
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "foreign_keys = ON",
            "secure_delete = OFF",
        ):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.executescript(SCHEMA)

    def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
        return row

    def all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        return self._connection.execute(sql, values).fetchall()

    def run(self, sql: str, *values: Any) -> int:
        """Execute a statement; answers how many rows it changed."""
        return self._connection.execute(sql, values).rowcount

    def add(self, table: str, **columns: Any) -> int:
        """Insert a row; answers its rowid. Raises sqlite3.IntegrityError when the row exists already."""
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        return self._connection.execute(statement, tuple(columns.values())).lastrowid or 0

    def change(self, table: str, key: str, value: Any, **columns: Any) -> int:
        changes = ", ".join(f"{name} = ?" for name in columns)
        return self.run(f"UPDATE {table} SET {changes} WHERE {key} = ?", *columns.values(), value)

    @contextmanager
    def together(self) -> Iterator[None]:
        """All statements of the block or none. The block must not await: the connection is shared."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()
