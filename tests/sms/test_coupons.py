"""E7: pools of unique coupon codes: imported, handed out once, whoever asks at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from profiles.models import Profile
from sms.coupon_codes import Codes, from_file, pasted
from sms.models import Coupon, CouponPool


def filled(account, *codes, **values) -> CouponPool:
    pool = CouponPool.objects.make(account, "Spring Sale", **values)
    pool.add(Codes(list(codes), []))
    return pool


def left(pool) -> int:
    return CouponPool.objects.with_counts().get(pk=pool.pk).left


def test_e7_a_pool_is_named_and_its_name_makes_its_variable(acme):
    pool = CouponPool.objects.make(acme.acme, "  Frühling   2026 ")
    assert (pool.name, pool.variable) == ("Frühling 2026", "coupon.fruhling-2026")
    with pytest.raises(ValidationError, match="{coupon.fruhling-2026} already"):
        CouponPool.objects.make(acme.acme, "Fruhling 2026")
    with pytest.raises(ValidationError, match="at least one letter"):
        CouponPool.objects.make(acme.acme, "!!")


def test_e7_an_import_adds_what_is_new_and_reports_the_rest(acme):
    pool = filled(acme.acme, "A1")
    imported = pool.add(pasted(" A1 \nB2\r\n\nB2;C3,D4\ttwo words\n{brace}\n"))
    assert (imported.added, imported.duplicates) == (3, 2)
    assert imported.told == (
        "3 codes were added. 2 codes were there already, or given twice. 2 codes were left out: “two words”, “{brace}”."
    )
    assert sorted(pool.coupons.values_list("code", flat=True)) == ["A1", "B2", "C3", "D4"]


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"A1\nB2\n", ["A1", "B2"]),
        (b"\xef\xbb\xbfCode,Used\nA1,no\n B2 ,no\n", ["A1", "B2"]),
        (b'Name;"Discount code"\nSpring;A1\nSpring;B2', ["A1", "B2"]),
        (b"A1,x\r\nB2,y\r\n", ["A1", "B2"]),
        (b"name,code\nshort row\nx,A1", ["A1"]),
        (b"", []),
    ],
)
def test_e7_a_csv_file_by_its_column_of_codes(content, codes):
    assert from_file(content).fit == codes


@pytest.mark.parametrize("content", [b"\xff\xfe\x00A", b"x" * (10 * 1024 * 1024 + 1)])
def test_e7_what_is_no_such_file_is_refused(content):
    with pytest.raises(ValidationError):
        from_file(content)


def test_e7_a_hundred_thousand_codes_are_one_statement(acme, django_assert_num_queries):
    pool = filled(acme.acme)
    with django_assert_num_queries(1):
        assert pool.add(Codes([f"C{n:06}" for n in range(100_000)], [])).added == 100_000
    assert left(pool) == 100_000
    with pytest.raises(ValidationError, match="100,001 codes, and 100,000 can be imported at once"):
        pool.add(Codes(["x"] * 100_001, []))


def test_e7_a_code_goes_out_once_and_in_the_order_of_the_import(acme):
    pool = filled(acme.acme, "Z1", "A2", one_per_person=False)
    assert pool.hand_out(acme.paula, "reply:1") == "Z1"
    assert pool.hand_out(acme.paula, "reply:2") == "A2"
    with pytest.raises(ValidationError, match="no codes left"):
        pool.hand_out(acme.paula, "reply:3")
    assert pool.hand_out(acme.paula, "reply:1") == "Z1", "the same message again"
    given = Coupon.objects.get(code="Z1")
    assert (given.profile, given.key, given.once) == (acme.paula, "reply:1", False)


def test_e7_one_per_person_is_the_same_code_again(acme):
    pool = filled(acme.acme, "A1", "A2")
    assert [pool.hand_out(acme.paula, f"reply:{n}") for n in range(3)] == ["A1"] * 3
    assert pool.hand_out(acme.quinn, "reply:9") == "A2"
    pool.check_stock(1, acme.paula)
    with pytest.raises(ValidationError):
        pool.check_stock(1, acme.sue)


def test_e7_a_pool_says_when_few_are_left(acme):
    pool = filled(acme.acme, "A1", "A2", low_at=2)
    assert not CouponPool.objects.with_counts().get(pk=pool.pk).is_low
    pool.hand_out(acme.paula, "x")
    now = CouponPool.objects.with_counts().get(pk=pool.pk)
    assert (now.left, now.given, now.is_low) == (1, 1, True)


def test_e7_somebody_who_is_erased_leaves_the_code_handed_out(acme):
    pool = filled(acme.acme, "A1")
    somebody = Profile.objects.create(account=acme.acme, phone="+15035559999")
    pool.hand_out(somebody, "x")
    somebody.delete()
    assert left(pool) == 0


def in_parallel(brand, calls):
    def run(call):
        try:
            with brand.inside():
                return call()
        except ValidationError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def people(brand):
    with brand.inside():
        phones = [f"+1415555{n:04}" for n in range(40)]
        return Profile.objects.bulk_create(Profile(account=brand.account, phone=phone) for phone in phones)


def test_e7_forty_at_once_for_thirty_codes_get_thirty_different_ones(brand, people):
    with brand.inside():
        pool = filled(brand.account, *(f"C{n}" for n in range(30)))
    codes = in_parallel(brand, [lambda who=who: pool.hand_out(who, f"camp:1:{who.pk}") for who in people])
    got = [code for code in codes if code]
    assert len(got) == len(set(got)) == 30


def test_e7_the_same_message_eight_times_at_once_takes_one_code(brand, people):
    with brand.inside():
        pool = filled(brand.account, *(f"C{n}" for n in range(30)), one_per_person=False)
    codes = in_parallel(brand, [lambda: pool.hand_out(people[0], "reply:1")] * 16)
    assert len(set(codes)) == 1
    with brand.inside():
        assert left(pool) == 29


def test_e7_one_per_person_also_when_two_messages_leave_at_once(brand, people):
    with brand.inside():
        pool = filled(brand.account, *(f"C{n}" for n in range(30)))
    codes = in_parallel(brand, [lambda n=n: pool.hand_out(people[0], f"reply:{n}") for n in range(16)])
    assert len(set(codes)) == 1
    with brand.inside():
        assert left(pool) == 29
