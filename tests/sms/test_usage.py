"""E12: the usage page, the monthly limit and its warnings."""

import smtplib
from datetime import date
from decimal import Decimal

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from accounts import tenancy
from inbox.models import Message
from sms import sweeps, usage, warning
from sms.models import SendingOptions, UsageDay, UsageMonth
from tests.pages import field_error, words

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def mail_box(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


@pytest.fixture
def used(cast):
    """`used(800)`: so many credits of this month, sent by agents on its first day."""

    def write(segments, origin=Message.Origin.AGENT, month=None):
        with tenancy.enter(cast.acme.pk):
            month = month or usage.this_month(cast.acme)
            made, _ = UsageMonth.objects.get_or_create(account=cast.acme, month=month)
            made.segments += segments
            made.texts += 1
            made.save()
            day, _ = UsageDay.objects.get_or_create(account=cast.acme, day=month, origin=origin)
            UsageDay.objects.filter(pk=day.pk).update(segments=day.segments + segments, texts=day.texts + 1)
        return made

    return write


@pytest.fixture
def limit(cast):
    def choose(credits):
        with tenancy.enter(cast.acme.pk):
            SendingOptions.objects.update(monthly_limit=credits)

    return choose


def to():
    return sorted(address for message in mail.outbox for address in message.to)


def standing(account):
    with tenancy.enter(account.pk):
        account.refresh_from_db()
    return account.standing_alerts


def alerts(cast):
    return [alert.text for alert in standing(cast.acme)]


def test_e12_the_page_tells_the_month_by_day_and_by_what_sent_it(cast, sign_in, used):
    used(30)
    used(12, Message.Origin.CAMPAIGN)
    used(3, Message.Origin.AUTOMATION)
    page = words(sign_in(cast.dora).get("/settings/usage/").content)
    for said in ("45 Credits used", "Agents 30", "Campaigns and flows 12", "Automations 3"):
        assert said in page or " ".join(reversed(said.split(" ", 1))) in page, said


def test_e12_an_earlier_month_can_be_looked_at_and_nonsense_can_not(cast, sign_in, used):
    used(7, month=date(2026, 2, 1))
    dora = sign_in(cast.dora)
    assert "February 2026" in words(dora.get("/settings/usage/?month=2026-02").content)
    assert "Nothing was sent in this month" in words(dora.get("/settings/usage/?month=2026-03").content)
    for nonsense in ("2026-13", "x", "99999-01", "2026-02-01"):
        assert dora.get("/settings/usage/", {"month": nonsense}).status_code == 404


def test_e12_the_price_of_a_credit_makes_an_estimate(cast, sign_in, used):
    used(1000)
    alice = sign_in(cast.alice)
    form = {"monthly_limit": "", "price_per_segment": "0.0083", "currency": "usd"}
    assert alice.post("/settings/usage/limit/", form).status_code == 302
    assert "8.30 USD" in words(alice.get("/settings/usage/").content)
    with tenancy.enter(cast.acme.pk):
        assert usage.of(cast.acme, usage.this_month(cast.acme)).cost == Decimal("8.30000")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("monthly_limit", "0", "greater than or equal to 1"),
        ("monthly_limit", "many", "whole number"),
        ("price_per_segment", "-1", "greater than or equal to 0"),
        ("currency", "$", "three letters"),
    ],
)
def test_e12_what_is_wrong_is_said_beside_the_field(cast, sign_in, field, value, said):
    form = {"monthly_limit": "", "price_per_segment": "", "currency": "USD"} | {field: value}
    answer = sign_in(cast.alice).post("/settings/usage/limit/", form)
    assert answer.status_code == 422
    assert said in field_error(answer, field)


def test_a2_managers_see_the_usage_and_do_not_change_the_limit(cast, sign_in):
    form = {"monthly_limit": "1", "price_per_segment": "", "currency": "USD"}
    assert sign_in(cast.dora).post("/settings/usage/limit/", form).status_code == 403
    assert sign_in(cast.bob).get("/settings/usage/").status_code == 403


