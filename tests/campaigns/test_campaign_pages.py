"""G1: the pages of campaigns, as their authors use them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import tenancy
from campaigns.models import Campaign
from tests.pages import field_error, words

DRAFT = {"name": "Spring sale", "kind": "marketing", "text": "20 % off, {first_name}!", "when": "now"}
HTMX = {"HX-Request": "true"}


def post(client, path="/campaigns/", **changed):
    return client.post(path, DRAFT | changed)


def only(cast) -> Campaign:
    with tenancy.enter(cast.acme.pk):
        return Campaign.objects.for_display().get()


def test_g1_an_empty_list_says_what_to_do(cast, sign_in):
    page = words(sign_in(cast.dora).get("/campaigns/").content)
    assert "No campaigns yet" in page and "Write the first one" in page


def test_g1_a_campaign_is_written_reviewed_and_sent(cast, sign_in):
    dora = sign_in(cast.dora)
    answer = post(dora, then="review")
    campaign = only(cast)
    assert answer.url == f"/a/acme/campaigns/{campaign.pk}/review/"
    review = words(dora.get(answer.url).content)
    assert "It begins at once" in review and "Send to 2 people" in review
    assert "Acme: 20 % off, Sam!" in review and "Credits about 2" in review
    page = dora.post(f"/campaigns/{campaign.pk}/sending/", follow=True)
    assert "Looking up who gets it" in words(page.content)
    assert only(cast).begun_by == "Dora"
    assert "Spring sale Preparing" in words(dora.get("/campaigns/").content)


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"text": "Hi {first_nam}"}, "text", "There is no variable {first_nam}."),
        ({"when": "at", "at": "2020-01-01T09:00"}, "at", "This time has passed."),
        ({"when": "at", "at": "soon"}, "at", "Choose a date and a time."),
        ({"number": "999999"}, "number", "not connected any more"),
    ],
)
def test_g1_what_makes_no_sense_comes_back_with_what_was_typed(cast, sign_in, changed, field, said):
    answer = post(sign_in(cast.dora), **changed)
    assert answer.status_code == 422 and (DRAFT | changed)["text"] in answer.content.decode()
    assert said in field_error(answer, field)
    with tenancy.enter(cast.acme.pk):
        assert not Campaign.objects.exists()


def test_g1_a_time_is_the_accounts_own_clock(cast, sign_in):
    at = (timezone.localtime(timezone.now(), cast.acme.zone) + timedelta(days=1)).replace(
        second=0, microsecond=0
    )
    post(sign_in(cast.dora), when="at", at=at.strftime("%Y-%m-%dT%H:%M"))
    assert only(cast).scheduled_at == at


def test_g1_the_preview_shows_the_text_as_a_phone_does(cast, sign_in):
    dora = sign_in(cast.dora)
    shown = words(dora.post("/campaigns/preview/", DRAFT | {"as": cast.paula.pk}, headers=HTMX).content)
    assert "Acme: 20 % off, Paula!" in shown and "People 2" in shown and "Reply STOP" in shown
    broken = words(dora.post("/campaigns/preview/", DRAFT | {"text": "{nobody}"}, headers=HTMX).content)
    assert "There is no variable {nobody}." in broken
    foreign = dora.post("/campaigns/preview/", DRAFT | {"as": cast.secret.profile_id}, headers=HTMX)
    assert "Sam!" in words(foreign.content)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("😀", "special character"),
        ("x" * 400, "Each text takes 3 segments"),
        ("x" * 1700, "1,706 characters, and 1,600 can be sent"),
    ],
)
def test_g1_the_preview_warns(cast, sign_in, text, said):
    answer = sign_in(cast.dora).post("/campaigns/preview/", DRAFT | {"text": text}, headers=HTMX)
    assert said in words(answer.content)


def test_g1_the_review_of_what_can_not_be_sent_says_why_and_sends_nothing(cast, sign_in):
    dora = sign_in(cast.dora)
    post(dora, text="")
    path = f"/campaigns/{only(cast).pk}"
    assert "Write the text first." in words(dora.get(f"{path}/review/").content)
    answer = dora.post(f"{path}/sending/")
    assert answer.status_code == 422 and only(cast).is_draft


def test_g1_a_time_that_passed_while_the_draft_lay_there_is_told(cast, sign_in):
    dora = sign_in(cast.dora)
    post(dora)
    with tenancy.enter(cast.acme.pk):
        Campaign.objects.update(scheduled_at=timezone.now() - timedelta(minutes=1))
    path = f"/campaigns/{only(cast).pk}"
    assert "has passed. Choose another one." in words(dora.get(f"{path}/review/").content)
    assert dora.post(f"{path}/sending/").status_code == 422 and only(cast).is_draft


def test_g1_what_a_colleague_changed_since_the_review_is_not_sent_unseen(cast, sign_in):
    dora = sign_in(cast.dora)
    post(dora)
    path = f"/campaigns/{only(cast).pk}"
    edition = re.search(r'name="edition" value="(\w+)"', dora.get(f"{path}/review/").content.decode())[1]
    post(sign_in(cast.alice), f"{path}/", text="Everything is free!")
    answer = dora.post(f"{path}/sending/", {"edition": edition})
    assert answer.status_code == 422 and only(cast).is_draft
    assert "Somebody has changed it" in words(answer.content) and "Everything is free!" in words(
        answer.content
    )
    edition = re.search(r'name="edition" value="(\w+)"', answer.content.decode())[1]
    dora.post(f"{path}/sending/", {"edition": edition})
    assert only(cast).state == "preparing"


def test_g1_pause_resume_and_cancel(cast, sign_in):
    dora = sign_in(cast.dora)
    post(dora)
    path = f"/campaigns/{only(cast).pk}"
    dora.post(f"{path}/sending/")
    for address, form, state in (
        ("pause", {}, "paused"),
        ("pause", {"_method": "DELETE"}, "preparing"),
        ("cancellation", {}, "cancelled"),
    ):
        assert dora.post(f"{path}/{address}/", form).status_code == 302
        assert only(cast).state == state
    page = words(dora.post(f"{path}/pause/", follow=True).content)
    assert "“Spring sale” was cancelled." in page


def test_g1_a_scheduled_one_goes_back_to_a_draft(cast, sign_in):
    dora = sign_in(cast.dora)
    at = timezone.localtime(timezone.now(), cast.acme.zone) + timedelta(days=1)
    post(dora, when="at", at=at.strftime("%Y-%m-%dT%H:%M"))
    path = f"/campaigns/{only(cast).pk}"
    page = words(dora.post(f"{path}/sending/", follow=True).content)
    assert f"Begins on {at:%-d %B, %H:%M}" in page
    dora.post(f"{path}/sending/", {"_method": "DELETE"})
    assert only(cast).is_draft


def test_g1_rename_duplicate_and_delete(cast, sign_in):
    dora = sign_in(cast.dora)
    post(dora)
    first = only(cast)
    dora.post(f"/campaigns/{first.pk}/name/", {"name": "Sale"})
    assert only(cast).name == "Sale"
    copy = dora.post(f"/campaigns/{first.pk}/copies/", follow=True)
    assert "Sale (copy)" in words(copy.content)
    dora.post(f"/campaigns/{first.pk}/", {"_method": "DELETE"})
    assert only(cast).name == "Sale (copy)"


def test_g1_what_has_begun_is_not_deleted(cast, sign_in):
    dora = sign_in(cast.dora)
    post(dora)
    path = f"/campaigns/{only(cast).pk}/"
    dora.post(f"{path}sending/")
    page = dora.post(path, {"_method": "DELETE"}, follow=True)
    assert "no draft any more" in words(page.content) and only(cast)


def test_a2_support_and_analysts_send_no_campaigns(cast, sign_in):
    for who in (cast.bob, cast.anna):
        assert sign_in(who).get("/campaigns/").status_code == 403
        assert b"megaphone" not in sign_in(who).get("/preferences/").content
    assert "Campaigns" in words(sign_in(cast.dora).get("/preferences/").content)


def test_a1_another_accounts_campaign_is_not_found(cast, sign_in):
    post(sign_in(cast.dora))
    campaign, charlie = only(cast), sign_in(cast.charlie)
    for address in ("", "review/", "progress/"):
        assert charlie.get(f"/campaigns/{campaign.pk}/{address}").status_code == 404
    for address in ("", "sending/", "pause/", "cancellation/", "copies/", "name/", "preview/"):
        assert charlie.post(f"/campaigns/{campaign.pk}/{address}", DRAFT).status_code == 404
    assert "No campaigns yet" in words(charlie.get("/campaigns/").content)


@pytest.mark.parametrize("count", [1, 25])
def test_the_list_asks_at_most_twelve_times(cast, sign_in, count, django_assert_max_num_queries):
    with tenancy.enter(cast.acme.pk):
        for n in range(count):
            Campaign.objects.make(cast.acme, f"Campaign {n}", text="Hello")
    dora = sign_in(cast.dora)
    dora.get("/campaigns/")
    with django_assert_max_num_queries(12 + 2):
        dora.get("/campaigns/")
