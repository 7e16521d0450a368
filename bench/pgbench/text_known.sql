-- A text of somebody with a ticket, as one statement: the same rows as its webhook leaves.
\set sid random(1, 9000000000000000000)
\set place random(1, :blocks)
\set phone 14152000000 + :place * 10 + 1
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
), ticket AS (
    UPDATE inbox_ticket SET closed_at = NULL, unread_since = coalesce(unread_since, now()), last_activity_at = now(),
        waiting_since = coalesce(waiting_since, now()), preview = 'Where is my order?', preview_is_ours = false
    WHERE channel_id = :channel AND thread_key = '+' || :phone::text
    RETURNING id
)
INSERT INTO inbox_message (account_id, channel_id, profile_id, ticket_id, origin, body, our_address, external_id,
    sent_at, created_at)
SELECT :account, :channel, person.id, ticket.id, 'customer', 'Where is my order? It should be here by now.',
    '+14155550100', md5(:sid::text), now(), now()
FROM person, ticket
ON CONFLICT (channel_id, external_id) WHERE NOT (external_id = '') DO NOTHING;
