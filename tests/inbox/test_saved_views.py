"""B3: any filter set under a name, private or shared, renamed, reordered, deleted; B2: with its count."""

import re
import threading
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.http import QueryDict

from accounts import tenancy
from inbox import counting, saved_counts
from inbox.models import SavedView
from inbox.models.saved_view import MOST
from tests.pages import field_error, part, rows, words

OPEN = {"status": ["open"]}


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


@pytest.fixture
def dora(cast, sign_in):
    return sign_in(cast.dora)


def save(cast, name, owner=None, filters=OPEN, sort="activity", account=None):
    account = account or cast.acme
    with tenancy.enter(account.pk):
        return SavedView.objects.make(account, name, owner, filters=filters, sort=sort)


def names(cast, owner=None) -> list[str]:
    with tenancy.enter(cast.acme.pk):
        return [view.name for view in SavedView.objects.filter(owner=owner).in_order()]


def column(answer) -> str:
    return words("<" + part(answer, "views-saved").partition("</nav>")[0])


# The verbs


def test_b3_a_name_is_one_line_and_unique_in_whatever_case_among_the_teams(acme):
    first = SavedView.objects.make(acme.acme, " VIP \n customers ", filters=OPEN, sort="oldest")
    assert (first.name, first.filters, first.sort, first.is_shared) == ("VIP customers", OPEN, "oldest", True)
    with pytest.raises(ValidationError, match="The team has a view “vip CUSTOMERS” already"):
        SavedView.objects.make(acme.acme, "vip CUSTOMERS", filters={}, sort="activity")
    assert SavedView.objects.count() == 1


def test_b3_everybody_has_names_of_their_own(acme):
    for owner in (None, acme.bob, acme.dora):
        SavedView.objects.make(acme.acme, "Mine", owner, filters=OPEN, sort="activity")
    with pytest.raises(ValidationError, match="You have a view “MINE” already"):
        SavedView.objects.make(acme.acme, "MINE", acme.bob, filters=OPEN, sort="activity")


def test_b3_twice_at_once_makes_one(brand):
    made, refused, start = [], [], threading.Barrier(4)

    def make():
        start.wait()
        try:
            with brand.inside():
                made.append(SavedView.objects.make(brand.account, "Same", filters={}, sort="activity"))
        except ValidationError as error:
            refused.append(error.messages[0])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), refused) == (1, ["The team has a view “Same” already. Choose another name."] * 3)


@pytest.mark.parametrize("name", ["", "   ", "\n\t", "\0"])
def test_b3_a_view_needs_a_name(acme, name):
    with pytest.raises(ValidationError, match="Give the view a name"):
        SavedView.objects.make(acme.acme, name, filters={}, sort="activity")


def test_b3_three_hundred_characters_are_too_many(acme):
    with pytest.raises(ValidationError, match="at most 50 characters; this one has 300"):
        SavedView.objects.make(acme.acme, "x" * 300, filters={}, sort="activity")
    longest = SavedView.objects.make(acme.acme, "ΐ" * 50, filters={}, sort="activity")
    assert longest.normal == ("ΐ" * 50).casefold()


def test_b3_there_is_an_end_to_views(acme):
    made = [SavedView(account=acme.acme, name=f"{n}", normal=f"{n}", position=n) for n in range(MOST)]
    SavedView.objects.bulk_create(made)
    with pytest.raises(ValidationError, match="The team has 50 views"):
        SavedView.objects.make(acme.acme, "one more", filters={}, sort="activity")
    SavedView.objects.make(acme.acme, "one more", acme.bob, filters={}, sort="activity")
    made[0].write("renamed", None)


def test_b3_a_refused_name_changes_nothing(acme):
    SavedView.objects.make(acme.acme, "One", filters={}, sort="activity")
    two = SavedView.objects.make(acme.acme, "Two", acme.bob, filters={}, sort="activity")
    with pytest.raises(ValidationError):
        two.write("one", None)
    assert (two.name, two.owner_id) == ("Two", acme.bob.pk)
    two.refresh_from_db()
    assert (two.name, two.owner_id) == ("Two", acme.bob.pk)


