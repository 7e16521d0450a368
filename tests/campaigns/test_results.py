"""F4: what came of a campaign or flow, counted by hand in the tests and by the database in the product."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import tenancy
from campaigns.models import Campaign
from campaigns.results import Results, results_of
from inbox.models import Message
from profiles.models import Profile
from tests.campaigns.sends import delivery, sent, source
from tests.pages import part, words
from tests.sms.test_conversions import click, order, texted
from tests.world import text_from


@pytest.fixture
def sale(acme):
    Message.objects.update(sent_at=timezone.now() - timedelta(days=60))
    return source(acme.acme)


def people(acme, count: int) -> list[Profile]:
    return Profile.objects.bulk_create(
        Profile(account=acme.acme, phone=f"+1503556{n:04}") for n in range(count)
    )


def text(acme, profile, body="Yes"):
    return text_from(acme.number, profile.phone, body)


def test_f4_nothing_was_sent_yet(acme, sale):
    assert results_of(sale) == Results()
    assert results_of(sale).reply_rate is None


def test_f4_how_far_the_messages_came(acme, sale):
    taken = [delivery(sale, profile) for profile in people(acme, 7)]
    for each in taken[:4]:
        each.accepted(f"SM{each.pk}")
    taken[0].delivered(f"SM{taken[0].pk}")
    taken[1].failed("30005", "Unknown handset")
    taken[4].failed("30007", "The carrier filtered it.")
    taken[5].failed("30007", "The carrier filtered it.")
    found = results_of(sale)
    assert (found.sent, found.delivered, found.waiting, found.failed) == (3, 1, 1, 3)
    assert found.failed_by_reason == {"The carrier filtered it.": 2, "Unknown handset": 1}
    assert found.all == 7


def test_f4_replies_are_the_attributed_ones_and_their_rate_is_of_those_sent(acme, sale):
    some = people(acme, 4)
    for profile in some:
        sent(sale, profile)
    for profile in some[:2]:
        text(acme, profile)
        text(acme, profile)
    found = results_of(sale)
    assert (found.sent, found.replies, found.reply_rate) == (4, 2, 0.5)


def test_f4_an_opt_out_counts_for_the_last_message_in_time_also_as_a_second_text(acme, sale):
    other = source(acme.acme, "Welcome", "flow")
    first, second, late, elsewhere, by_hand, before = people(acme, 6)
    text_from(acme.number, before.phone, "STOP", sent_at=timezone.now() - timedelta(hours=3))
    for profile in (first, second, elsewhere, by_hand, before):
        sent(sale, profile, hours_ago=2)
    sent(sale, late, hours_ago=30)
    sent(other, elsewhere, hours_ago=1)
    text(acme, second, "Who is this?")
    for profile in (first, second, late, elsewhere):
        text(acme, profile, "STOP")
    text(acme, first, "STOP")
    by_hand.withdraw_consent("Asked an agent")
    assert results_of(sale).opt_outs == 2, "first and second"
    assert results_of(other).opt_outs == 1


def test_f4_replies_and_opt_outs_of_others_are_not_counted(acme, sale):
    other = source(acme.acme, "Winter")
    [profile] = people(acme, 1)
    sent(other, profile)
    text(acme, profile, "STOP")
    assert results_of(sale) == Results()


def test_f4_clicks_and_the_orders_that_followed(acme, sale):
    first, second = people(acme, 2)
    links = [texted(acme, sale, to=profile) for profile in (first, second)]
    for link in (links[0], links[0], links[1]):
        click(link, timezone.now())
    order(first, timezone.now(), "59.00", "EUR")
    order(first, timezone.now(), "1000", "USD")
    found = results_of(sale)
    assert (found.links.clicks, found.links.clickers, found.links.orders) == (3, 2, 2)
    assert found.revenue == ["1,000.00 USD", "59.00 EUR"]


def test_f4_four_statements_whatever_the_size(acme, sale, django_assert_num_queries):
    for profile in people(acme, 5):
        sent(sale, profile)
    with django_assert_num_queries(4):
        results_of(sale)


# The page


@pytest.fixture
def page(cast, acme, sale):
    [profile, other] = people(acme, 2)
    sent(sale, profile)
    delivery(sale, other).failed("30007", "The carrier filtered it.")
    text(acme, profile)
    return f"/campaigns/sources/{sale.pk}/"


def shown(answer) -> str:
    return words(part(answer, "results").partition("</section>")[0])


def test_f4_the_page_tells_all_numbers_and_leads_to_the_replies(cast, sign_in, page, sale):
    tenancy.settle_in(None)
    answer = sign_in(cast.dora).get(page)
    assert "Spring sale" in words(answer.content)
    told = shown(answer)
    for said in ("Sent 1", "Failed 1 50 % of all", "Replies 1", "100 % of those sent", "Opt-outs 0 0 %"):
        assert said in told
    assert "The carrier filtered it. 1 100 %" in told
    assert f'href="/a/acme/inbox/all/?attributed_to={sale.pk}"' in answer.content.decode()


@pytest.mark.parametrize(("who", "file"), [("anna", 403), ("bob", 403), ("dora", 200), ("adam", 200)])
def test_a2_all_members_see_the_numbers_but_names_are_for_who_runs_campaigns(cast, sign_in, page, who, file):
    client = sign_in(getattr(cast, who))
    answer = client.get(page)
    assert answer.status_code == 200
    assert ("recipients.csv" in answer.content.decode()) == (file == 200)
    assert client.get(f"{page}recipients.csv").status_code == file


def test_f4_who_runs_campaigns_goes_on_to_the_campaigns_own_page(cast, sign_in, page, sale):
    with tenancy.enter(cast.acme.pk):
        campaign = Campaign.objects.create(account=cast.acme, source=sale)
    assert sign_in(cast.dora).get(page).url == f"/a/acme/campaigns/{campaign.pk}/"
    assert "Results" in words(sign_in(cast.bob).get(page).content)


def test_a1_a_stranger_finds_neither_page_nor_file(cast, sign_in, page):
    charlie = sign_in(cast.charlie)
    assert charlie.get(page).status_code == 404
    assert charlie.get(f"{page}recipients.csv").status_code == 404


def test_f4_a_campaign_of_which_nothing_was_sent_says_so(cast, sign_in, sale):
    assert "Nothing has been sent yet" in shown(sign_in(cast.dora).get(f"/campaigns/sources/{sale.pk}/"))


def test_f4_recipients_as_a_table_in_which_nothing_is_a_formula(cast, sign_in, page):
    with tenancy.enter(cast.acme.pk):
        Profile.objects.filter(phone__startswith="+1503556").update(first_name="=HYPERLINK(1)", last_name="X")
        Message.objects.filter(body="Yes").update(body="@SUM(1)\n, and more")
    answer = sign_in(cast.dora).get(f"{page}recipients.csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert "attachment" in answer["Content-Disposition"]
    lines = b"".join(answer.streaming_content).decode().lstrip("\ufeff").split("\r\n")
    assert lines[0] == "Name,Phone,Sent,State,Reason,Replied,Reply,Clicks,Orders"
    assert lines[1].startswith("'=HYPERLINK(1) X,'+15035560000,20")
    assert '"\'@SUM(1)\n, and more"' in "\r\n".join(lines)
    assert "Failed,The carrier filtered it.,," in lines[2] or "Failed,The carrier filtered it." in "".join(
        lines
    )


def test_f4_many_recipients_come_piece_by_piece(cast, sign_in, page, monkeypatch):
    monkeypatch.setattr("campaigns.recipients.AT_ONCE", 1)
    pieces = list(sign_in(cast.dora).get(f"{page}recipients.csv").streaming_content)
    assert len(pieces) == 3
