"""D1: members set themselves online or away, and are away by themselves after a while without a sign of life."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import tenancy
from accounts.models import Account
from inbox import sweeps
from inbox.models import Duty
from tests.pages import part, words
from tests.sms.test_concurrency import at_once

HTMX = {"HX-Request": "true"}


def state(member) -> str:
    with tenancy.enter(member.account_id):
        return Duty.objects.of(member).state


def silent_for(member, minutes):
    Duty.objects.filter(member=member).update(last_active_at=timezone.now() - timedelta(minutes=minutes))


def my_menu(answer) -> str:
    return words(part(answer, "me-menu").partition("</form>")[0].partition(">")[2])


def test_d1_somebody_never_heard_of_is_away_and_online_with_the_first_sign_of_life(cast, sign_in):
    bob = sign_in(cast.bob)
    assert "Away, inactive Go online" in my_menu(bob.get("/inbox/mine/"))
    assert bob.post("/duty/activity/").status_code == 204
    assert "Online since" in my_menu(bob.get("/inbox/mine/"))


def test_d1_the_switch_says_what_holds_and_offers_the_other(cast, sign_in):
    bob = sign_in(cast.bob)
    online = bob.post("/duty/", headers=HTMX)
    assert "Online since" in my_menu(online)
    assert my_menu(online).endswith("Go away")
    away = bob.delete("/duty/", headers=HTMX)
    assert "Away since" in my_menu(away)
    assert my_menu(away).endswith("Go online")


def test_d1_without_scripts_the_switch_is_a_form(cast, sign_in):
    bob = sign_in(cast.bob)
    assert bob.post("/duty/").status_code == 302
    assert state(cast.bob) == "online"
    assert bob.post("/duty/", {"_method": "DELETE"}).status_code == 302
    assert state(cast.bob) == "away"


def test_d1_a_chosen_away_ends_by_the_members_own_word_only(acme):
    Duty.objects.of(acme.bob).go_away()
    Duty.objects.seen(acme.bob)
    assert state(acme.bob) == "away"
    Duty.objects.of(acme.bob).go_online()
    assert state(acme.bob) == "online"


@pytest.mark.parametrize(("minutes", "expected"), [(14, "online"), (16, "inactive")])
def test_d1_away_by_inactivity_after_fifteen_minutes(acme, minutes, expected):
    Duty.objects.seen(acme.bob)
    silent_for(acme.bob, minutes)
    sweeps.rest_silent()
    assert state(acme.bob) == expected


def test_d1_the_time_is_a_setting_of_the_account(acme):
    Account.objects.filter(pk=acme.acme.pk).update(away_after_minutes=30)
    Duty.objects.seen(acme.bob)
    silent_for(acme.bob, 29)
    assert sweeps.rest_silent() == 0
    silent_for(acme.bob, 31)
    assert sweeps.rest_silent() == 1


def test_d1_who_was_only_silent_is_back_with_the_next_sign_of_life(acme):
    Duty.objects.seen(acme.bob)
    silent_for(acme.bob, 20)
    sweeps.rest_silent()
    Duty.objects.seen(acme.bob)
    assert state(acme.bob) == "online"


def test_d1_silence_does_not_make_a_chosen_away_one_of_inactivity(acme):
    Duty.objects.of(acme.bob).go_away()
    silent_for(acme.bob, 60)
    sweeps.rest_silent()
    assert state(acme.bob) == "away"


def test_d1_a_sign_of_life_is_one_cheap_update(acme, django_assert_num_queries):
    Duty.objects.seen(acme.bob)
    with django_assert_num_queries(1):
        Duty.objects.seen(acme.bob)


def test_d1_the_members_own_browsers_are_told_of_a_change_and_of_nothing_else(
    acme, django_capture_on_commit_callbacks, monkeypatch
):
    rung = []
    monkeypatch.setattr("helpdesk.live.ring", lambda account, names: rung.append((account, names)))
    with django_capture_on_commit_callbacks(execute=True):
        Duty.objects.seen(acme.bob)
    assert rung == [(acme.acme.pk, ("duty", f"duty-{acme.bob.pk}"))]
    with django_capture_on_commit_callbacks(execute=True):
        Duty.objects.seen(acme.bob)
        Duty.objects.of(acme.bob).go_online()
    assert len(rung) == 1


def test_d1_sixteen_first_signs_of_life_at_once_make_one_place(brand):
    bob = brand.member(brand.bob)

    def seen(_):
        with brand.inside():
            Duty.objects.seen(bob)

    at_once(seen, range(16))
    with brand.inside():
        assert Duty.objects.get().state == "online"


def test_a2_an_analyst_has_no_duty(cast, sign_in):
    anna = sign_in(cast.anna)
    assert anna.post("/duty/").status_code == 403
    assert anna.post("/duty/activity/").status_code == 403
    page = anna.get("/").content
    assert b"/duty/" not in page
    assert b"sign-of-life " not in page


def test_d1_the_addresses_take_nothing_else(cast, sign_in):
    bob = sign_in(cast.bob)
    assert bob.get("/duty/").status_code == 405
    assert bob.get("/duty/activity/").status_code == 405
