from django.core.management.base import BaseCommand

from accounts.models import User
from sandbox import seeding


class Command(BaseCommand):
    help = "Make the demo account, once: a database that has users is left as it is."

    def handle(self, *args, **options):
        if User.objects.exists():
            self.stdout.write("There are accounts already.")
            return
        seeding.seed()
        self.stdout.write("The demo account is ready.")
