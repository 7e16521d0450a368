"""E6: short links under a name of the account's own, which leads to its links and to nothing else."""

import pytest
from django.test import Client

from accounts import tenancy
from sms.models import Link, LinkDomain, LinkOptions
from sms.models.link_domain import LinkDomain as Domain
from tests.pages import field_error, words

SALE = "https://acme.example/sale"
HOST = "go.acme.example"


@pytest.fixture(autouse=True)
def public(settings):
    settings.PUBLIC_BASE_URL = "https://desk.example"
    settings.ALLOWED_HOSTS = ["desk.example", "testserver"]


@pytest.fixture
def alice(cast, sign_in):
    return sign_in(cast.alice)


def add(client, host=HOST):
    return client.post("/settings/sms/link-domains/", {"host": host})


def asked_at(path: str, host=HOST, **headers):
    return Client(headers={"User-Agent": "Mozilla/5.0 (iPhone)"} | headers).get(path, headers={"Host": host})


def domain_of(account, host=HOST) -> Domain:
    with tenancy.enter(account.pk):
        return LinkDomain.objects.get(host=host)


def test_path(domain) -> str:
    return domain.test_url.removeprefix(f"https://{domain.host}")


test_path.__test__ = False  # type: ignore[attr-defined]


def confirmed(account, host=HOST) -> Domain:
    with tenancy.enter(account.pk):
        domain = LinkDomain.objects.create(account=account, host=host)
    assert asked_at(test_path(domain), host).status_code == 200
    return domain_of(account, host)


def link_in(cast, text=SALE) -> Link:
    with tenancy.enter(cast.acme.pk):
        return cast.broken_zip.reply(text, by=cast.bob).links.get()


def body_of(link: Link) -> str:
    with tenancy.enter(link.account_id):
        return Link.objects.select_related("message").get(pk=link.pk).message.body


def test_e6_a_name_is_used_once_it_was_found_to_lead_here(cast, alice):
    assert add(alice).status_code == 302
    domain = domain_of(cast.acme)
    assert body_of(link_in(cast)).startswith("https://desk.example/l/")
    page = words(alice.get("/settings/sms/").content)
    assert "add a CNAME record for go.acme.example that points to desk.example" in page
    answer = asked_at(test_path(domain))
    assert "go.acme.example works" in words(answer.content)
    link = link_in(cast)
    assert body_of(link) == f"https://go.acme.example/{link.code}"
    assert "Leads here since" in words(alice.get("/settings/sms/").content)


def test_e6_on_its_name_a_link_leads_to_its_address_and_is_counted(cast):
    confirmed(cast.acme)
    link = link_in(cast)
    answer = asked_at(f"/{link.code}")
    assert (answer.status_code, answer["Location"]) == (302, SALE)
    with tenancy.enter(cast.acme.pk):
        assert Link.objects.get(pk=link.pk).clicks == 1
    assert Client().get(f"/l/{link.code}")["Location"] == SALE, "and under ours as well"


@pytest.mark.parametrize(
    "path", ["/", "/sign-in/", "/health/", "/a/acme/inbox/all/", "/api/v1/docs/", "/l/bbbbbbbb", "/bbbbbbbb", "/-/x", "/hooks/twilio/x/inbound/"]
)  # fmt: skip
def test_e6_everything_else_on_it_is_not_found(cast, path):
    confirmed(cast.acme)
    answer = asked_at(path)
    assert answer.status_code == 404
    assert "This link leads nowhere" in answer.content.decode()


def test_a1_the_links_of_another_account_are_not_found_on_it(cast):
    confirmed(cast.globex, "go.globex.example")
    link = link_in(cast)
    assert asked_at(f"/{link.code}", "go.globex.example").status_code == 404
    with tenancy.enter(cast.acme.pk):
        assert Link.objects.get(pk=link.pk).clicks == 0


def test_e6_a_name_that_was_not_tested_yet_leads_to_no_links(cast, alice):
    add(alice)
    assert asked_at(f"/{link_in(cast).code}").status_code == 404


def test_e6_other_names_are_no_business_of_ours(cast):
    assert asked_at("/", "unknown.example").status_code == 400


def test_e6_also_where_any_host_is_allowed_a_link_domain_shows_no_desk(cast, settings):
    settings.ALLOWED_HOSTS = ["*"]
    confirmed(cast.acme)
    assert asked_at("/sign-in/").status_code == 404
    assert asked_at("/sign-in/", "desk.example").status_code == 200