def test_b3_views_are_put_in_order(acme):
    a, b, c = (SavedView.objects.make(acme.acme, name, filters={}, sort="activity") for name in "abc")
    SavedView.objects.make(acme.acme, "own", acme.bob, filters={}, sort="activity")

    def order():
        return "".join(view.name for view in SavedView.objects.filter(owner=None).in_order())

    assert order() == "abc"
    c.move(up=True)
    assert order() == "acb"
    a.move(up=False)
    a.move(up=False)
    assert order() == "cba"
    a.move(up=False)
    c.move(up=True)
    assert order() == "cba", "at the ends it stays"
    b.delete()
    SavedView(pk=10**6, account=acme.acme, name="gone").move(up=True)
    assert order() == "ca"


def test_b3_a_view_that_changes_hands_goes_after_the_others(acme):
    for name in "ab":
        SavedView.objects.make(acme.acme, name, filters={}, sort="activity")
    own = SavedView.objects.make(acme.acme, "own", acme.bob, filters={}, sort="activity")
    own.write("own", None)
    assert [view.name for view in SavedView.objects.in_order()] == ["a", "b", "own"]
    own.write("ours", None)
    assert own.position == 2, "a new name keeps the place"


# The pages


def test_b3_a_list_is_saved_as_it_is(cast, bob):
    form = bob.get("/inbox/unassigned/saving/?waiting=1h&sort=waiting")
    assert "Status: Open · Assignee: Nobody · Waiting longer than: 1 hour. Longest waiting first." in words(
        form.content
    )
    answer = bob.post(
        "/inbox/unassigned/saving/?waiting=1h&sort=waiting", {"name": "Long waits", "whose": "mine"}
    )
    with tenancy.enter(cast.acme.pk):
        (saved,) = SavedView.objects.all()
    assert answer.url == f"/a/acme/inbox/saved-{saved.pk}/"
    assert saved.filters == {"status": ["open"], "assignee": ["none"], "waiting": ["1h"]}
    assert (saved.sort, saved.owner_id) == ("waiting", cast.bob.pk)
    page = bob.get(answer.url)
    assert "<h1" in page.content.decode()
    assert "Your views Long waits Manage views" in column(page)


def test_b3_what_was_lifted_stays_lifted_and_what_makes_no_sense_is_not_saved(cast, bob):
    bob.post("/inbox/snoozed/saving/?unread=maybe", {"name": "a", "whose": "team"})
    bob.post("/inbox/unassigned/saving/?status=", {"name": "b", "whose": "team"})
    with tenancy.enter(cast.acme.pk):
        kept = [view.filters for view in SavedView.objects.in_order()]
    assert kept == [{"status": ["snoozed"]}, {"assignee": ["none"]}]


def test_b3_its_list_holds_what_it_says_and_can_be_narrowed_further(cast, bob):
    saved = save(cast, "Done", filters={"status": ["closed", "snoozed"]}, sort="oldest")
    assert rows(bob.get(f"/inbox/{saved.key}/")) == [3, 4]
    assert rows(bob.get(f"/inbox/{saved.key}/?sort=newest")) == [4, 3]
    page = bob.get(f"/inbox/{saved.key}/?status=snoozed")
    assert rows(page) == [4]
    assert "Save changes" in words(page.content)
    assert rows(bob.get(f"/tickets/4/?view={saved.key}")) == [3, 4]
    answer = bob.post(f"/views/{saved.pk}/filters/?status=snoozed&sort=newest", follow=True)
    assert rows(answer) == [4]
    with tenancy.enter(cast.acme.pk):
        saved.refresh_from_db()
    assert (saved.filters, saved.sort) == ({"status": ["snoozed"]}, "newest")


def test_b3_me_is_whoever_looks(cast, bob, dora):
    saved = save(cast, "Mine, whatever", filters={"assignee": ["me"]})
    assert rows(bob.get(f"/inbox/{saved.key}/")) == [2]
    assert rows(dora.get(f"/inbox/{saved.key}/")) == []


def test_b3_a_filter_that_makes_no_sense_any_more_is_said_and_the_others_narrow(cast, bob):
    saved = save(cast, "Old", filters={"status": ["closed"], "channel": ["fax"]}, sort="gone")
    page = bob.get(f"/inbox/{saved.key}/")
    assert rows(page) == [3]
    assert "“fax” is not one of the choices" in words(page.content)
    assert f'href="/a/acme/inbox/{saved.key}/?channel="' in page.content.decode()


