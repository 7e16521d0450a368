"""A phone that gets no texts: the composer says so, and an agent who knows better unlocks it."""

from accounts import tenancy
from tests.pages import words


def test_the_composer_says_why_and_a_button_unlocks_it(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        cast.paula.not_reached("30006")
    bob = sign_in(cast.bob)
    page = words(bob.get("/tickets/1/").content)
    assert "This phone gets no texts" in page
    assert "Text them anyway" in page
    bob.delete(f"/profiles/{cast.paula.pk}/unreachable/?ticket=1")
    assert "This phone gets no texts" not in words(bob.get("/tickets/1/").content)


def test_a1_a_stranger_unlocks_nothing(cast, sign_in):
    with tenancy.enter(cast.acme.pk):
        cast.paula.not_reached("30006")
    assert sign_in(cast.charlie).delete(f"/profiles/{cast.paula.pk}/unreachable/?ticket=1").status_code == 404
    with tenancy.enter(cast.acme.pk):
        cast.paula.refresh_from_db()
        assert cast.paula.unreachable_since
