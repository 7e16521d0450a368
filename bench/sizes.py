"""How large a seeded database is; seed.sql holds the same shape."""

ACCOUNTS = 200
TEAM = 10  # members of the first account, which holds three tickets of ten
CHUNK = 50_000  # tickets that are written at once
LONG, SHORT, FULL = 5_000, 10, 51  # messages in the threads of three tickets of their own
