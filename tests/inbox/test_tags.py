"""C11: tags, created on the fly, coloured, merged, renamed; their history (C15)."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts import tenancy
from inbox.models import Tag, Ticket, TicketTag
from inbox.models.tag import MOST, Colour
from tests.pages import field_error, part, rows, words
from tests.world import text_from

HTMX = {"HX-Request": "true"}


def make(cast, name, colour="", account=None):
    account = account or cast.acme
    with tenancy.enter(account.pk):
        return Tag.objects.make(account, name, colour)


def names(ticket) -> list[str]:
    return [label.name for label in Ticket.objects.for_display().get(pk=ticket.pk).labels]


def on(cast, number) -> list[str]:
    with tenancy.enter(cast.acme.pk):
        return names(cast.acme.tickets.get(number=number))


def history(ticket):
    kinds = ["tagged", "untagged", "tag_merged"]
    return [
        (event.kind, event.actor_label, *event.data.values())
        for event in ticket.events.filter(kind__in=kinds).order_by("id")
    ]


# The verbs


def test_c11_a_tag_is_made_on_the_fly_and_found_in_whatever_case(acme):
    refund = Tag.objects.for_name(acme.acme, "  Refund \n please ")
    assert refund.name == "Refund please"
    assert Tag.objects.for_name(acme.acme, "REFUND PLEASE") == refund
    assert Tag.objects.for_name(acme.acme, "Straße") == Tag.objects.for_name(acme.acme, "STRASSE")


def test_c11_each_new_tag_has_another_colour(acme):
    made = [Tag.objects.for_name(acme.acme, f"tag {n}").colour for n in range(len(Colour))]
    assert sorted(made) == sorted(Colour.values)


@pytest.mark.parametrize("name", ["", "   ", "\n\t", "\0"])
def test_c11_a_tag_needs_a_name(acme, name):
    with pytest.raises(ValidationError, match="Give the tag a name"):
        Tag.objects.for_name(acme.acme, name)


def test_c11_three_hundred_characters_are_too_many(acme):
    with pytest.raises(ValidationError, match="at most 50 characters; this one has 300"):
        Tag.objects.for_name(acme.acme, "x" * 300)
    assert Tag.objects.for_name(acme.acme, "ΐ" * 50).normal == ("ΐ" * 50).casefold()


def test_c11_there_is_an_end_to_tags(acme):
    Tag.objects.bulk_create(Tag(account=acme.acme, name=f"{n}", normal=f"{n}") for n in range(MOST))
    with pytest.raises(ValidationError, match="at most 500 tags"):
        Tag.objects.for_name(acme.acme, "one more")
    assert Tag.objects.for_name(acme.acme, "7").name == "7"


def test_c11_put_on_and_taken_off_each_is_said_once_c15(acme):
    ticket, refund = acme.broken_zip, Tag.objects.make(acme.acme, "refund")
    assert [ticket.tag(refund, by=acme.bob) for _ in range(2)] == [True, False]
    assert [label.name for label in ticket.labels] == ["refund"]
    assert [ticket.untag(refund, by=acme.alice) for _ in range(2)] == [True, False]
    assert ticket.labels == ()
    assert history(ticket) == [("tagged", "Bob", "refund"), ("untagged", "Alice", "refund")]


def test_c11_labels_are_read_with_the_ticket_in_the_order_of_their_names(acme, django_assert_num_queries):
    for name in ("zip 2 go", "Älter", "apple"):
        acme.broken_zip.tag(Tag.objects.for_name(acme.acme, name))
    with django_assert_num_queries(1):
        assert names(acme.broken_zip) == ["apple", "zip 2 go", "Älter"]


def test_c11_renaming_and_recolouring_shows_on_every_ticket(acme):
    tag = Tag.objects.make(acme.acme, "refnd", "red")
    acme.broken_zip.tag(tag)
    tag.revise("Refund", "teal")
    assert [label[1:] for label in acme.broken_zip.labels] == [("teal", "Refund")]
    tag.revise("refund", "teal")
    assert Tag.objects.for_name(acme.acme, "REFUND").name == "refund"


def test_c11_two_tags_have_no_name_in_common(acme):
    refund, delay = (Tag.objects.make(acme.acme, name) for name in ("refund", "delay"))
    with pytest.raises(ValidationError, match="There is a tag “Refund” already"):
        delay.revise("Refund", "red")
    with pytest.raises(ValidationError, match="There is a tag “REFUND” already"):
        Tag.objects.make(acme.acme, "REFUND")
    assert Tag.objects.get(pk=delay.pk).name == "delay"


def test_c11_merging_moves_the_tickets_and_history_says_so_c15(acme):
    refund, refunds = (Tag.objects.make(acme.acme, name) for name in ("refund", "refunds"))
    acme.broken_zip.tag(refunds)
    acme.lost_parcel.tag(refunds)
    acme.lost_parcel.tag(refund)
    assert refunds.merge_into(refund, by=acme.alice) == 2
    assert names(acme.broken_zip) == names(acme.lost_parcel) == ["refund"]
    assert history(acme.broken_zip)[-1] == ("tag_merged", "Alice", "refunds", "refund")
    assert list(Tag.objects.values_list("name", flat=True)) == ["refund"]


def test_c11_a_tag_is_not_merged_into_itself_or_into_what_is_gone(acme):
    one, other = (Tag.objects.make(acme.acme, name) for name in ("one", "other"))
    acme.broken_zip.tag(one)
    with pytest.raises(ValidationError, match="another tag"):
        one.merge_into(one)
    Tag.objects.filter(pk=other.pk).delete()
    with pytest.raises(ValidationError, match="deleted a moment ago"):
        one.merge_into(other)
    assert names(acme.broken_zip) == ["one"]


def test_c11_deleting_takes_it_off_its_tickets_c15(acme):
    tag = Tag.objects.make(acme.acme, "old")
    acme.broken_zip.tag(tag)
    acme.old_refund.tag(tag)
    assert tag.remove(by=acme.alice) == 2
    assert names(acme.broken_zip) == []
    assert history(acme.old_refund)[-1] == ("untagged", "Alice", "old")


def test_b6_many_tickets_are_tagged_in_one_statement(acme, django_assert_num_queries):
    tag = Tag.objects.make(acme.acme, "vip")
    acme.broken_zip.tag(tag)
    with django_assert_num_queries(1):
        changed = Ticket.objects.filter(number__lte=3).tag_all(tag, acme.bob)
    assert {row.number for row in changed} == {2, 3}
    assert history(acme.lost_parcel) == [("tagged", "Bob", "vip")]
    assert set(Ticket.objects.tagged([tag]).values_list("number", flat=True)) == {1, 2, 3}
    with django_assert_num_queries(1):
        assert len(Ticket.objects.filter(number__gte=3).untag_all(tag, acme.bob)) == 1
    assert TicketTag.objects.count() == 2


def test_a1_a_tag_of_another_account_can_not_be_put_on(cast):
    secret = make(cast, "secret", account=cast.globex)
    with tenancy.enter(cast.acme.pk):
        assert not cast.broken_zip.tag(secret)
    with tenancy.every_account():
        assert not cast.broken_zip.tag(secret)
        assert not TicketTag.objects.exists()


# The ticket's page


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


def test_c11_a_new_name_makes_the_tag_and_shows_it(cast, bob):
    assert bob.post("/tickets/1/tags/?view=all", {"name": "Refund"}).status_code == 302
    page = bob.get("/tickets/1/")
    assert 'aria-label="Remove the tag Refund"' in page.content.decode()
    assert "Bob added the tag Refund" in words(page.content)
    assert on(cast, 1) == ["Refund"]


def test_c11_the_menu_offers_all_tags_and_shows_which_are_on(cast, bob):
    for name in ("refund", "“<b>vip\\'"):
        make(cast, name)
    bob.post("/tickets/1/tags/", {"name": "refund"})
    menu = bob.get("/tickets/1/tags/", headers=HTMX).content.decode()
    assert menu.count('aria-selected="true"') == 1
    assert "“&lt;b&gt;vip\\&#x27;" in menu
    assert r'{"name": "“\u003Cb\u003Evip\u005C\u0027"}' in menu


def test_c11_taken_off_on_the_page(cast, bob):
    bob.post("/tickets/1/tags/", {"name": "refund"})
    with tenancy.enter(cast.acme.pk):
        tag = Tag.objects.get()
    assert bob.delete(f"/tickets/1/tags/{tag.pk}/", headers=HTMX).status_code == 200
    assert on(cast, 1) == []
    assert bob.delete(f"/tickets/1/tags/{tag.pk}/").status_code == 302


def test_c11_a_name_that_is_too_long_is_told_in_the_head_and_nothing_is_made(cast, bob):
    answer = bob.post("/tickets/1/tags/", {"name": "x" * 300}, headers=HTMX)
    assert answer.status_code == 422
    assert "A tag has at most 50 characters; this one has 300." in words(part(answer, "ticket-head"))
    assert bob.post("/tickets/1/tags/").status_code == 422
    with tenancy.enter(cast.acme.pk):
        assert not Tag.objects.exists()


def test_a1_tags_of_another_account_are_not_found(cast, bob, sign_in):
    tag = make(cast, "refund")
    secret = make(cast, "secret", account=cast.globex)
    charlie = sign_in(cast.charlie)
    assert bob.delete(f"/tickets/1/tags/{secret.pk}/").status_code == 404
    for path in (f"/settings/tags/{tag.pk}/", f"/settings/tags/{tag.pk}/merger/"):
        assert charlie.post(path, {"name": "x", "colour": "red", "into": secret.pk}).status_code == 404
    assert charlie.delete(f"/settings/tags/{tag.pk}/").status_code == 404
    assert "refund" not in charlie.get("/settings/tags/").content.decode()
    assert bob.post(f"/settings/tags/{tag.pk}/merger/", {"into": secret.pk}).status_code == 422


# The list


def test_c11_a_row_shows_two_tags_and_how_many_more(cast, bob):
    for name in ("refund", "vip", "<b>late", "zip"):
        bob.post("/tickets/1/tags/", {"name": name})
    row = part(bob.get("/inbox/all/"), "ticket-row-1").partition("</li>")[0]
    assert "Tagged <b>late refund +2" in words(row)
    assert 'title="vip, zip"' in row
    assert "Tagged" not in part(bob.get("/inbox/all/"), "ticket-row-2").partition("</li>")[0]


def test_b4_a_list_is_narrowed_to_tickets_with_any_of_some_tags(cast, bob):
    for number, name in ((1, "refund"), (2, "vip"), (3, "other")):
        bob.post(f"/tickets/{number}/tags/", {"name": name})
    with tenancy.enter(cast.acme.pk):
        ids = dict(Tag.objects.values_list("name", "pk"))
    page = bob.get(f"/inbox/all/?tag={ids['refund']}&tag={ids['vip']}")
    assert set(rows(page)) == {1, 2}
    assert "Tag: refund, vip" in words(page.content)
    assert "other" in words(bob.get("/inbox/all/filters/").content)


# The settings


def test_c11_the_settings_list_tags_with_their_tickets(cast, bob):
    bob.post("/tickets/1/tags/", {"name": "refund"})
    bob.post("/tickets/2/tags/", {"name": "refund"})
    make(cast, "unused")
    page = words(bob.get("/settings/tags/").content)
    assert "refund 2 tickets" in page
    assert "unused 0 tickets" in page


def test_c11_made_renamed_recoloured_and_deleted_in_the_settings(cast, bob):
    assert bob.post("/settings/tags/", {"name": "refnd", "colour": "red"}).status_code == 302
    with tenancy.enter(cast.acme.pk):
        tag = Tag.objects.get()
    bob.post("/tickets/1/tags/", {"name": "refnd"})
    assert "On 1 ticket and 0 people." in words(bob.get(f"/settings/tags/{tag.pk}/").content)
    bob.post(f"/settings/tags/{tag.pk}/", {"name": "refund", "colour": "blue"})
    assert on(cast, 1) == ["refund"]
    page = bob.post(f"/settings/tags/{tag.pk}/", {"_method": "DELETE"}, follow=True)
    assert "“refund” is deleted and off 1 ticket." in words(page.content)
    assert on(cast, 1) == []


def test_c11_merged_in_the_settings(cast, bob):
    for number, name in ((1, "refunds"), (2, "refund")):
        bob.post(f"/tickets/{number}/tags/", {"name": name})
    refunds, refund = make(cast, "a"), make(cast, "b")
    with tenancy.enter(cast.acme.pk):
        refunds, refund = (Tag.objects.get(name=name) for name in ("refunds", "refund"))
    page = bob.post(f"/settings/tags/{refunds.pk}/merger/", {"into": refund.pk}, follow=True)
    assert "“refunds” is “refund” now, on 1 ticket." in words(page.content)
    assert "Bob merged the tag refunds into refund" in words(bob.get("/tickets/1/").content)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": "", "colour": "red"}, "This field is required."),
        ({"name": "x" * 300, "colour": "red"}, "A tag has at most 50 characters; this one has 300."),
        ({"name": "REFUND", "colour": "red"}, "There is a tag “REFUND” already. You can merge the two."),
    ],
)
def test_c11_what_is_wrong_is_said_beside_the_name_with_what_was_typed(cast, bob, data, said):
    make(cast, "refund")
    other = make(cast, "other")
    for path in ("/settings/tags/", f"/settings/tags/{other.pk}/"):
        answer = bob.post(path, data)
        assert answer.status_code == 422
        assert field_error(answer, "name") == said
        assert f'value="{data["name"]}"' in answer.content.decode() or not data["name"]


def test_c11_a_colour_that_there_is_not_is_refused(cast, bob):
    assert bob.post("/settings/tags/", {"name": "x", "colour": "plaid"}).status_code == 422


# Races


def at_once(brand, *works):
    """Each in a thread, with a connection and a transaction of its own; what they raised."""
    faults, gate = [], threading.Barrier(len(works))

    def run(work):
        try:
            gate.wait()
            with brand.inside():
                work()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_c11_two_agents_make_the_same_tag_at_once(brand):
    faults = at_once(brand, *[lambda: Tag.objects.for_name(brand.account, "Rush")] * 6)
    assert not faults
    with brand.inside():
        assert Tag.objects.count() == 1


def test_c11_a_tag_that_is_put_on_while_it_is_deleted_is_on_no_ticket(brand):
    for n in range(6):
        with brand.inside():
            tag = Tag.objects.make(brand.account, f"tag {n}")
            number = text_from(brand.number, f"+1503559{n:04}", "Hello").ticket_id
            ticket = Ticket.objects.get(pk=number)
        assert not at_once(
            brand, lambda tag=tag: tag.remove(), lambda tag=tag, ticket=ticket: ticket.tag(tag)
        )
    with brand.inside():
        assert not TicketTag.objects.exists()
        assert not Tag.objects.exists()


def test_c11_two_merges_against_each_other_lose_no_ticket(brand):
    with brand.inside():
        one, other = (Tag.objects.make(brand.account, name) for name in ("one", "other"))
        ticket = Ticket.objects.get(pk=text_from(brand.number, "+15035598888", "Hello").ticket_id)
        ticket.tag(one)
    faults = at_once(brand, lambda: one.merge_into(other), lambda: other.merge_into(one))
    assert [type(fault) for fault in faults] == [ValidationError]
    with brand.inside():
        assert TicketTag.objects.filter(ticket=ticket).count() == Tag.objects.count() == 1
