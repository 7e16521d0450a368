-- The least that Postgres can commit.
INSERT INTO bench_bare (owner, phone, body, at) VALUES (2, '+14155550100', 'Where is my order?', now());