def test_b3_twice_the_same_name_is_said_beside_it_with_what_was_typed(cast, bob):
    save(cast, "VIP")
    answer = bob.post("/inbox/all/saving/?unread=true", {"name": "vip", "whose": "team"})
    assert answer.status_code == 422
    assert field_error(answer, "name") == "The team has a view “vip” already. Choose another name."
    assert 'value="vip"' in answer.content.decode()
    assert names(cast) == ["VIP"]


@pytest.mark.parametrize(
    "data", [{"name": "x"}, {"name": " ", "whose": "mine"}, {"name": "x", "whose": "globex"}]
)
def test_b3_bad_input_is_refused(cast, bob, data):
    assert bob.post("/inbox/all/saving/", data).status_code == 422
    assert names(cast) == names(cast, cast.bob) == []


def test_b3_renamed_shared_unshared_and_deleted_by_any_agent(cast, bob, dora):
    saved = save(cast, "Bob's", cast.bob)
    assert dora.get(f"/views/{saved.pk}/").status_code == 404
    bob.post(f"/views/{saved.pk}/", {"name": "Ours", "whose": "team"})
    assert names(cast) == ["Ours"]
    assert "Ours" in column(dora.get("/inbox/all/"))
    dora.post(f"/views/{saved.pk}/", {"name": "Dora's", "whose": "mine"})
    assert names(cast, cast.dora) == ["Dora's"]
    assert bob.get(f"/inbox/{saved.key}/").status_code == 404
    answer = dora.post(f"/views/{saved.pk}/", {"_method": "DELETE"}, follow=True)
    assert "“Dora's” is deleted." in words(answer.content)
    assert names(cast, cast.dora) == []


def focused(answer) -> str:
    (button,) = re.findall(r'<button[^>]* aria-label="(Move [^"]+)"[^>]* autofocus', answer.content.decode())
    return button


def test_b3_the_page_of_views_moves_them_by_plain_buttons_and_keeps_the_focus(cast, bob):
    views = [save(cast, name) for name in "abc"]
    answer = bob.post(f"/views/{views[2].pk}/position/", {"to": "up"}, follow=True)
    assert names(cast) == ["a", "c", "b"]
    assert focused(answer) == "Move c up"
    answer = bob.post(f"/views/{views[2].pk}/position/", {"to": "up"}, follow=True)
    assert focused(answer) == "Move c down", "further up there is nowhere to go"
    assert bob.post(f"/views/{views[2].pk}/position/", {"to": "left"}).status_code == 404


def test_b3_somebody_elses_own_view_is_nowhere(cast, bob, dora):
    view = save(cast, "Bob's secret", cast.bob)
    for path in ("/inbox/all/", "/views/", "/views/counts/"):
        assert b"Bob&#x27;s secret" in bob.get(path).content
        assert b"secret" not in dora.get(path).content
    assert dora.get(f"/inbox/{view.key}/").status_code == 404
    assert dora.post(f"/views/{view.pk}/position/", {"to": "up"}).status_code == 404
    assert dora.post(f"/views/{view.pk}/filters/").status_code == 404
    assert dora.delete(f"/views/{view.pk}/").status_code == 404


def test_b3_nor_is_another_accounts_a1(cast, sign_in):
    ours, charlie = save(cast, "Acme's"), sign_in(cast.charlie)
    for path in ("/inbox/all/", "/views/", "/views/counts/"):
        assert b"Acme" not in charlie.get(path).content
    for path in (f"/inbox/{ours.key}/", f"/inbox/{ours.key}/saving/", f"/views/{ours.pk}/"):
        assert charlie.get(path).status_code == 404
    assert charlie.post(f"/views/{ours.pk}/", {"name": "x", "whose": "team"}).status_code == 404
    assert charlie.post(f"/views/{ours.pk}/filters/").status_code == 404
    assert charlie.post(f"/views/{ours.pk}/position/", {"to": "up"}).status_code == 404
    assert charlie.delete(f"/views/{ours.pk}/").status_code == 404
    assert names(cast) == ["Acme's"]


