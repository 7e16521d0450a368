"""K1: the account's tags on people."""

import threading

import pytest
from django.db import connection

from accounts import tenancy
from inbox import profile_tags
from inbox.models import ProfileTag, Tag
from tests.pages import part, words

HTMX = {"HX-Request": "true"}


def names(profile) -> list[str]:
    profile.__dict__.pop("label_lines", None)
    return [label.name for label in profile_tags.labels_of(profile)]


def test_k1_put_on_once_and_taken_off(acme):
    vip = Tag.objects.make(acme.acme, "VIP")
    assert [profile_tags.add(acme.paula, vip) for _ in range(2)] == [True, False]
    assert names(acme.paula) == ["VIP"]
    assert [profile_tags.remove(acme.paula, vip) for _ in range(2)] == [True, False]
    assert names(acme.paula) == []


def test_k1_a_renamed_tag_shows_its_new_name_and_a_deleted_one_is_gone(acme):
    tag = Tag.objects.make(acme.acme, "wholesle")
    profile_tags.add(acme.paula, tag)
    tag.revise("wholesale", "teal")
    assert names(acme.paula) == ["wholesale"]
    tag.remove()
    assert names(acme.paula) == []


def test_k1_merging_tags_merges_them_on_people_too(acme):
    vip, vips = (Tag.objects.make(acme.acme, name) for name in ("vip", "vips"))
    for profile, tags in ((acme.paula, [vips]), (acme.quinn, [vip, vips])):
        for tag in tags:
            profile_tags.add(profile, tag)
    vips.merge_into(vip)
    assert names(acme.paula) == names(acme.quinn) == ["vip"]
    assert acme.acme.tags.with_counts().get().profile_count == 2


def test_c11_the_numbers_of_tickets_and_of_people_do_not_multiply(acme):
    vip = Tag.objects.make(acme.acme, "vip")
    for ticket in (acme.broken_zip, acme.lost_parcel):
        ticket.tag(vip)
    for profile in (acme.paula, acme.quinn, acme.sam):
        profile_tags.add(profile, vip)
    counted = acme.acme.tags.with_counts().get()
    assert (counted.ticket_count, counted.profile_count) == (2, 3)


def test_a1_a_tag_of_another_account_is_not_put_on(cast):
    with tenancy.every_account():
        secret = Tag.objects.make(cast.globex, "secret")
        assert not profile_tags.add(cast.paula, secret)
        assert not ProfileTag.objects.exists()


def test_k1_a_tag_that_is_deleted_meanwhile_is_on_nobody(brand):
    """Both at once, in either order: never a tag that leads nowhere, never an error."""
    with brand.inside():
        tag = Tag.objects.make(brand.account, "vip")
        person = brand.account.profiles.create(phone="+15035550177")

    def at_once(verb):
        try:
            with brand.inside():
                verb()
        finally:
            connection.close()

    verbs = (lambda: profile_tags.add(person, tag), tag.remove)
    threads = [threading.Thread(target=at_once, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with brand.inside():
        assert not ProfileTag.objects.filter(profile=person).exists()


# The panel


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


def panel(answer) -> str:
    return part(answer, "overview-body").partition("</aside>")[0]


def test_k1_the_panel_shows_puts_on_and_takes_off(cast, bob):
    assert bob.post("/tickets/1/person-tags/?view=all", {"name": "Wholesale"}).status_code == 302
    shown = panel(bob.get("/tickets/1/"))
    assert "Remove the tag Wholesale from this person" in shown
    with tenancy.enter(cast.acme.pk):
        tag = Tag.objects.get()
        assert not cast.broken_zip.labels, "the person is tagged, not the ticket"
    menu = bob.get("/tickets/1/person-tags/", headers=HTMX).content.decode()
    assert menu.count('aria-selected="true"') == 1
    answer = bob.delete(f"/tickets/1/person-tags/{tag.pk}/", headers=HTMX)
    assert answer.status_code == 200
    assert "Wholesale" not in panel(answer)


def test_k1_a_name_that_is_too_long_is_told_and_nothing_is_made(cast, bob):
    answer = bob.post("/tickets/1/person-tags/", {"name": "x" * 300}, headers=HTMX)
    assert answer.status_code == 422
    assert "A tag has at most 50 characters; this one has 300." in words(panel(answer))
    with tenancy.enter(cast.acme.pk):
        assert not Tag.objects.exists()


def test_a1_people_and_tags_of_another_account_are_not_found(cast, bob, sign_in):
    with tenancy.enter(cast.globex.pk):
        secret = Tag.objects.make(cast.globex, "secret")
    assert bob.delete(f"/tickets/1/person-tags/{secret.pk}/").status_code == 404
    assert sign_in(cast.charlie).post("/tickets/3/person-tags/", {"name": "x"}).status_code == 404
