"""F4, B4: the inbox by campaign and flow: on the page, in saved views, and through the API."""

import pytest

from accounts import tenancy
from inbox import sources
from inbox.models import Message, SavedView
from tests.campaigns.sends import sent, source
from tests.pages import part, rows, words
from tests.world import text_from


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


@pytest.fixture
def sale(cast):
    """Paula and Sue answered it (Sue with a keyword alone), Quinn answered the flow; Sam got both and wrote nothing."""
    with tenancy.enter(cast.acme.pk):
        Message.objects.all().delete()
        sale, cast.welcome = source(cast.acme), source(cast.acme, "Welcome", "flow")
        for profile in (cast.paula, cast.sue, cast.quinn, cast.sam):
            sent(sale, profile, hours_ago=3)
        for profile in (cast.quinn, cast.sam):
            sent(cast.welcome, profile, hours_ago=2)
        for profile, said in ((cast.paula, "Yes"), (cast.sue, "HELP"), (cast.quinn, "Hi")):
            text_from(cast.number, profile.phone, said)
            text_from(cast.number, profile.phone, "More")
        return sale


def found(client, *wanted) -> list[int]:
    return sorted(rows(client.get("/inbox/all/", {"attributed_to": [each.pk for each in wanted]})))


def test_f4_the_inbox_by_campaign_and_by_flow_and_by_either(cast, bob, sale):
    assert found(bob, sale) == [1, 4]
    assert found(bob, cast.welcome) == [2]
    assert found(bob, sale, cast.welcome) == [1, 2, 4]


def test_f4_it_goes_together_with_other_filters(cast, bob, sale):
    with tenancy.enter(cast.acme.pk):
        cast.broken_zip.close(by=cast.bob)
    assert rows(bob.get(f"/inbox/all/?attributed_to={sale.pk}&status=closed")) == [1]


def test_f4_its_chip_says_the_name(cast, bob, sale):
    head = words(part(bob.get(f"/inbox/all/?attributed_to={sale.pk}"), "list").partition("</header>")[0])
    assert "Reply to: Spring sale" in head


def test_f4_a_saved_view_keeps_it(cast, bob, sale):
    with tenancy.enter(cast.acme.pk):
        view = SavedView.objects.make(
            cast.acme, "Replies", filters={"attributed_to": [str(sale.pk)]}, sort="activity"
        )
    assert sorted(rows(bob.get(f"/inbox/{view.key}/"))) == [1, 4]


def test_a1_another_accounts_campaign_finds_nothing_and_shows_no_name(cast, sign_in, sale):
    answer = sign_in(cast.charlie).get(f"/inbox/all/?attributed_to={sale.pk}")
    assert rows(answer) == []
    assert b"Spring sale" not in answer.content


def choices(client, query="") -> str:
    return words(client.get(f"/inbox/all/filters/sources/?{query}").content)


def test_f4_the_form_offers_the_newest_and_finds_the_others_by_name(cast, bob, sale, monkeypatch):
    monkeypatch.setattr(sources, "MOST", 1)
    form = words(bob.get("/inbox/all/filters/").content)
    assert "Reply to Welcome" in form and "Spring sale" not in form
    assert choices(bob, "said=SPRING") == "Spring sale"
    assert choices(bob, "said=nothing") == "Nothing is called so."
    assert choices(bob, "said=%00") == "Welcome"


def test_f4_what_is_chosen_stays_while_one_looks_for_another(cast, bob, sale):
    answer = bob.get(f"/inbox/all/filters/sources/?said=welc&attributed_to={sale.pk}").content.decode()
    assert words(answer) == "Spring sale Welcome"
    assert answer.count(" checked") == 1


def test_f4_without_scripts_the_search_is_a_page(cast, bob, sale):
    page = bob.get(f"/inbox/all/filters/?said=welc&attributed_to={sale.pk}").content.decode()
    assert 'value="welc"' in page and "Welcome" in page
    assert page.count(" checked") == 1
    assert bob.get("/inbox/all/?said=welc&status=open").url == "/a/acme/inbox/all/?status=open"


def test_f4_an_account_without_campaigns_is_not_asked_for_one(cast, bob):
    assert "Reply to" not in words(bob.get("/inbox/all/filters/").content)
    assert choices(bob, "said=") == "Nothing is called so."


def test_a1_the_search_finds_nothing_of_another_account(cast, sign_in, sale):
    assert choices(sign_in(cast.charlie), "said=spring") == "Nothing is called so."
