"""A1: nobody sees or changes anything of another account. Two walls: look-ups, and row-level security."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.urls import get_resolver

from accounts import tenancy
from accounts.models import Account, AccountOwned, Membership
from inbox.models import Message, RefusedWebhook, Searchable, Ticket
from profiles.models import Profile

OWNED = [model for model in apps.get_models() if issubclass(model, AccountOwned)]
# Row-level security keeps Postgres from using an index for full-text search. This table holds search keys alone, each of
# them with its account in front (tests/inbox/test_search.py), and what they lead to stands behind the wall.
BESIDE_THE_WALL = [Searchable]
WALLED = [model for model in OWNED if model not in BESIDE_THE_WALL]


def test_a1_the_role_of_the_tests_can_not_bypass_the_wall(db):
    with connection.cursor() as cursor:
        row = cursor.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (False,)


@pytest.mark.parametrize("model", [*WALLED, Account, RefusedWebhook], ids=lambda model: model._meta.label)
def test_a1_every_table_of_an_account_stands_behind_the_wall(db, model):
    with connection.cursor() as cursor:
        row = cursor.execute(
            "SELECT relrowsecurity AND relforcerowsecurity, (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid)"
            " FROM pg_class c WHERE oid = %s::regclass",
            [model._meta.db_table],
        ).fetchone()
    assert row == (True, 1)


def test_a1_every_model_of_ours_belongs_to_an_account():
    ours = [
        m
        for m in apps.get_models()
        if m.__module__.partition(".")[0] in ("accounts", "profiles", "inbox", "sms", "campaigns")
    ]
    free = {model._meta.label for model in ours if not issubclass(model, AccountOwned)}
    assert free == {"accounts.User", "accounts.Account", "inbox.RefusedWebhook"}


def test_a1_without_an_account_set_no_row_is_visible(cast):
    assert not Ticket.objects.exists()
    assert not Profile.objects.exists()
    assert not Membership.objects.exists()


def test_a1_inside_an_account_only_its_rows_are_visible(cast):
    with tenancy.enter(cast.globex.pk):
        assert list(Ticket.objects.values_list("pk", flat=True)) == [cast.secret.pk]
        assert not Message.objects.filter(account=cast.acme.pk).exists()


def test_a1_a_row_of_another_account_can_be_neither_changed_nor_written(cast):
    with tenancy.enter(cast.acme.pk):
        assert Ticket.objects.filter(pk=cast.secret.pk).update(preview="mine") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Profile.objects.create(account=cast.globex, phone="+14155550123")


def test_a1_the_account_is_forgotten_with_its_transaction(cast):
    with tenancy.enter(cast.acme.pk):
        with tenancy.enter(cast.globex.pk):
            assert Ticket.objects.count() == 1
        assert Ticket.objects.count() == 4
    assert Ticket.objects.count() == 0


def test_a1_a_user_sees_the_own_memberships_and_their_accounts_only(cast):
    with tenancy.as_user(cast.bob.user_id):
        assert [membership.user_id for membership in Membership.objects.all()] == [cast.bob.user_id]
        assert [account.slug for account in Account.objects.all()] == ["acme"]


def patterns(resolver, prefix=""):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from patterns(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry.callback


ACCOUNT_URLS = list(patterns(get_resolver(settings.ACCOUNT_URLCONF)))
PUBLIC_URLS = list(patterns(get_resolver(settings.ROOT_URLCONF)))


@pytest.mark.parametrize(
    ("path", "view"), ACCOUNT_URLS + PUBLIC_URLS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a1_every_view_says_who_may_see_it(path, view):
    assert getattr(view, "policy", None), f"{path} has no policy mark"


def concrete(path: str) -> str:
    path = re.sub(r"<int:\w+>", "1", path)
    path = path.replace("<slug:view>", "all").replace("<slug:key>", "waiting")
    assert "<" not in path, f"give {path} a value here"
    return "/" + path


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_a1_a_stranger_gets_404_at_every_address_of_an_account(cast, sign_in, method):
    """charlie of globex asks for each of acme's addresses."""
    charlie = sign_in(cast.charlie)
    for path, _view in ACCOUNT_URLS:
        answer = getattr(charlie, method)(f"/a/acme{concrete(path)}")
        assert answer.status_code == 404, path
        assert b"Paula" not in answer.content


def test_a1_ids_of_another_account_are_not_found(cast, sign_in):
    """Nested ids: a member asks inside the own account for what belongs to the other."""
    charlie = sign_in(cast.charlie)
    with tenancy.enter(cast.acme.pk):
        message = Message.objects.first()
    globex_numbers = {cast.secret.number}
    for number in (1, 2, 3, 4):
        if number not in globex_numbers:
            assert charlie.get(f"/tickets/{number}/").status_code == 404
            assert charlie.post(f"/tickets/{number}/closure/").status_code == 404
    assert charlie.post(f"/messages/{message.pk}/delivery/").status_code == 404
    assert charlie.delete(f"/settings/sms/numbers/{cast.number.pk}/").status_code == 404
    answer = charlie.post(f"/tickets/{cast.secret.number}/assignment/", {"member": cast.bob.pk})
    assert answer.status_code == 404


def test_a1_nobody_signed_in_is_asked_to_sign_in(cast, client):
    for path, _view in ACCOUNT_URLS:
        answer = client.get(f"/a/acme{concrete(path)}")
        assert answer.status_code == 302
        assert answer.url.startswith("/sign-in/?next=/a/acme")


def test_the_tenant_of_one_request_does_not_leak_into_the_next(cast, sign_in):
    bob = sign_in(cast.bob)
    assert bob.get("/inbox/all/").status_code == 200
    answer = bob.__class__.__mro__[1].generic(bob, "GET", "/sign-up/")
    assert b"/a/acme" not in answer.content


def test_c2_the_agents_zone_is_the_browsers_and_the_accounts_before_it_is_known(cast, sign_in):
    """New York, the account's, is not where Bob sits."""
    bob = sign_in(cast.bob)
    assert bob.get("/tickets/1/").wsgi_request.zone.key == "America/New_York"
    for known, zone in (
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("../etc/passwd", "America/New_York"),
        ("x" * 5000, "America/New_York"),
    ):
        bob.cookies["time_zone"] = known
        assert bob.get("/tickets/1/").wsgi_request.zone.key == zone
