"""Row-level security as migration operations: `Wall("inbox_ticket")` belongs in the migration that makes the table."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION current_account() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.account', true), '')::bigint $$;
CREATE FUNCTION current_user_id() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.user', true), '')::bigint $$;
CREATE FUNCTION every_account() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT current_setting('app.every_account', true) = 'on' $$;
"""
DROP_FUNCTIONS = (
    "DROP FUNCTION current_account(); DROP FUNCTION current_user_id(); DROP FUNCTION every_account();"
)


class WallFunctions(migrations.RunSQL):
    def __init__(self):
        super().__init__(FUNCTIONS, DROP_FUNCTIONS)

    def deconstruct(self):
        return (self.__class__.__name__, [], {})


class Wall(migrations.RunSQL):
    """Rows are visible and writable only where `owner` is the transaction's account; `also` widens what is visible.

    The scalar sub-selects are evaluated once per statement, not once per row. FORCE, because the application's role
    owns its tables.
    """

    def __init__(self, table: str, owner: str = "account_id", also: str = ""):
        self.table, self.owner, self.also = table, owner, also
        mine = f"{owner} = (SELECT current_account()) OR (SELECT every_account())"
        super().__init__(
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
            f"CREATE POLICY wall ON {table} USING ({mine}{f' OR {also}' if also else ''}) WITH CHECK ({mine});",
            f"DROP POLICY wall ON {table};"
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;"
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
        )

    def deconstruct(self):
        return (self.__class__.__name__, [self.table], {"owner": self.owner, "also": self.also})
