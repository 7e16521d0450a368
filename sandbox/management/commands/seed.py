from django.core.management.base import BaseCommand

from accounts.models import User
from sandbox import seeding


class Command(BaseCommand):
    help = (
        "Make the demo account, once. Later runs only tell the sandbox carrier where the product answers now."
    )

    def handle(self, *args, **options):
        if User.objects.exists():
            seeding.point_carrier_here()
            return
        seeding.seed()
        self.stdout.write("The demo account is ready.")
