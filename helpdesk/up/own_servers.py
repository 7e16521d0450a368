"""Servers of the user's own: is Postgres there, new enough, and bound by row-level security; does Redis answer."""

import psycopg
import redis
from psycopg import sql

from helpdesk.up import Refusal

OLDEST = 15
ROLE = "helpdesk_app"
ALONE = """\
The user {user} of DATABASE_URL passes by row-level security, the wall between accounts, and may not make a role that \
doesn't. As a superuser:
  CREATE ROLE {role} NOLOGIN NOSUPERUSER NOBYPASSRLS CREATEDB;
  GRANT {role} TO "{user}"; GRANT CREATE, CONNECT, TEMPORARY ON DATABASE "{database}" TO {role};
  GRANT CREATE, USAGE ON SCHEMA public TO {role};
and start with DATABASE_ROLE={role}."""


def check_postgres(url):
    """The role to assume on this server, or "" where the URL's own user is bound by row-level security.

    Raises Refusal: unreachable, older than 15, or a user too strong who may not make a weaker role.
    """
    try:
        with psycopg.connect(url, connect_timeout=5, autocommit=True) as db:
            return _bound_role(db)
    except psycopg.errors.InsufficientPrivilege as refused:
        raise Refusal(f"Postgres refused to prepare the database of DATABASE_URL: {refused}") from None
    except (psycopg.OperationalError, psycopg.ProgrammingError) as failed:
        raise Refusal(f"The Postgres of DATABASE_URL can't be used: {str(failed).strip()}") from None


def check_redis(url):
    """Raises Refusal when nothing answers."""
    try:
        redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5).ping()
    except (redis.RedisError, ValueError) as failed:
        raise Refusal(f"The Redis of REDIS_URL can't be used: {failed}") from None


def _bound_role(db):
    if db.info.server_version < OLDEST * 10_000:
        has = db.info.parameter_status("server_version")
        raise Refusal(f"The Postgres of DATABASE_URL is version {has}; {OLDEST} or newer is needed.")
    user, superuser, passes, makes_roles = db.execute(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    if not superuser and not passes:
        return ""
    if not superuser and not makes_roles:
        raise Refusal(ALONE.format(user=user, role=ROLE, database=db.info.dbname))
    _make_role(db, user)
    return ROLE


def _make_role(db, user):
    if not db.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
        db.execute(f"CREATE ROLE {ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS CREATEDB")
    names = {
        "user": sql.Identifier(user),
        "database": sql.Identifier(db.info.dbname),
        "role": sql.Identifier(ROLE),
    }
    for grant in (
        "GRANT {role} TO {user}",
        "GRANT CREATE, CONNECT, TEMPORARY ON DATABASE {database} TO {role}",
        "GRANT CREATE, USAGE ON SCHEMA public TO {role}",
    ):
        db.execute(sql.SQL(grant).format(**names))