def test_b3_a_ticket_stays_where_it_is_when_its_view_is_deleted_meanwhile(cast, bob):
    view = save(cast, "Soon gone")
    with tenancy.enter(cast.acme.pk):
        view.remove()
    answer = bob.post(f"/tickets/1/closure/?view={view.key}", follow=True)
    assert answer.redirect_chain[0][0] == "/a/acme/tickets/1/?view=all"
    assert sorted(rows(answer)) == [1, 2, 3, 4]


def test_a2_an_analyst_has_no_views(cast, sign_in):
    anna = sign_in(cast.anna)
    for path in ("/views/", "/views/counts/", "/inbox/all/saving/"):
        assert anna.get(path).status_code == 403


def test_b3_saving_opens_where_one_is(bob):
    form = bob.get("/inbox/all/saving/?unread=true", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in form
    assert 'action="/a/acme/inbox/all/saving/?unread=true"' in form


# The counts


def test_b2_saved_views_are_counted_apart_from_the_page(cast, bob, monkeypatch):
    save(cast, "Open")
    save(cast, "Closed", filters={"status": ["closed"]})
    save(cast, "Mine", cast.bob, filters={"assignee": ["me"]})
    assert column(bob.get("/inbox/all/")) == "Team views Open Closed Your views Mine Manage views"
    assert "Team views Open 2 Closed 1 Your views Mine 1 Manage views" in words(
        bob.get("/views/counts/").content
    )
    monkeypatch.setattr("inbox.counting.MOST", 1)
    monkeypatch.setattr("inbox.saved_counts.MOST", 1)
    assert "Open 1+ Closed 1" in words(bob.get("/views/counts/").content)


def test_b2_the_count_of_the_view_that_is_shown_comes_with_them(cast, bob):
    saved = save(cast, "Open")
    assert 'id="list-count"></span>' in bob.get(f"/inbox/{saved.key}/").content.decode()
    assert 'id="list-count">2</span>' in bob.get(f"/views/counts/?view={saved.key}").content.decode()
    assert 'id="list-count">1</span>' in bob.get("/inbox/unassigned/").content.decode()


def test_b2_a_count_that_takes_too_long_is_no_number_and_no_error(cast, bob, monkeypatch):
    save(cast, "Slow")
    save(cast, "Quick")
    slow = saved_counts._count

    def count(shown):
        if shown.label == "Slow":
            shown.tickets = shown.tickets.extra(where=["(SELECT pg_sleep(5)) IS NOT NULL"])
        return slow(shown)

    monkeypatch.setattr("inbox.saved_counts._count", count)
    answer = bob.get("/views/counts/")
    assert answer.status_code == 200
    assert "Slow Quick 2" in words(answer.content)
    monkeypatch.setattr("inbox.saved_counts.ALL", 0)
    assert "Slow Quick Manage" in words(bob.get("/views/counts/").content)


def test_b4_a_search_can_be_saved_and_has_no_number(cast, bob):
    assert "Save as view" in words(bob.get("/inbox/all/?q=zip").content)
    bob.post("/inbox/all/saving/?q=zip", {"name": "Zips", "whose": "mine"})
    with tenancy.enter(cast.acme.pk):
        saved = SavedView.objects.get()
    assert rows(bob.get(f"/inbox/{saved.key}/")) == [1]
    assert sorted(rows(bob.get(f"/inbox/{saved.key}/?q="))) == [1, 2, 3, 4]
    assert "Zips Manage" in words(bob.get("/views/counts/").content)


def test_b2_the_time_limit_ends_with_the_counting(acme):
    request = SimpleNamespace(account=acme.acme, membership=acme.bob, GET=QueryDict(), zone=acme.acme.zone)
    SavedView.objects.make(acme.acme, "Open", filters=OPEN, sort="activity")
    assert list(saved_counts.counts(request).values()) == [2]
    with connection.cursor() as cursor:
        assert cursor.execute("SHOW statement_timeout").fetchone() == ("0",)
    assert counting.told(1001) == "1,000+"


@pytest.mark.parametrize("count", [1, 20])
def test_b3_views_cost_the_page_one_statement(cast, bob, count, django_assert_max_num_queries):
    for n in range(count):
        save(cast, f"View {n}")
    bob.get("/inbox/all/")
    with django_assert_max_num_queries(12 + 2):
        assert f"View {count - 1}" in column(bob.get("/inbox/all/"))
