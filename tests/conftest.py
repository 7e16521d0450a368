"""The servers come first: the settings read their addresses, and everything below imports Django."""

from tests import servers

servers.start()

import django  # noqa: E402

django.setup()

import hypothesis  # noqa: E402
import pytest  # noqa: E402
from django.test import Client  # noqa: E402

from tests import browser  # noqa: E402

pytest_plugins = ["tests.carrier"]

# The same examples each time, so that red is the change and not luck. To look for more: --hypothesis-profile=wild
hypothesis.settings.register_profile("steady", derandomize=True)
hypothesis.settings.register_profile("wild", derandomize=False)
hypothesis.settings.load_profile("steady")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Each test goes to whichever worker is free; those of a file that stops servers stay together, it has its own."""
    from xdist.scheduler import LoadScopeScheduling

    class Free(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            path = nodeid.partition("::")[0]
            return path if path.endswith("/test_outages.py") else nodeid

    config.option.loadscopereorder = False  # in the order of their turns
    return Free(config, log)


LONGEST = {"test_outages.py", "test_axe.py"}


def pytest_collection_modifyitems(items):
    """A browser on a busy machine stumbles now and then: what failed is tried once more, and the summary tells of it."""
    items.sort(key=turn)
    for item in items:
        if needs_browser(item):
            item.add_marker(pytest.mark.flaky(reruns=1))


def turn(item) -> tuple:
    """Tests on the running product come last, the longest of them first. So each worker starts it once and keeps it to
    the end, what it commits meets no other test, and no test with a loop of its own runs where a browser was driven."""
    live = item.path.parent.name == "live"
    return (live, not live and needs_browser(item), item.path.name not in LONGEST)


def needs_browser(item) -> bool:
    return item.get_closest_marker("browser") is not None


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = browser.find()
    if not path:
        pytest.fail("No Chromium here: bin/test gets one, or CHROMIUM_PATH names one.", pytrace=False)
    return {**browser_type_launch_args, "executable_path": path, "args": browser.ARGUMENTS}


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """Always a test database: tests whose rows are committed ask for no `db`, and pytest-django would make none."""
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from tests import world

    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
        keep_apart(connection)
        world.build()
    yield
    with django_db_blocker.unblock():
        # Threads of tests, and a browser's event loop, may have left connections that would hold the database.
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = session_user"
            )
        teardown_databases(made, verbosity=0)


def keep_apart(connection):
    """The workers' databases share one Redis, where accounts and memberships go by their ids."""
    with connection.cursor() as cursor:
        for table in ("accounts_account", "accounts_membership"):
            cursor.execute(f"ALTER SEQUENCE {table}_id_seq RESTART WITH {servers.WORKER * 100_000 + 1}")


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """No collected files are needed to render a page; the names of hashed ones are tested where they matter."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """A million rounds for every account that signs up would be a tenth of the suite; test_passwords.py sees to them."""
    settings.PASSWORD_HASHERS = ["tests.quick.Quick"]


@pytest.fixture(autouse=True)
def nothing_kept():
    """What a process keeps for two seconds must not outlive the test that rolls it back."""
    from sms import lines

    lines.forget()


@pytest.fixture(autouse=True)
def always_daytime(monkeypatch):
    """What is sent in a test must not wait for the morning in Portland; `real_hours` brings the night back (E10)."""
    from sms import daytime

    monkeypatch.setattr(daytime, "OPENS", 0)
    monkeypatch.setattr(daytime, "CLOSES", 24)


@pytest.fixture
def real_hours(always_daytime, monkeypatch):
    from sms import daytime

    monkeypatch.setattr(daytime, "OPENS", 8)
    monkeypatch.setattr(daytime, "CLOSES", 20)


@pytest.fixture
def brand(django_db_setup, django_db_blocker):
    """An account of the test's own whose rows are committed: for threads, which have connections of their own."""
    from tests.brand import Brand

    with django_db_blocker.unblock():
        brand = Brand()
        yield brand
        brand.rest()


@pytest.fixture(scope="module")
def begun(django_db_setup, django_db_blocker):
    """A transaction around a module's tests: what a module's own fixture makes in it, each of them begins with."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def cast(db):
    from tests import world

    return world.cast()


@pytest.fixture
def acme(cast):
    """The cast, seen from inside acme: for tests of models and verbs. Pages are asked through `sign_in` instead."""
    from accounts import tenancy

    with tenancy.enter(cast.acme.pk):
        yield cast


@pytest.fixture
def sign_in():
    """`sign_in(cast.bob)`: a client of Bob's. Its addresses are given without the account's prefix."""
    return lambda membership, **headers: Desk(membership, **headers)


class Desk(Client):
    """A signed-in member's browser, without the browser."""

    def __init__(self, membership, **headers):
        super().__init__(headers=headers)
        self.prefix = f"/a/{membership.account.slug}"
        self.force_login(membership.user)

    def generic(self, method, path, *args, **extra):
        return super().generic(method, path if path.startswith("/a/") else self.prefix + path, *args, **extra)
