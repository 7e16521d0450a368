"""F4: the thread says which campaign or flow a reply belongs to, and why; and what each of our texts was sent by."""

import pytest

from accounts import tenancy
from campaigns import attribution
from inbox import bubbles
from inbox.models import Message
from tests.campaigns.sends import delivery, sent, source
from tests.pages import words
from tests.world import text_from


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


@pytest.fixture
def sale(cast):
    """Paula got it three hours ago, and wrote."""
    with tenancy.enter(cast.acme.pk):
        Message.objects.filter(profile=cast.paula).delete()
        sale = source(cast.acme)
        sent(sale, cast.paula, hours_ago=3)
        text_from(cast.number, cast.paula.phone, "Yes please")
        text_from(cast.number, cast.paula.phone, "And another thing")
        return sale


def thread(client) -> str:
    return words(client.get("/tickets/1/?peek").content.decode().partition('id="entries"')[2])


def test_f4_a_reply_bears_the_campaigns_name_and_the_reason(cast, bob, sale):
    shown = thread(bob)
    assert "Campaign · Spring sale 20 % off" in shown
    because = "because: last message received 3 h before; first reply"
    assert f"Reply to Spring sale {because} Yes please" in shown
    assert shown.count("because:") == 1, "the second text is attributed to nothing"


def test_f4_the_labels_lead_to_what_came_of_it(cast, bob, sale):
    page = bob.get("/tickets/1/").content.decode()
    assert page.count(f'href="/a/acme/campaigns/sources/{sale.pk}/"') == 2


def test_f4_a_label_that_goes_to_another_message_is_seen_by_who_looks(cast, bob, sale):
    """Kept markup must not show what is no longer so."""
    before = thread(bob)
    with tenancy.enter(cast.acme.pk):
        attribution.not_sent(sale.messages.get(origin="campaign"))
    after = thread(bob)
    assert "because:" in before and "because:" not in after


def test_f4_names_are_escaped(cast, bob, sale):
    with tenancy.enter(cast.acme.pk):
        type(sale).objects.update(name="<b>Sale</b>")
    assert "<b>Sale" not in bob.get("/tickets/1/").content.decode()


def test_f4_a_message_on_its_way_says_what_sends_it(cast, bob):
    with tenancy.enter(cast.acme.pk):
        delivery(source(cast.acme, "Welcome", "flow"), cast.paula)
    assert "Flow · Welcome 20 % off" in thread(bob)


def test_f4_labels_cost_no_statement(acme, django_assert_num_queries, sale):
    with django_assert_num_queries(2):  # the messages, and their pictures
        bubbles.newest(acme.broken_zip.thread(), 50)
