"""E6: links in what we send become short ones of our own, and following them is counted."""

import re
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from accounts import tenancy
from inbox import automatic
from inbox.models import Delivery, Message, Source
from sms import clicks, links, segments
from sms.models import Click, Link, LinkOptions
from tests.world import text_from

SALE = "https://acme.example/sale?from=text"
PHONE = {
    "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
}
SHORT = re.compile(r"http://\S+/l/(\w{8})")


def reply(cast, text: str) -> Message:
    return cast.broken_zip.reply(text, by=cast.bob)


def sent_link(cast, url=SALE) -> Link:
    """As a person gets it: committed work of another request."""
    with tenancy.enter(cast.acme.pk):
        return reply(cast, f"Look: {url}").links.get()


def again(link: Link) -> Link:
    with tenancy.every_account():
        return Link.objects.get(pk=link.pk)


def follow(link: Link, method="get", **headers):
    return getattr(Client(), method)(f"/l/{link.code}", headers=PHONE | headers)


# Shortening


def test_e6_a_link_in_an_answer_is_shortened_before_it_is_measured(acme, settings):
    settings.PUBLIC_BASE_URL = "https://desk.example"
    long = SALE + "&x=" + "y" * 160
    message = reply(acme, f"Two links: {long}, and {SALE}.")
    first, second = message.links.all()
    assert (
        message.body
        == f"Two links: https://desk.example/l/{first.code}, and https://desk.example/l/{second.code}."
    )
    assert (first.url, second.url) == (long, SALE)
    assert Message.objects.get(pk=message.pk).body == message.body
    assert message.delivery.segments == 1
    assert acme.acme.tickets.by_number(1).preview == message.body


def test_e6_the_same_address_twice_in_a_text_is_one_link_and_in_another_text_another(acme):
    message = reply(acme, f"{SALE} or {SALE}")
    (code,) = set(SHORT.findall(message.body))
    assert message.links.get().code == code
    assert reply(acme, SALE).links.get().code != code


def test_e6_a_link_knows_person_message_and_campaign(acme):
    source = Source.objects.create(account=acme.acme, kind="campaign", name="Spring")
    message = Message.objects.create(
        channel=acme.broken_zip.channel, profile=acme.paula, origin="campaign", body=SALE, source=source
    )
    Delivery.queue(message, key="camp:1:1")
    link = message.links.get()
    assert (link.profile, link.message, link.source) == (acme.paula, message, source)


def test_e6_a_batch_is_shortened_by_one_insert(acme, django_assert_max_num_queries):
    messages = [
        Message.objects.create(
            channel=acme.broken_zip.channel, profile=acme.paula, origin="campaign", body=f"{n}: {SALE}"
        )
        for n in range(50)
    ]
    LinkOptions.of(acme.broken_zip.channel)
    with django_assert_max_num_queries(5):
        links.shorten_many(messages)
    codes = {SHORT.search(message.body)[1] for message in messages}
    assert codes == set(Link.objects.values_list("code", flat=True))
    assert len(codes) == 50


def test_e6_a_code_that_is_taken_by_whomever_makes_another(cast, monkeypatch):
    with tenancy.enter(cast.globex.pk):
        theirs = cast.secret.channel.messages.create(
            account=cast.globex, profile=cast.secret.profile, origin="agent", body="x"
        )
        taken = Link.objects.create(message=theirs, profile=theirs.profile, url=SALE, code="bbbbbbbb")
    drawn = iter([taken.code, "cccccccc"])
    monkeypatch.setattr(links, "new_code", lambda: next(drawn))
    with tenancy.enter(cast.acme.pk):
        assert reply(cast, SALE).links.get().code == "cccccccc"


def test_e6_switched_off_links_leave_as_they_are(acme):
    options = LinkOptions.of(acme.broken_zip.channel)
    options.shorten = False
    options.save()
    assert reply(acme, SALE).body == SALE
    assert links.shortened_length(acme.acme, SALE) == SALE


def test_e6_our_own_short_links_stay_as_they_are(acme, settings):
    short = reply(acme, SALE).body
    again = reply(acme, f"Once more: {short}")
    assert again.body == f"Once more: {short}"
    assert not again.links.exists()
    other = f"{settings.PUBLIC_BASE_URL}/sign-in/"
    assert reply(acme, other).links.get().url == other


