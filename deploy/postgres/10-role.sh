#!/bin/bash
# Runs once, when the database is made: the product's own role, which row-level security binds, and its database.
set -euo pipefail
psql --username "${POSTGRES_USER:-postgres}" --dbname postgres --set ON_ERROR_STOP=1 \
    --set password="$DATABASE_PASSWORD" <<'SQL'
CREATE ROLE helpdesk LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE helpdesk OWNER helpdesk;
REVOKE ALL ON DATABASE helpdesk FROM PUBLIC;
SQL
