"""Full-text search (B4): a table of search keys beside the wall, and the triggers that keep it.

Row-level security lets Postgres use an index only for leakproof operators, and `@@` is none: behind the wall every
search would read all messages of the account. So inbox_searchable has no wall, and needs none: it holds keys, no text;
every key begins with the id of its account ("17:refund"), so no query of another account can meet it; and the ids found
are joined to inbox_ticket, which stands behind the wall.

Keys of account 17:
  17:refund   a word of a message: as it is, and stemmed in English, French and German, without accents
  17@paula    a word of the person's names or address
  17~pala     a name with a letter left out (and whole): a slip of one letter in the query meets it
  17+5550142  the end of a phone number, from each digit on: with `:*` any part of it
  17#42       the ticket's number
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

EXTENSION = (
    "CREATE EXTENSION IF NOT EXISTS unaccent"  # trusted: whoever may create in the database may have it
)

WORDS = """
-- What a text says, as bare words: small letters, no accents, no punctuation.
CREATE FUNCTION search_split(said text) RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT string_to_array(trim(regexp_replace(lower(unaccent(left(said, 20000))), '[^[:alnum:]]+', ' ', 'g')), ' ')
$$;

-- Each word as it is and by its stem in three languages: a text need not say in which one it is.
CREATE FUNCTION search_words(said text) RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT lexeme), '{}')
    FROM (SELECT DISTINCT left(word, 50) AS word FROM unnest(search_split(said)) AS word) AS words,
        unnest(array[word] || ts_lexize('english_stem', word) || ts_lexize('french_stem', word)
            || ts_lexize('german_stem', word)) AS lexeme
$$;

CREATE FUNCTION search_keys(prefix text, words text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(prefix || word), '{}') FROM unnest(words) AS word
$$;

-- A name, and what is left of it without each of its letters: two names that differ by one slip have one in common.
CREATE FUNCTION search_slips(words text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT left(word, letter - 1) || substr(word, letter + 1)), '{}')
    FROM unnest(words) AS word, generate_series(1, length(word) + 1) AS letter
    WHERE length(word) BETWEEN 4 AND 20
$$;

-- The ends of a number, from each of its digits on, down to three digits.
CREATE FUNCTION search_ends(phone text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(substr(digits, place)), '{}')
    FROM (SELECT regexp_replace(phone, '\\D', '', 'g') AS digits) AS number, generate_series(1, length(digits) - 2) AS place
$$;
"""
DROP_WORDS = """
DROP FUNCTION search_ends(text); DROP FUNCTION search_slips(text[]); DROP FUNCTION search_keys(text, text[]);
DROP FUNCTION search_words(text); DROP FUNCTION search_split(text);
"""

ROWS = """
CREATE FUNCTION search_message_keys(account bigint, body text) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT array_to_tsvector(search_keys(account || ':', search_words(body)))
$$;