def test_e6_the_answers_to_stop_and_help_are_never_shortened(acme):
    texts = acme.number.channel.sms_texts
    texts.help = f"Help: {SALE}"
    texts.save()
    text_from(acme.number, acme.paula.phone, "HELP")
    answer = Message.objects.filter(origin="keyword").latest("id")
    assert answer.body == f"Help: {SALE}"


def test_e6_automatic_answers_are(acme):
    asked = text_from(acme.number, acme.paula.phone, "A question")
    said = automatic.say(asked, SALE, Message.Origin.AUTO_RESPONDER, Delivery.Gate.NOT_OPTED_OUT)
    assert SHORT.fullmatch(said.body)


def test_e6_a_text_that_would_become_too_long_keeps_its_links(acme, settings):
    settings.PUBLIC_BASE_URL = "https://a-long-name-of-a-helpdesk.example"
    text = "https://a.example".ljust(segments.MAX_CHARACTERS, "!")
    assert reply(acme, text).body == text


def test_e6_a_preview_is_as_long_as_the_text_will_be_and_takes_no_code(acme):
    text = f"Look: {SALE} and {SALE}, or http://b.example."
    preview = links.shortened_length(acme.acme, text)
    assert not Link.objects.exists()
    assert len(preview) == len(reply(acme, text).body)


def test_e7_a_text_is_as_long_as_it_leaves(acme):
    """Its long link is none any more when it is sent."""
    text = "x" * 1000 + " https://acme.example/" + "y" * 800
    assert len(reply(acme, text).body) < 1100
    with pytest.raises(ValidationError, match="characters"):
        reply(acme, "x" * 1600 + " https://acme.example/sale")


def test_bad_input_a_link_without_host_is_left_and_said(acme):
    text = "Sale: https:///sale"
    assert reply(acme, text).body == text
    (warning,) = links.warnings(text)
    assert "“https:///sale” is not a whole web address" in warning
    assert links.warnings(f"Fine: {SALE}") == []


def test_m1_a_repeated_call_with_a_link_sends_nothing_twice(cast, client):
    from accounts.models import ApiKey

    with tenancy.enter(cast.acme.pk):
        _, secret = ApiKey.issue(cast.acme, "Shop", by=cast.alice, scope="write")
    client = Client(headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": "0" * 31 + "1"})

    def post(body):
        return client.post("/api/v1/tickets/1/messages/", {"body": body}, content_type="application/json")

    assert post(f"Look: {SALE}").status_code == 201
    assert post(f"Look: {SALE}").status_code == 200
    assert post("Look: https://acme.example/other").json()["code"] == "key_reused"


# Following


def test_e6_a_short_link_leads_to_exactly_its_address(cast):
    link = sent_link(cast)
    answer = follow(link)
    assert (answer.status_code, answer["Location"], answer.content) == (302, SALE, b"")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert again(link).clicks == 1
    assert again(link).first_clicked_at


def test_e6_an_address_in_other_letters_is_sent_in_ascii(cast):
    link = sent_link(cast, "https://bücher.example/straße")
    assert follow(link)["Location"] == "https://xn--bcher-kva.example/stra%C3%9Fe"


@pytest.mark.parametrize(
    "path", ["/l/bbbbbbbb", "/l/BBBBBBBB/", "/l/abc", "/l/", "/l/bbbbbbbbb", "/l/ßßßßßßßß"]
)
def test_e6_an_unknown_code_is_a_plain_page(db, client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    if len(path.strip("/")) == 10:
        assert "This link leads nowhere" in answer.content.decode()
        assert "Helpdesk" not in answer.content.decode(), "customers see it"


def test_e6_no_address_of_the_caller_s_choice_is_ever_opened(cast):
    link = sent_link(cast)
    for query in ("?url=https://evil.example", "?next=//evil.example"):
        assert Client().get(f"/l/{link.code}{query}")["Location"] == SALE


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("head", {}),
        ("get", {"Purpose": "prefetch"}),
        ("get", {"Sec-Purpose": "prefetch;prerender"}),
        ("get", {"X-Purpose": "preview"}),
        ("get", {"X-Moz": "prefetch"}),
        *(
            ("get", {"User-Agent": agent})
            for agent in (
                "",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
                "WhatsApp/2.23.20.0 A",
                "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
                "TelegramBot (like TwitterBot)",
                "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
                "LinkedInBot/1.0 (compatible; Mozilla/5.0)",
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                "Mozilla/5.0 (Windows NT 10.0) SkypeUriPreview Preview/0.5",
                "curl/8.5.0",
                "python-requests/2.32",
            )
        ),
    ],
)
def test_e6_looking_ahead_is_no_click(cast, method, headers):
    link = sent_link(cast)
    assert follow(link, method, **headers)["Location"] == SALE
    assert again(link).clicks == 0