def test_e12_at_80_and_at_100_percent_owners_and_admins_are_told_once_each(cast, used, limit):
    limit(1000)
    used(799)
    sweeps.warn_of_usage()
    assert to() == []
    used(1)
    for _ in range(2):
        sweeps.warn_of_usage()
    assert to() == ["adam@example.com", "alice@example.com"]
    assert "800 of this month's 1,000 credits are used." in mail.outbox[0].body
    assert alerts(cast) == ["800 of this month's 1,000 credits are used."]
    used(200)
    for _ in range(2):
        sweeps.warn_of_usage()
    assert len(to()) == 4
    assert "no credits left" in mail.outbox[-1].subject
    assert alerts(cast)[0].startswith("This month's 1,000 credits are used up")


def test_e12_a_text_that_stayed_behind_is_told_though_some_credits_are_left(cast, used, limit):
    limit(100)
    month = used(99)
    with tenancy.enter(cast.acme.pk):
        UsageMonth.objects.filter(pk=month.pk).update(refused_at="2026-11-22T12:00Z")
    sweeps.warn_of_usage()
    assert alerts(cast) == ["Texts stay behind: only 1 of this month's 100 credits are left."]


def test_e12_without_a_limit_nobody_is_told(cast, used):
    used(100_000)
    assert sweeps.warn_of_usage() == 0


def test_e12_a_raised_limit_settles_the_warning_and_may_warn_again(cast, sign_in, used, limit):
    limit(100)
    used(100)
    sweeps.warn_of_usage()
    form = {"monthly_limit": "1000", "price_per_segment": "", "currency": "USD"}
    sign_in(cast.alice).post("/settings/usage/limit/", form)
    assert alerts(cast) == []
    used(700)
    sweeps.warn_of_usage()
    assert alerts(cast) == ["800 of this month's 1,000 credits are used."]
    assert len(to()) == 4


def test_e12_a_limit_that_is_taken_away_lets_everything_leave(cast, sign_in, used, limit):
    limit(100)
    used(100)
    sweeps.warn_of_usage()
    alice = sign_in(cast.alice)
    assert "No credits left" in words(alice.get("/tickets/1/").content)
    form = {"monthly_limit": "", "price_per_segment": "", "currency": "USD"}
    assert alice.post("/settings/usage/limit/", form).status_code == 302
    page = words(alice.get("/tickets/1/").content)
    assert "No credits left" not in page
    assert "credits are used up" not in page


def test_e12_the_warning_ends_with_the_month(cast, used, limit):
    limit(100)
    used(100)
    sweeps.warn_of_usage()
    (alert,) = standing(cast.acme)
    assert alert.until == usage.next_month_begins(cast.acme).isoformat()


def test_e12_a_mail_server_that_is_away_is_tried_again(cast, used, limit, monkeypatch):
    limit(100)
    used(100)
    with monkeypatch.context() as away:
        away.setattr(
            EmailMessage, "send", lambda self: (_ for _ in ()).throw(smtplib.SMTPConnectError(421, b"away"))
        )
        sweeps.warn_of_usage()
    assert to() == []
    sweeps.warn_of_usage()
    assert to() == ["adam@example.com", "alice@example.com"]


def test_a1_the_usage_and_the_warning_are_the_accounts_own(cast, sign_in, used, limit):
    limit(100)
    used(4242)
    sweeps.warn_of_usage()
    assert "charlie@example.com" not in to()
    assert "4242" not in words(sign_in(cast.charlie).get("/settings/usage/").content)
    assert standing(cast.globex) == []


def test_whoever_runs_the_account_sees_what_must_be_settled_above_every_page(cast, sign_in, used, limit):
    limit(100)
    used(100)
    sweeps.warn_of_usage()
    alice = sign_in(cast.alice)
    assert "credits are used up" in words(alice.get("/inbox/all/").content)
    assert "credits are used up" in words(alice.get("/alerts/", headers=HTMX).content)
    bob = sign_in(cast.bob)
    assert "credits are used up" not in words(bob.get("/inbox/all/").content)
    assert bob.get("/alerts/").status_code == 403
    assert bob.delete("/alerts/credits/").status_code == 403
    assert alice.delete("/alerts/credits/").status_code == 302
    assert "credits are used up" not in words(alice.get("/inbox/all/").content)


def test_two_sweepers_at_once_tell_it_once(cast, used, limit):
    limit(100)
    month = used(100)
    with tenancy.every_account():
        first = warning.due()
    for _ in range(2):
        warning.warn(cast.acme.pk, month.pk)
    assert first == [(cast.acme.pk, month.pk)]
    assert len(to()) == 2
