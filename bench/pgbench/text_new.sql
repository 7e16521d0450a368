-- A text of somebody new, as one statement: the same rows as its webhook leaves.
\set sid random(1, 9000000000000000000)
\set phone random(4900000000000, 4999999999999)
WITH event AS (
    INSERT INTO inbox_inboundevent (account_id, provider, event_key, route, body, headers, state, attempts,
        next_attempt_at, error, received_at)
    VALUES (:account, 'twilio', md5(:sid::text), 'route', repeat('MessageSid=SM0123456789abcdef&', 22), '{}', 'done', 0,
        now(), '', now())
    ON CONFLICT (account_id, provider, event_key) DO NOTHING
), person AS (
    INSERT INTO profiles_profile (account_id, phone, email, first_name, last_name, city, region, postal_code, country,
        time_zone, properties, created_at)
    VALUES (:account, '+' || :phone::text, '', '', '', 'SAN FRANCISCO', 'CA', '94103', 'US', '', '{}', now())
    ON CONFLICT (account_id, phone) WHERE NOT (phone = '') DO UPDATE SET phone = excluded.phone
    RETURNING id, phone
), numbered AS (
    UPDATE accounts_account SET last_ticket_number = last_ticket_number + 1 WHERE id = :account
    RETURNING last_ticket_number AS number
), ticket AS (
    INSERT INTO inbox_ticket (account_id, channel_id, profile_id, number, thread_key, preview, preview_is_ours,
        unread_since, waiting_since, last_activity_at, created_at)
    SELECT :account, :channel, person.id, number, phone, 'Where is my order?', false, now(), now(), now(), now()
    FROM person, numbered
    RETURNING id
), history AS (
    INSERT INTO inbox_ticketevent (account_id, ticket_id, kind, actor_kind, actor_label, data, at)
    SELECT :account, id, 'opened', 'customer', '', '{}', now() FROM ticket
)
INSERT INTO inbox_message (account_id, channel_id, profile_id, ticket_id, origin, body, our_address, external_id,
    sent_at, created_at)
SELECT :account, :channel, person.id, ticket.id, 'customer', 'Where is my order? It should be here by now.',
    '+14155550100', md5(:sid::text), now(), now()
FROM person, ticket
ON CONFLICT (channel_id, external_id) WHERE NOT (external_id = '') DO NOTHING;