def test_e6_after_a_newer_name_links_with_the_older_one_still_work(cast):
    confirmed(cast.acme)
    older = link_in(cast)
    confirmed(cast.acme, "acme.link.example")
    assert body_of(link_in(cast)).startswith("https://acme.link.example/")
    assert asked_at(f"/{older.code}")["Location"] == SALE
    with tenancy.enter(cast.acme.pk):
        answered = cast.broken_zip.reply(f"Again: {body_of(older)}", by=cast.bob)
        assert not answered.links.exists(), "short links of ours stay as they are"


def test_a1_a_name_answers_for_one_account(cast, alice, sign_in):
    """Globex may type acme's name, but not have it; who proves it first has it."""
    assert add(sign_in(cast.charlie)).status_code == 302
    confirmed(cast.acme)
    assert asked_at(test_path(domain_of(cast.globex))).status_code == 404
    assert domain_of(cast.globex).confirmed_at is None
    assert asked_at(f"/{link_in(cast).code}").status_code == 302


def test_a1_a_test_address_is_for_its_own_name_only(cast):
    with tenancy.enter(cast.acme.pk):
        mine = LinkDomain.objects.create(account=cast.acme, host=HOST)
        LinkDomain.objects.create(account=cast.acme, host="other.acme.example")
    assert asked_at(test_path(mine), "other.acme.example").status_code == 404
    assert domain_of(cast.acme).confirmed_at is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" Go.Acme.Example. ", "go.acme.example"), ("go.bücher.example", "go.xn--bcher-kva.example")],
)
def test_e6_a_name_may_be_typed_as_people_write_it(cast, alice, typed, kept):
    assert add(alice, typed).status_code == 302
    assert domain_of(cast.acme, kept)


@pytest.mark.parametrize(
    "typed", ["https://go.acme.example", "go.acme.example/x", "go.acme.example:80", "go", "", "a b.example", "192.0.2.1", "desk.example", "go.acme.example?x", "me@acme.example", "[::1]", "*.acme.example"]
)  # fmt: skip
def test_bad_input_what_is_no_bare_host_name_is_refused_with_what_was_typed(cast, alice, typed):
    answer = add(alice, typed)
    assert answer.status_code == 422
    assert field_error(answer, "host")
    with tenancy.enter(cast.acme.pk):
        assert not LinkDomain.objects.exists()


def test_e6_a_name_is_added_once_and_there_are_five(cast, alice):
    for n in range(5):
        add(alice, f"go{n}.acme.example")
    assert field_error(add(alice, "go1.acme.example"), "host") == "You have this name already."
    assert "Up to 5 names" in field_error(add(alice, "go5.acme.example"), "host")


def test_e6_a_name_is_removed(cast, alice):
    domain = confirmed(cast.acme)
    link = link_in(cast)
    assert alice.delete(f"/settings/sms/link-domains/{domain.pk}/").status_code == 302
    assert asked_at(f"/{link.code}").status_code == 400
    assert body_of(link_in(cast)).startswith("https://desk.example/l/")


def test_a2_names_are_for_who_manages_channels_and_a_stranger_finds_none(cast, sign_in):
    domain = confirmed(cast.acme)
    for member, status in ((cast.bob, 403), (cast.dora, 403), (cast.charlie, 404)):
        assert sign_in(member).delete(f"/settings/sms/link-domains/{domain.pk}/").status_code == status
    assert add(sign_in(cast.bob), "x.acme.example").status_code == 403


def test_e6_the_settings_are_saved(cast, sign_in):
    bob = sign_in(cast.bob)
    assert bob.post("/settings/sms/links/", {"links-order_days": "7"}).status_code == 302
    with tenancy.enter(cast.acme.pk):
        options = LinkOptions.objects.get()
        assert (options.shorten, options.order_days) == (False, 7)
    refused = bob.post("/settings/sms/links/", {"links-shorten": "on", "links-order_days": "99"})
    assert refused.status_code == 422
    assert "30" in field_error(refused, "links-order_days")


def test_e6_the_proxy_learns_which_names_are_link_domains(cast, client, alice):
    add(alice)
    for name, status in ((HOST, 200), (HOST.upper(), 200), ("evil.example", 404), ("", 404)):
        assert client.get("/link-domains/known/", {"domain": name}).status_code == status
