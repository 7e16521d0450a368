"""What must always hold, one query each: a row that any of them returns is a bug or a stuck machine."""

from django.apps import apps

from accounts.models import AccountOwned

INVARIANTS = {
    "a message has a provider id that another one has": """
        SELECT channel_id, external_id FROM inbox_message WHERE external_id <> ''
        GROUP BY channel_id, external_id HAVING count(*) > 1""",
    "a text was acknowledged and is not there": """
        SELECT e.id, e.event_key FROM inbox_inboundevent e
        WHERE e.provider = 'twilio' AND e.state = 'done' AND e.event_key NOT LIKE '%:%'
        AND NOT EXISTS (
            SELECT FROM inbox_message m WHERE m.account_id = e.account_id AND m.external_id = e.event_key)""",
    "an event waits for over a minute": """
        SELECT id, event_key, error FROM inbox_inboundevent
        WHERE state = 'new' AND received_at < now() - interval '60 seconds' AND attempts = 0""",
    "a person has two SMS tickets": """
        SELECT t.profile_id FROM inbox_ticket t JOIN inbox_channel c ON c.id = t.channel_id AND c.kind = 'sms'
        GROUP BY t.profile_id HAVING count(*) > 1""",
    "a ticket is closed and snoozed": """
        SELECT id FROM inbox_ticket WHERE closed_at IS NOT NULL AND snoozed_until IS NOT NULL""",
    "a snooze is overdue": """
        SELECT id, snoozed_until FROM inbox_ticket WHERE snoozed_until < now() - interval '60 seconds'""",
    "a ticket should have closed by itself": """
        SELECT t.id, t.last_activity_at FROM inbox_ticket t JOIN inbox_channel c ON c.id = t.channel_id AND c.auto_close
        WHERE t.closed_at IS NULL AND t.snoozed_until IS NULL AND (t.waiting_since IS NULL OR c.auto_close_waiting)
        AND t.last_activity_at < now() - c.auto_close_minutes * interval '1 minute' - interval '60 seconds'""",
    "a sender holds a message beyond its lease": """
        SELECT id, claimed_at FROM inbox_delivery WHERE state = 'sending' AND due_at < now() - interval '60 seconds'""",
    "a message waits to be sent for over five minutes though it is due": """
        SELECT id, due_at FROM inbox_delivery WHERE state = 'queued' AND due_at < now() - interval '5 minutes'""",
    "a scheduled reply is overdue and nobody was told why": """
        SELECT id, send_at FROM inbox_scheduledreply
        WHERE refusal = '' AND send_at < now() - interval '60 seconds'""",
    "a reply is sent and waits to be sent": """
        SELECT r.id, m.id FROM inbox_scheduledreply r
        JOIN inbox_message m ON m.ticket_id = r.ticket_id AND m.client_id = r.client_id""",
    "a picture waits with a reply on another ticket": """
        SELECT p.id FROM inbox_picture p JOIN inbox_scheduledreply r ON r.id = p.scheduled_id
        WHERE p.ticket_id <> r.ticket_id""",
    "two messages claim one text at the provider": """
        SELECT account_id, provider_id FROM inbox_delivery WHERE provider_id <> ''
        GROUP BY account_id, provider_id HAVING count(*) > 1""",
    "a message was sent to somebody who had opted out": """
        SELECT d.id FROM inbox_delivery d JOIN inbox_message m ON m.id = d.message_id
        WHERE d.gate <> 'compliance' AND d.provider_id <> '' AND (
            SELECT NOT c.given FROM profiles_consent c
            WHERE c.profile_id = m.profile_id AND c.recorded_at <= d.claimed_at AND c.at <= d.claimed_at
            AND NOT c.lapsed
            ORDER BY c.at DESC, c.id DESC LIMIT 1)""",
    "a person got a campaign twice": """
        SELECT m.source_id, m.profile_id FROM inbox_message m JOIN campaigns_campaign c ON c.source_id = m.source_id
        WHERE m.origin = 'campaign' GROUP BY 1, 2 HAVING count(*) > 1""",
    "a campaign's counts are not those of its recipients": """
        SELECT c.id FROM campaigns_campaign c LEFT JOIN campaigns_recipient r ON r.campaign_id = c.id GROUP BY c.id
        HAVING (c.total, c.skipped, c.queued) <> (
            count(r.id), count(*) FILTER (WHERE r.state = 'skipped'), count(*) FILTER (WHERE r.state = 'queued'))""",
    "somebody in a flow should have gone on": """
        SELECT id FROM campaigns_enrolment WHERE left_at IS NULL AND due_at < now() - interval '5 minutes'""",
    "a flow's text was sent to somebody who had left the flow": r"""
        SELECT d.id FROM inbox_delivery d
        JOIN campaigns_enrolment e ON e.id = substring(d.dedupe_key FROM '^flow:(\d+):')::bigint
        WHERE e.left_reason NOT IN ('', 'finished') AND d.provider_id <> '' AND d.claimed_at > e.left_at""",
    "a person is in two automations": """
        SELECT profile_id FROM automations_session WHERE ended_at IS NULL GROUP BY profile_id HAVING count(*) > 1""",
    "a conversation should have timed out": """
        SELECT id, expires_at FROM automations_session WHERE ended_at IS NULL
        AND greatest(expires_at, held_until) < now() - interval '60 seconds'""",
    "a conversation counts other texts than it has queued": r"""
        SELECT s.id FROM automations_session s LEFT JOIN inbox_delivery d ON d.account_id = s.account_id
            AND d.dedupe_key LIKE 'step:%' AND substring(d.dedupe_key FROM '^step:(\d+):')::bigint = s.id
        GROUP BY s.id HAVING s.texts <> count(d.id)""",
    "a conversation knows other answers than it has heard": """
        SELECT s.id FROM automations_session s LEFT JOIN automations_answer a ON a.session_id = s.id AND a.choice <> ''
        WHERE s.tried IS NULL GROUP BY s.id HAVING s.answers <> coalesce(
            jsonb_object_agg(a.question, a.choice) FILTER (WHERE a.id IS NOT NULL), '{}')""",
    "an automation's text was sent to somebody who had left it": r"""
        SELECT d.id FROM inbox_delivery d
        JOIN automations_session s ON s.id = substring(d.dedupe_key FROM '^step:(\d+):')::bigint
        WHERE s.ended NOT IN ('', 'recommended', 'reprompts', 'timeout') AND d.provider_id <> ''
        AND d.claimed_at > s.ended_at""",
    "two replies are attributed to one message": """
        SELECT attributed_to_id FROM inbox_message WHERE attributed_to_id IS NOT NULL
        GROUP BY attributed_to_id HAVING count(*) > 1""",
    "a reply is attributed to a message that it does not answer in time": """
        SELECT reply.id, send.id FROM inbox_message reply JOIN inbox_message send ON send.id = reply.attributed_to_id
        WHERE send.replies_until IS NULL OR reply.sent_at NOT BETWEEN send.sent_at AND send.replies_until
        OR (reply.profile_id, reply.channel_id, reply.source_id)
            IS DISTINCT FROM (send.profile_id, send.channel_id, send.source_id)""",
    "a reply is attributed past a newer message": """
        SELECT reply.id, newer.id FROM inbox_message reply JOIN inbox_message send ON send.id = reply.attributed_to_id
        JOIN inbox_message newer ON newer.profile_id = send.profile_id AND newer.channel_id = send.channel_id
            AND newer.replies_until IS NOT NULL AND (newer.sent_at, newer.id) > (send.sent_at, send.id)
            AND newer.sent_at <= reply.sent_at""",
    "the first text after a campaign's message is attributed to nothing": """
        SELECT send.id, said.id FROM inbox_message send
        JOIN inbox_message said ON said.profile_id = send.profile_id AND said.channel_id = send.channel_id
            AND said.origin = 'customer' AND said.sent_at BETWEEN send.sent_at AND send.replies_until
        WHERE send.replies_until IS NOT NULL
        AND NOT EXISTS (SELECT FROM inbox_message reply WHERE reply.attributed_to_id = send.id)
        AND NOT EXISTS (
            SELECT FROM inbox_message newer
            WHERE newer.profile_id = send.profile_id AND newer.channel_id = send.channel_id
            AND newer.replies_until IS NOT NULL AND (newer.sent_at, newer.id) > (send.sent_at, send.id)
            AND newer.sent_at <= said.sent_at)""",
    "a campaign's message counts as sent and its delivery says otherwise": """
        SELECT m.id, d.state FROM inbox_message m JOIN inbox_delivery d ON d.message_id = m.id
        WHERE m.replies_until IS NOT NULL AND d.state NOT IN ('sent', 'delivered')""",
    "a month's credits are not those of its days": """
        SELECT m.account_id, m.month FROM sms_usagemonth m WHERE m.segments <> coalesce((
            SELECT sum(d.segments) FROM sms_usageday d WHERE d.account_id = m.account_id
            AND d.day >= m.month AND d.day < m.month + interval '1 month'), 0)""",
    "round robin gave a ticket to somebody who was away": """
        SELECT e.id, d.member_id FROM inbox_ticketevent e JOIN inbox_duty d ON d.member_id = (e.data->>'member')::bigint
        WHERE e.kind = 'assigned' AND e.actor_kind = 'system' AND d.state <> 'online' AND e.at > d.since""",
    "a ticket is with somebody who works no tickets": """
        SELECT t.id, m.id FROM inbox_ticket t JOIN accounts_membership m ON m.id = t.assignee_id
        WHERE t.closed_at IS NULL AND (m.removed_at IS NOT NULL OR m.role = 'analyst')""",
    "a message was sent to somebody who was blocked": """
        SELECT d.id FROM inbox_delivery d JOIN inbox_message m ON m.id = d.message_id
        WHERE d.gate <> 'compliance' AND d.provider_id <> '' AND (
            SELECT b.blocked FROM profiles_block b
            WHERE b.profile_id = m.profile_id AND b.at <= d.claimed_at ORDER BY b.id DESC LIMIT 1)""",
    "a link counts other clicks than are written down": """
        SELECT l.id FROM sms_link l WHERE clicks <> (SELECT count(*) FROM sms_click WHERE link_id = l.id)""",
    "nobody was told of a click for over five minutes": """
        SELECT id, tell_at FROM sms_click WHERE tell_at < now() - interval '5 minutes'""",
    "an order is with another click than its person's last one before it": """
        SELECT c.id FROM sms_conversion c JOIN profiles_profileevent e ON e.id = c.event_id
        JOIN sms_click k ON k.id = c.click_id JOIN sms_link l ON l.id = k.link_id
        WHERE l.profile_id <> e.profile_id OR k.at > e.at OR EXISTS (
            SELECT FROM sms_click newer JOIN sms_link other ON other.id = newer.link_id
            WHERE other.profile_id = e.profile_id AND newer.tell_at IS NULL
            AND (newer.at, newer.id) > (k.at, k.id) AND newer.at <= e.at)""",
    "a person's block is not what its history says": """
        SELECT p.id FROM profiles_profile p WHERE (p.blocked_at IS NOT NULL) <> coalesce(
            (SELECT b.blocked FROM profiles_block b WHERE b.profile_id = p.id ORDER BY b.id DESC LIMIT 1), false)""",
    "a person's consent is not what its history says": """
        SELECT p.id FROM profiles_profile p WHERE (p.opted_out_at IS NOT NULL) <> coalesce(
            (SELECT NOT c.given FROM profiles_consent c WHERE c.profile_id = p.id AND NOT c.lapsed
            ORDER BY c.at DESC, c.id DESC LIMIT 1), false)""",
}


def crossed() -> dict[str, str]:
    """One invariant for every foreign key between two tables of accounts, those of apps to come included."""
    return {
        f"a row of {model._meta.label} belongs to another account than its {key.name}": (
            f"SELECT child.account_id, parent.id FROM {model._meta.db_table} child"  # noqa: S608  names of our own tables
            f" JOIN {key.related_model._meta.db_table} parent ON parent.id = child.{key.column}"
            " WHERE child.account_id <> parent.account_id"
        )
        for model in apps.get_models()
        if issubclass(model, AccountOwned)
        for key in model._meta.concrete_fields
        if key.related_model and issubclass(key.related_model, AccountOwned)
    }