-- What is known of these tickets apart from their messages. More sources (tags) are added here.
CREATE FUNCTION search_tickets(ids bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO inbox_searchable (account_id, ticket_id, kind, source_id, words)
    SELECT ticket.account_id, ticket.id, 'ticket', ticket.id, array_to_tsvector(
        search_keys(ticket.account_id || '@', search_words(concat_ws(' ', first_name, last_name, email)))
        || search_keys(ticket.account_id || '~', search_slips(search_split(concat_ws(' ', first_name, last_name))))
        || search_keys(ticket.account_id || '+', search_ends(phone))
        || (ticket.account_id || '#' || number))
    FROM inbox_ticket AS ticket JOIN profiles_profile AS profile ON profile.id = ticket.profile_id
    WHERE ticket.id = ANY (ids)
    ON CONFLICT (ticket_id, kind, source_id) DO UPDATE SET words = excluded.words
$$;

CREATE FUNCTION search_message_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM inbox_searchable WHERE ticket_id = OLD.ticket_id AND kind = 'message' AND source_id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.ticket_id IS NOT NULL AND NEW.body <> '' THEN
        INSERT INTO inbox_searchable (account_id, ticket_id, kind, source_id, words)
        VALUES (NEW.account_id, NEW.ticket_id, 'message', NEW.id, search_message_keys(NEW.account_id, NEW.body));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION search_ticket_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM inbox_searchable WHERE ticket_id = OLD.id;
    ELSE
        PERFORM search_tickets(array[NEW.id]);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION search_profile_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_tickets(array(SELECT id FROM inbox_ticket WHERE profile_id = NEW.id));
    RETURN NULL;
END $$;
"""
DROP_ROWS = """
DROP FUNCTION search_profile_changed(); DROP FUNCTION search_ticket_changed(); DROP FUNCTION search_message_changed();
DROP FUNCTION search_tickets(bigint[]); DROP FUNCTION search_message_keys(bigint, text);
"""

# A text that comes in is stored before its ticket is known: its keys are written when it is linked.
TRIGGERS = """
CREATE TRIGGER search_message_made AFTER INSERT ON inbox_message
    FOR EACH ROW WHEN (NEW.ticket_id IS NOT NULL) EXECUTE FUNCTION search_message_changed();
CREATE TRIGGER search_message_changed AFTER UPDATE OF ticket_id, body ON inbox_message
    FOR EACH ROW WHEN (OLD.ticket_id IS DISTINCT FROM NEW.ticket_id OR OLD.body <> NEW.body)
    EXECUTE FUNCTION search_message_changed();
CREATE TRIGGER search_message_gone AFTER DELETE ON inbox_message
    FOR EACH ROW WHEN (OLD.ticket_id IS NOT NULL) EXECUTE FUNCTION search_message_changed();
CREATE TRIGGER search_ticket_changed AFTER INSERT OR DELETE ON inbox_ticket
    FOR EACH ROW EXECUTE FUNCTION search_ticket_changed();
CREATE TRIGGER search_profile_changed AFTER UPDATE OF first_name, last_name, email, phone ON profiles_profile
    FOR EACH ROW WHEN ((OLD.first_name, OLD.last_name, OLD.email, OLD.phone)
        IS DISTINCT FROM (NEW.first_name, NEW.last_name, NEW.email, NEW.phone))
    EXECUTE FUNCTION search_profile_changed();
"""
DROP_TRIGGERS = """
DROP TRIGGER search_profile_changed ON profiles_profile; DROP TRIGGER search_ticket_changed ON inbox_ticket;
DROP TRIGGER search_message_gone ON inbox_message; DROP TRIGGER search_message_changed ON inbox_message;
DROP TRIGGER search_message_made ON inbox_message;
"""

FILL = """
SELECT set_config('app.every_account', 'on', true);
INSERT INTO inbox_searchable (account_id, ticket_id, kind, source_id, words)
SELECT account_id, ticket_id, 'message', id, search_message_keys(account_id, body)
FROM inbox_message WHERE ticket_id IS NOT NULL AND body <> '';
SELECT search_tickets(array(SELECT id FROM inbox_ticket));
SELECT set_config('app.every_account', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_inbox_options"),
        ("profiles", "0001_initial"),
        ("inbox", "0004_list_indexes"),
    ]

    operations = [
        migrations.RunSQL(EXTENSION, migrations.RunSQL.noop),
        migrations.RunSQL(WORDS, DROP_WORDS),
        migrations.CreateModel(
            name="Searchable",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "ticket_id",
                        "kind",
                        "source_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="searchables",
                        to="inbox.ticket",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ticket", "The ticket's own row: its person and number"),
                            ("message", "A message"),
                        ],
                        max_length=10,
                    ),
                ),
                ("source_id", models.BigIntegerField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.RunSQL(ROWS, DROP_ROWS),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="searchable",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["words"], name="searchable_words"
            ),
        ),
        migrations.RunSQL(TRIGGERS, DROP_TRIGGERS),
    ]
