from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts import tenancy
from inbox.invariants import INVARIANTS, crossed

SHOWN = 5


class Command(BaseCommand):
    help = "Check what must always hold, over all accounts. Ends with an error when anything does not."

    def handle(self, *args, **options):
        broken, invariants = 0, INVARIANTS | crossed()
        with tenancy.every_account(), connection.cursor() as cursor:
            for name, query in invariants.items():
                rows = cursor.execute(query).fetchmany(SHOWN)
                broken += bool(rows)
                for row in rows:
                    self.stderr.write(f"{name}: {row}")
        if broken:
            raise CommandError(f"{broken} of {len(invariants)} invariants do not hold.")
        self.stdout.write(f"All {len(invariants)} invariants hold.")
