"""E7: the pages of coupon pools under Settings, and what the composer offers of them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import tenancy
from sms.coupon_codes import Codes
from sms.models import CouponPool
from tests.pages import field_error, words


@pytest.fixture
def dora(cast, sign_in):
    return sign_in(cast.dora)


@pytest.fixture
def pool(cast):
    return made(cast.acme, "Spring", "A1", "B2")


def made(account, name, *codes, **values) -> CouponPool:
    with tenancy.enter(account.pk):
        pool = CouponPool.objects.make(account, name, **values)
        pool.add(Codes(list(codes), []))
        return pool


def codes(pool) -> list[str]:
    with tenancy.enter(pool.account_id):
        return list(pool.coupons.order_by("id").values_list("code", flat=True))


def test_e7_a_pool_is_made_filled_changed_and_deleted(cast, dora):
    assert "No coupons yet" in words(dora.get("/settings/coupons/").content)
    answer = dora.post("/settings/coupons/", {"name": "Spring sale", "low_at": "2", "one_per_person": "on"})
    page = dora.get(answer.url)
    assert "{coupon.spring-sale}" in words(page.content)
    answer = dora.post(f"{answer.url}codes/", {"codes": "A1\nB2, A1\ntwo words"})
    page = words(dora.get(answer.url).content)
    assert (
        "2 codes were added. 1 code was there already, or given twice. 1 code was left out: “two words”."
        in page
    )
    assert "2 left" in page
    dora.post(answer.url, {"name": "Sale of spring", "low_at": "3"})
    page = words(dora.get(answer.url).content)
    assert "Sale of spring" in page
    assert "{coupon.spring-sale}" in page
    assert "Fewer than 3 codes are left" in page
    dora.delete(answer.url)
    assert dora.get(answer.url).status_code == 404


def test_e7_codes_come_from_a_file_too(dora, pool):
    upload = SimpleUploadedFile("codes.csv", b"Code,Used\nC3,no\n D4 ,no\n")
    dora.post(f"/settings/coupons/{pool.pk}/codes/", {"codes": "E5", "file": upload})
    assert codes(pool) == ["A1", "B2", "E5", "C3", "D4"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"codes": " \n "}, "Paste some codes, or choose a file with them."),
        ({"codes": "two words"}, "None of this can be a code: “two words”."),
        ({"file": SimpleUploadedFile("codes.xlsx", b"PK\xff\xfe")}, "This is no CSV file in UTF-8."),
    ],
)
def test_e7_an_import_of_nothing_says_why(dora, pool, data, said):
    answer = dora.post(f"/settings/coupons/{pool.pk}/codes/", data)
    assert answer.status_code == 422
    assert said in words(answer.content)
    assert codes(pool) == ["A1", "B2"]


@pytest.mark.parametrize("name", ["", "!!", "SPRING", "x" * 61])
def test_e7_a_name_that_is_no_name_or_taken_is_refused(dora, pool, name):
    answer = dora.post("/settings/coupons/", {"name": name, "low_at": "1"})
    assert answer.status_code == 422
    assert field_error(answer, "name")


def test_e7_the_page_shows_who_got_a_code_lately(cast, dora, pool):
    with tenancy.enter(cast.acme.pk):
        pool.hand_out(cast.paula, "reply:1")
    page = words(dora.get(f"/settings/coupons/{pool.pk}/").content)
    assert "1 handed out 1 left" in page
    assert "A1 Paula" in page


def test_e7_the_composers_menu_offers_pools_and_says_how_many_are_left(cast, sign_in, pool):
    made(cast.acme, "Empty")
    page = sign_in(cast.bob).get("/coupons/").content.decode()
    assert words(page) == "Empty None left Spring 2 left"
    assert 'data-insert="&#123;coupon.spring&#125;"' in page


def test_a1_pools_of_another_account_are_neither_shown_nor_found_nor_filled(cast, sign_in, pool):
    charlie = sign_in(cast.charlie)
    assert "coupon.spring" not in words(charlie.get("/settings/coupons/").content)
    assert words(charlie.get("/coupons/").content) == ""
    url = f"/settings/coupons/{pool.pk}/"
    assert [charlie.get(url).status_code, charlie.post(url).status_code, charlie.delete(url).status_code] == [
        404
    ] * 3
    assert charlie.post(f"{url}codes/", {"codes": "X"}).status_code == 404
    assert codes(pool) == ["A1", "B2"]


def test_e7_an_answer_with_an_exhausted_pool_comes_back_with_what_was_typed(cast, sign_in):
    made(cast.acme, "Empty")
    answer = sign_in(cast.bob).post("/tickets/1/messages/", {"body": "For you: {coupon.empty}"})
    assert answer.status_code == 422
    page = words(answer.content)
    assert "The coupon pool “Empty” has no codes left. Import more under Settings, Coupons" in page
    assert "For you: {coupon.empty}" in page
