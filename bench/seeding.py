"""Databases of any number of tickets, written once by SQL and kept until the shape or the schema changes."""

import hashlib
import sys
import time
from pathlib import Path

from psycopg import sql

from bench import words
from bench.sizes import CHUNK, FULL, LONG, SHORT
from helpdesk.up.places import CHECKOUT

HERE = Path(__file__).parent
THREADS = [LONG, SHORT, FULL]
BARE_ROWS = 100_000
FILLED = (
    "profiles_profile",
    "profiles_consent",
    "inbox_ticket",
    "inbox_message",
    "inbox_delivery",
    "inbox_ticketevent",
    "inbox_searchable",
)
PLACES = """
CREATE TEMP TABLE places AS
SELECT row_number() OVER (ORDER BY account_id) AS place, account_id, channel.id AS channel_id,
    (SELECT min(id) FROM accounts_membership WHERE account_id = channel.account_id) AS member_id
FROM inbox_channel AS channel
"""
SENTENCES = """
CREATE TEMP TABLE sentences (nr int PRIMARY KEY, body text, keys text[])
"""
BARE = """
INSERT INTO bench_bare (owner, phone, body, at)
SELECT 1, '+1415' || 2000000 + n, 'Where is my order ' || n || '? It should be here by now.',
    now() - n * interval '1 minute'
FROM generate_series(1, %s) AS n
"""
# What is faster to make at the end than to keep up: every index that stands behind no constraint.
INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE tablename = ANY(%s) AND indexname::regclass NOT IN (SELECT conindid FROM pg_constraint)
"""


def say(text):
    print(f"\r\033[K  {text}" if sys.stdout.isatty() else f"  {text}", end="", flush=True)
    if not sys.stdout.isatty():
        print()


def database(house, tickets, fresh=False):
    """The name of the database with that many tickets; it is made when it is missing or of another shape."""
    name, mark = f"bench_{tickets}", shape()
    with house.connect() as db:
        if not fresh and mark == described(db, name):
            return name
        db.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        db.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(name), sql.Identifier(house.postgres.role)
            )
        )
    house.prepare(name)
    fill(house, name, tickets)
    with house.connect() as db:
        db.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(mark)))
    return name


def copy(house, source):
    """A database to write in, the same as `source` at every start."""
    name = f"{source}_copy"
    with house.connect() as db:
        db.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        db.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                *map(sql.Identifier, (name, source, house.postgres.role))
            )
        )
    return name


def described(db, name):
    found = db.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    return found and found[0]


def shape():
    """Of the rows and of the tables: a database that was filled before either changed is made anew."""
    files = [
        HERE / "seed.sql",
        HERE / "sizes.py",
        HERE / "words.py",
        *sorted(CHECKOUT.glob("*/migrations/0*.py")),
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def fill(house, name, tickets):
    began = time.monotonic()
    steps = (HERE / "seed.sql").read_text().split("--------\n")
    with house.connect(name) as db:
        db.prepare_threshold = None  # the chunk is another table each time
        # No check of each foreign key; but in the product's role, through its own door in the wall between accounts.
        db.execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
        db.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(house.postgres.role)))
        db.execute("SET app.every_account = 'on'")
        db.execute(PLACES)
        write_sentences(db)
        dropped = db.execute(INDEXES, [list(FILLED)]).fetchall()
        for index, _ in dropped:
            db.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(index)))
        for first in range(1, tickets + 1, CHUNK):
            last = min(first + CHUNK - 1, tickets)
            values = {"first": first, "last": last, "total": tickets}
            values["threads"] = THREADS if last == tickets else []
            for step in steps:
                db.execute(step, values if "%(" in step else None)
            say(f"{name}: {last:,} of {tickets:,} tickets, {time.monotonic() - began:.0f} s")
        db.execute(BARE, [BARE_ROWS])
        for place, (index, definition) in enumerate(dropped, 1):
            db.execute(definition)
            say(f"{name}: index {place} of {len(dropped)} ({index}), {time.monotonic() - began:.0f} s")
        finish(db)
    say(f"{name}: {tickets:,} tickets in {time.monotonic() - began:.0f} s\n")


def write_sentences(db):
    """What the messages say, with the words of each, which cost more to find than all else of a message."""
    db.execute(SENTENCES)
    with db.cursor().copy("COPY sentences (nr, body) FROM STDIN") as lines:
        for line in enumerate(words.sentences()):
            lines.write_row(line)
    db.execute("UPDATE sentences SET keys = search_words(body)")
    db.execute("ANALYZE sentences")


def finish(db):
    """Numbers go on where the rows end, and the planner knows them as it would after a night."""
    for table in ("profiles_profile", "inbox_ticket"):
        last = sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))")
        db.execute(last.format(sql.Literal(table), sql.Identifier(table)))
    db.execute("UPDATE accounts_account SET last_ticket_number = (SELECT max(number) FROM inbox_ticket)")
    db.execute("RESET ROLE")
    say("VACUUM ANALYZE")
    db.execute("VACUUM (ANALYZE)")
    db.execute("CHECKPOINT")
