"""The product's settings, with the bare views that it is measured against beside its own."""

from helpdesk.settings import *  # noqa: F403
from helpdesk.settings import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
MIDDLEWARE = ["bench.front.Front", *MIDDLEWARE]
ROOT_URLCONF = "bench.urls"
