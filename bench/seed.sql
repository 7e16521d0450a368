-- A chunk of tickets with all that belongs to them, statement by statement (between the lines of dashes).
-- No random numbers: the same size gives the same rows. Three of ten tickets are the first account's; one of fifty is
-- open, and of those nine of ten are nobody's and every second one is unread.
CREATE TEMP TABLE chunk AS
SELECT n, account_id, channel_id, member_id, open, began, messages, mod(n / 10, 500) = 0 AS taken,
    least(began + mod(hash, 20) * interval '1 day' + mod(hash, 86400) * interval '1 second', now()) AS moved
FROM (
    SELECT n, hash, 5 AS messages, CASE WHEN mod(n, 10) < 3 THEN 1 ELSE 2 + mod(hash, 199) END AS place,
        mod(n / 10, 50) = 0 AS open,
        now() - (%(total)s - n)::float8 / %(total)s * interval '700 days' AS began
    FROM (SELECT n, abs(hashint8(n)::bigint) AS hash FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n) AS numbers
    UNION ALL
    -- The threads of their own, written with the last chunk.
    SELECT %(total)s + nr, nr, count, 1, true, now() - interval '30 days'
    FROM unnest(%(threads)s::int[]) WITH ORDINALITY AS thread (count, nr)
) AS plan
JOIN places USING (place)
--------
INSERT INTO profiles_profile (id, account_id, phone, email, first_name, last_name, city, region, postal_code, country,
    time_zone, properties, created_at, marketing_since)
SELECT n, account_id, '+1415' || 2000000 + n, '', (array['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara'])[1 + mod(n, 5)],
    (array['Lovelace', 'Hopper', 'Turing', 'Dijkstra', 'Liskov', 'Müller', 'Dupont'])[1 + mod(n / 5, 7)] || '-' || n, 'SAN FRANCISCO', 'CA', '94103', 'US', '', '{}', began, CASE WHEN mod(n, 4) <> 0 THEN began END
FROM chunk
--------
INSERT INTO profiles_consent (account_id, profile_id, kind, given, source, at, recorded_at)
SELECT account_id, n, 'marketing', true, 'Texted START', began, began FROM chunk WHERE mod(n, 4) <> 0
--------
INSERT INTO inbox_ticket (id, account_id, channel_id, profile_id, number, thread_key, preview, preview_is_ours, closed_at,
    unread_since, waiting_since, assignee_id, last_activity_at, created_at)
SELECT n, account_id, channel_id, n, n, '+1415' || 2000000 + n, 'Where is my order ' || n || '? It should be here by now.',
    false, CASE WHEN NOT open THEN moved END, CASE WHEN open AND mod(n, 2) = 0 THEN moved END, CASE WHEN open THEN moved END,
    CASE WHEN taken OR NOT open AND mod(n, 3) = 0 THEN member_id END, moved, began
FROM chunk
--------
-- By their place in the thread first, so that a thread's messages lie apart, as they do when people write by turns.
CREATE TEMP TABLE said AS
SELECT nextval('inbox_message_id_seq') AS id, plan.*, body || ' #' || n AS body, keys || n::text AS keys
FROM (
    SELECT chunk.*, k, mod(k, 2) = 0 AS ours, began + (moved - began) * k / messages AS at,
        mod(abs(hashint8(n * 31 + k)::bigint), (SELECT count(*) FROM sentences)) AS nr
    FROM chunk, generate_series(1, messages) AS k
) AS plan JOIN sentences USING (nr) ORDER BY k, n
--------
INSERT INTO inbox_message (id, account_id, channel_id, profile_id, ticket_id, origin, author_id, body, our_address,
    external_id, client_id, sent_at, created_at)
SELECT id, account_id, channel_id, n, n, CASE WHEN ours THEN 'agent' ELSE 'customer' END,
    CASE WHEN ours THEN member_id END, body, '+14155550100', CASE WHEN ours THEN '' ELSE 'SM' || md5(n || '-' || k) END,
    CASE WHEN ours THEN md5(n || '-' || k)::uuid END, at, at
FROM said
--------
INSERT INTO inbox_delivery (account_id, message_id, state, rank, gate, dedupe_key, sender, recipient, segments, encoding,
    attempt, tries, claim, due_at, looked_up, provider_id, error_code, reason, sent_at, ended_at, created_at)
SELECT account_id, id, 'delivered', 9, 'consent', 'seed:' || id, '+14155550100', '+1415' || 2000000 + n, 1, 'GSM-7',
    1, 0, '', at, 0, 'SM' || md5('sent' || id), '', '', at, at, at
FROM said WHERE ours
--------
-- What the triggers would write.
INSERT INTO inbox_searchable (account_id, ticket_id, kind, source_id, words)
SELECT account_id, n, 'message', id, array_to_tsvector(search_keys(account_id || ':', keys)) FROM said
--------
SELECT search_tickets(array(SELECT n FROM chunk))
--------
--------
INSERT INTO inbox_ticketevent (account_id, ticket_id, kind, actor_kind, actor_label, data, at)
SELECT account_id, n, 'opened', 'customer', '', '{}'::jsonb, began FROM chunk
UNION ALL
SELECT account_id, n, 'closed', 'agent', 'Agent', '{}', moved FROM chunk WHERE NOT open
--------
DROP TABLE said, chunk