def test_e6_other_methods_are_refused(cast):
    link = sent_link(cast)
    assert follow(link, "post").status_code == 405
    assert again(link).clicks == 0


def test_e6_two_clicks_at_once_are_two(brand):
    with brand.inside():
        profile = text_from(brand.number, "+15035559001", "Hello").profile
        profile.give_consent("marketing", "test")
        link = brand.account.tickets.by_number(1).reply(SALE, by=brand.member(brand.bob)).links.get()
    start = Barrier(8)

    def click():
        start.wait()
        assert follow(link).status_code == 302
        connection.close()

    threads = [Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert again(link).clicks == 8
    assert clicks.tell_due() >= 8
    with brand.inside():
        assert (
            Click.objects.filter(link=link).count()
            == profile.events.filter(metric="Clicked link").count()
            == 8
        )
        assert link.message.__class__.objects.get(pk=link.message_id).outcome["clicks"] == 8


def test_e6_a_click_asks_once_besides_entering_and_by_the_index(cast, django_assert_max_num_queries):
    link = sent_link(cast)
    with django_assert_max_num_queries(5):  # the statement, and a savepoint and the door before and after it
        follow(link)
    with tenancy.every_account(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        from sms.models.link import FOLLOW

        cursor.execute(
            "EXPLAIN " + FOLLOW, {"code": link.code, "host": "", "counts": True, "device": "phone"}
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert re.search(r"Index Scan using sms_link_code\w+ on sms_link", plan), plan
    assert "Seq Scan" not in plan


# Telling


def test_c8_a_click_is_an_event_of_the_person_told_once(cast):
    link = sent_link(cast)
    follow(link)
    assert clicks.tell_due() == 1
    assert clicks.tell_due() == 0
    with tenancy.enter(cast.acme.pk):
        click = Click.objects.get(link=link)
        clicks.tell(cast.acme.pk, click.pk)
        event = cast.paula.events.get(metric="Clicked link")
    assert event.at == click.at
    assert event.data == {"url": SALE, "message": link.message_id, "device": "phone"}


def test_e6_a_click_that_can_t_be_told_now_is_told_later_and_the_others_now(cast, monkeypatch):
    first, second = sent_link(cast), sent_link(cast)
    follow(first)
    follow(second)
    from sms import conversions

    clicked = conversions.clicked

    def fails_for_the_first(click):
        if click.link_id == first.pk:
            raise RuntimeError("boom")
        clicked(click)

    with monkeypatch.context() as patched:
        patched.setattr(conversions, "clicked", fails_for_the_first)
        clicks.tell_due()
    with tenancy.enter(cast.acme.pk):
        assert [event.data["message"] for event in cast.paula.events.all()] == [second.message_id]
        Click.objects.filter(link=first).update(tell_at="2026-01-01T00:00Z")
    clicks.tell_due()
    with tenancy.enter(cast.acme.pk):
        assert cast.paula.events.count() == 2


def test_e6_the_thread_shows_the_clicks_and_is_rung_for(cast, sign_in, monkeypatch):
    from sms import link_results

    rung = []
    monkeypatch.setattr(link_results.live, "ping", lambda account, *names: rung.extend(names))
    link = sent_link(cast)
    follow(link)
    follow(link)
    clicks.tell_due()
    assert "ticket-1" in rung
    page = sign_in(cast.bob).get("/tickets/1/?peek").content.decode()
    assert "2 clicks</span>" in page


def test_a1_another_account_sees_no_link_and_no_click(cast):
    follow(sent_link(cast))
    with tenancy.enter(cast.globex.pk):
        assert not Link.objects.exists()
        assert not Click.objects.exists()
