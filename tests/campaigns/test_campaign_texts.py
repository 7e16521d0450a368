"""G1: to whom, with what, and when: segments, coupon codes, short links, pictures, people's own nights, test texts."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns import audience, working
from campaigns.forecasting import Forecast
from campaigns.models import Campaign, CampaignPicture, Segment, Trial, trial
from inbox import sending
from inbox.channels import Refusal
from inbox.models import Delivery, Message
from profiles.models import Profile
from sms import coupon_codes, daytime
from sms.models import CouponPool, SendingOptions
from tests.campaigns.test_campaigns import fresh, work
from tests.inbox.test_pictures import drawn
from tests.pages import words

EVERYBODY = {"all": []}


@pytest.fixture
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def sent(campaign) -> list[Message]:
    return list(Message.objects.filter(source=campaign.source_id).select_related("delivery", "profile"))


# Segments


def to(acme, rules=EVERYBODY, **values):
    segment = Segment.objects.make(acme.acme, "Some", rules)
    return Campaign.objects.make(
        acme.acme, "Sale", text="Sale!", audience="segment", segment=segment, **values
    )


def test_g1_in_a_segment_who_can_not_be_texted_is_skipped_with_the_reason(acme):
    Profile.objects.create(account=acme.acme, email="eve@example.com")
    campaign = to(acme)
    assert audience.counted(campaign).skipped == {"no_consent": 1, "no_phone": 1, "opted_out": 1}
    campaign.send(by=acme.dora)
    campaign = work(campaign)
    assert (campaign.total, campaign.skipped, campaign.queued) == (5, 3, 2)
    assert {message.profile.first_name for message in sent(campaign)} == {"Paula", "Sue"}
    assert dict(campaign.progress().reasons)["Opted out with STOP"] == 1


def test_g1_a_segment_that_matches_nobody_is_told_before_anything_is_sent(acme):
    nobody = to(acme, {"all": [{"kind": "place", "how": "in", "country": "FR"}]})
    with pytest.raises(ValidationError, match="Nobody is in the audience"):
        nobody.send(by=acme.dora)
    unreached = to_all_of(acme, nobody.segment)
    Profile.objects.update(marketing_since=None)
    with pytest.raises(ValidationError, match="Nobody of the 4 in the audience can be texted"):
        unreached.send(by=acme.dora)


def to_all_of(acme, segment) -> Campaign:
    segment.write("All of them", EVERYBODY)
    return Campaign.objects.make(acme.acme, "Sale", text="Sale!", audience="segment", segment=segment)


def test_g1_a_deleted_segment_means_nobody_and_never_everybody(acme):
    campaign = to(acme)
    campaign.segment.delete()
    campaign = fresh(campaign)
    assert not audience.people(campaign).exists()
    with pytest.raises(ValidationError, match="The segment was deleted"):
        campaign.send(by=acme.dora)


# What each text carries


def test_g1_each_text_has_a_coupon_code_of_its_own(acme, write):
    pool = CouponPool.objects.make(acme.acme, "Spring")
    pool.add(coupon_codes.pasted("AAA-1 AAA-2".replace(" ", "\n")))
    campaign = write(text="Your code: {coupon.spring}")
    campaign.send(by=acme.dora)
    work(campaign)
    assert sorted(message.body for message in sent(campaign)) == [
        "Acme: Your code: AAA-1",
        "Acme: Your code: AAA-2",
    ]


def test_g1_a_pool_that_is_too_small_is_told_before_anything_is_sent(acme, write):
    CouponPool.objects.make(acme.acme, "Spring").add(coupon_codes.pasted("AAA-1"))
    with pytest.raises(ValidationError, match="has 1 codes left, and 2 people would get one"):
        write(text="Your code: {coupon.spring}").send(by=acme.dora)


def test_g1_a_pool_that_is_used_up_meanwhile_pauses_it_and_more_codes_let_it_go_on(acme, write):
    pool = CouponPool.objects.make(acme.acme, "Spring")
    pool.add(coupon_codes.pasted("AAA-1\nAAA-2"))
    campaign = write(text="Your code: {coupon.spring}")
    campaign.send(by=acme.dora)
    pool.hand_out(acme.quinn, "an agent was quicker")
    campaign = work(campaign)
    assert (campaign.state, campaign.queued) == ("paused", 1), "those before got theirs"
    assert "Spring" in campaign.reason
    pool.add(coupon_codes.pasted("AAA-3"))
    campaign.resume()
    acme.number.pace.delete()
    working.dispatch(campaign.account_id, campaign.pk)
    assert fresh(campaign).queued == 2


def test_e6_links_are_shortened_and_known_to_be_the_campaigns(acme, write):
    campaign = write(text="Look: https://acme.example/a/very/long/address/of/a/sale")
    campaign.send(by=acme.dora)
    work(campaign)
    for message in sent(campaign):
        link = message.links.get()
        assert "acme.example" not in message.body and link.code in message.body
        assert link.source_id == campaign.source_id
        assert message.delivery.segments == 1
        assert message.body.startswith("Acme: "), "the link that named it does so no more"
    assert campaign.preview().measure.units == len(message.body), "what the preview measured is what left"


def test_g1_a_picture_makes_each_text_one_mms(acme, write, uploads):
    campaign = write()
    campaign.add_picture(SimpleUploadedFile("tent.jpg", drawn()))
    campaign.send(by=acme.dora)
    work(campaign)
    for message in sent(campaign):
        assert message.media.get().is_picture
        assert (message.delivery.segments, message.delivery.encoding) == (1, "MMS")


def test_g1_a_duplicate_keeps_the_picture_when_it_is_removed_from_the_first(acme, write, uploads):
    campaign = write()
    picture = campaign.add_picture(SimpleUploadedFile("tent.jpg", drawn()))
    copy = campaign.duplicate()
    campaign.remove_picture(picture)
    assert copy.pictures.get().file.read()
    assert not campaign.pictures.exists()


@pytest.mark.parametrize(
    ("content", "said"), [(b"no picture", "was not added"), (b"x" * 27_000_000, "larger than 25 MB")]
)
def test_g1_what_is_no_picture_or_too_large_is_told(cast, sign_in, uploads, content, said):
    form = {"name": "Sale", "kind": "marketing", "text": "Sale!", "when": "now"}
    dora = sign_in(cast.dora)
    answer = dora.post("/campaigns/", form | {"upload": SimpleUploadedFile("tent.jpg", content)})
    assert answer.status_code == 422 and said in words(answer.content)


def test_g1_pictures_are_added_shown_and_removed_in_the_editor(cast, sign_in, uploads, acme):
    form = {"name": "Sale", "kind": "marketing", "text": "Sale!", "when": "now"}
    dora = sign_in(cast.dora)
    page = dora.post("/campaigns/", form | {"upload": SimpleUploadedFile("tent.jpg", drawn())}, follow=True)
    picture = CampaignPicture.objects.get()
    assert f"/campaigns/pictures/{picture.pk}/" in page.content.decode()
    assert dora.get(f"/campaigns/pictures/{picture.pk}/")["Content-Type"] == "image/jpeg"
    assert sign_in(cast.charlie).get(f"/campaigns/pictures/{picture.pk}/").status_code == 404
    dora.post(f"/campaigns/{picture.campaign_id}/", form | {"remove": picture.pk})
    assert not CampaignPicture.objects.exists()


# By day


def test_e10_who_sleeps_waits_without_holding_up_the_others(acme, write, monkeypatch):
    morning = timezone.now() + timedelta(hours=9)
    asleep = {acme.paula.pk: morning}
    monkeypatch.setattr(daytime, "opens_at", lambda profile, now: asleep.get(profile.pk))
    campaign = write()
    forecast = Forecast(campaign)
    assert f"night for 1 of them: they get it from {daytime.OPENS}:00" in " ".join(forecast.warnings)
    campaign.send(by=acme.dora)
    campaign = work(campaign)
    assert [message.profile for message in sent(campaign)] == [acme.sue]
    assert campaign.recipients.get(profile=acme.paula).due_at == morning
    assert (campaign.progress().next_at, campaign.state) == (morning, "sending")
    asleep.clear()
    campaign.recipients.update(due_at=timezone.now())
    working.dispatch(campaign.account_id, campaign.pk)
    assert fresh(campaign).queued == 2


def test_g1_at_night_a_pause_holds_those_who_sleep_too(acme, write, monkeypatch):
    morning = timezone.now() + timedelta(hours=9)
    monkeypatch.setattr(daytime, "opens_at", lambda profile, now: morning)
    campaign = write()
    campaign.send(by=acme.dora)
    work(campaign)
    campaign.cancel()
    assert not sent(campaign) and fresh(campaign).progress().waiting == 2


# On one's own phone


def test_g1_a_test_text_is_marked_reaches_who_is_not_subscribed_and_is_no_campaigns_message(acme, write):
    campaign = write(text="Look, {first_name}: https://shop.example/sale")
    (tried,) = campaign.try_on(["+1 503 555 0102"], by=acme.dora)
    message = tried.message
    assert message.profile == acme.quinn and message.body.startswith("Test: Acme: Look, Quinn: http")
    assert (message.source, message.delivery.gate, message.delivery.daytime) == (
        None,
        "not_opted_out",
        False,
    )
    assert message.links.exists(), "its link can be followed"
    assert sending.claim(message.delivery.pk)
    assert (tried.actor_label, fresh(campaign).state) == ("Dora", "draft")


def test_g1_a_test_text_takes_no_coupon_code(acme, write):
    pool = CouponPool.objects.make(acme.acme, "Spring")
    pool.add(coupon_codes.pasted("AAA-1"))
    write(text="Your code: {coupon.spring}").try_on(["+15035550102"], by=acme.dora)
    assert pool.coupons.filter(handed_out_at=None).count() == 1


def test_g1_whoever_said_stop_gets_no_test_text_either(acme, write):
    (tried,) = write().try_on([acme.sam.phone], by=acme.dora)
    assert sending.claim(tried.message.delivery.pk) is None
    assert Delivery.objects.get(message=tried.message).error_code == "opted_out"


@pytest.mark.parametrize(
    ("phones", "said"),
    [
        ([], "Write the number"),
        (["soon"], "country code"),
        ([f"+150355501{n}" for n in range(10, 16)], "at most 5"),
    ],
)
def test_g1_what_is_no_phone_is_told(acme, write, phones, said):
    with pytest.raises(ValidationError, match=said):
        write().try_on(phones, by=acme.dora)
    assert not Trial.objects.exists()


def test_g1_tests_are_no_way_around_consent(acme, write, monkeypatch):
    monkeypatch.setattr(trial, "MOST_PER_HOUR", 2)
    campaign = write()
    campaign.try_on(["+15035550110", "+15035550111"], by=acme.dora)
    with pytest.raises(ValidationError, match="2 test texts can be sent in an hour"):
        campaign.try_on(["+15035550112"], by=acme.dora)


def test_g1_a_test_without_a_number_or_a_text_says_so(acme, write):
    with pytest.raises(ValidationError, match="Write the text first"):
        write(text=" ").try_on(["+15035550110"], by=acme.dora)
    acme.number.disconnect()
    with pytest.raises(Refusal, match="Connect a texting number"):
        write().try_on(["+15035550110"], by=acme.dora)


def test_g1_a_test_is_sent_from_the_editor(cast, sign_in, acme):
    form = {"name": "Sale", "kind": "marketing", "text": "Sale!", "when": "now", "then": "try"}
    dora = sign_in(cast.dora)
    page = dora.post("/campaigns/", form | {"phones": "+1 503 555 0102, +1 503 555 0110"}, follow=True)
    assert "On its way to (503) 555-0102, (503) 555-0110." in words(page.content)
    refused = dora.post("/campaigns/", form | {"phones": "soon"})
    assert refused.status_code == 422 and "country code" in words(refused.content)


# What it would take


def test_g1_credits_are_segments_times_people(acme, write):
    assert (Forecast(write(text="x" * 200)).credits, Forecast(write()).cost) == (4, "")
    SendingOptions.of(acme.number.channel)
    SendingOptions.objects.update(price_per_segment="0.0079", currency="EUR")
    assert Forecast(write(text="x" * 200)).cost == "0.03 EUR"
    differing = write(text="{first_name}" + "x" * 150)
    acme.paula.first_name = "P" * 60
    acme.paula.save()
    forecast = Forecast(differing)
    assert (forecast.credits, forecast.is_exact) == (3, False)


def test_g1_a_link_without_a_host_is_told(acme, write):
    said = " ".join(Forecast(write(text="See https:///sale. Reply STOP")).warnings)
    assert "not a whole web address" in said


# What others know of a person or of the account


def test_g1_phones_that_get_no_texts_and_doubted_opt_outs_are_left_out(acme, write):
    acme.paula.not_reached("30005")
    acme.sue.doubt_consent("please no more")
    assert audience.counted(write()).skipped == {"doubted": 1, "unreachable": 1}
    acme.sue.give_consent("transactional", "Order")
    assert audience.counted(write(kind="transactional")).skipped == {"unreachable": 1}


def limit(acme, credits):
    SendingOptions.objects.update_or_create(
        channel=acme.number.channel, account=acme.acme, defaults={"monthly_limit": credits}
    )


def test_e12_with_the_credits_used_up_it_does_not_begin(acme, write):
    limit(acme, 0)
    with pytest.raises(ValidationError, match="credits are used up"):
        write().send(by=acme.dora)


def test_e12_credits_that_end_on_the_way_pause_it_and_nobody_is_left_out(acme, write):
    limit(acme, 1)
    campaign = write()
    assert "This month's credits end at 1 more" in " ".join(Forecast(campaign).warnings)
    campaign.send(by=acme.dora)
    work(campaign)
    first, second = Delivery.objects.filter(message__source=campaign.source).order_by("id")
    assert sending.claim(first.pk) and sending.claim(second.pk) is None
    campaign, second = fresh(campaign), fresh_delivery(second)
    assert (campaign.state, second.state) == ("paused", "queued")
    assert "credits are used up" in campaign.reason
    limit(acme, 5)
    campaign.resume()
    assert sending.claim(second.pk)


def fresh_delivery(delivery):
    return Delivery.objects.get(pk=delivery.pk)


def test_g1_a_segment_stays_while_a_scheduled_campaign_waits_for_it(acme):
    campaign = to(acme)
    campaign.send(by=acme.dora, at=timezone.now() + timedelta(hours=1))
    with pytest.raises(ValidationError, match="“Sale” is scheduled for this segment"):
        campaign.segment.remove()
    campaign.unschedule()
    campaign.segment.remove()
    assert fresh(campaign).segment is None
