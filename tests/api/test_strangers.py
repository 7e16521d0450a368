"""A1: through the API nobody sees or changes anything of another account, and can't tell it from what is not there."""

import pytest

from accounts import tenancy
from automations.models import Session
from campaigns.models import Campaign, Flow, Segment
from inbox.models import BulkAction, Channel, Macro, Media, Message, SavedView, Source, Tag
from sms.models import CouponPool
from tests import world
from tests.automations.talking import Talk
from tests.campaigns.flowing import WELCOME


@pytest.fixture(scope="module")
def acmes_ids(begun):
    """One of each, for all the tests here: what a stranger asks for changes nothing."""
    cast = world.cast()
    with tenancy.enter(cast.acme.pk):
        tag = Tag.objects.make(cast.acme, "Acme's own")
        channel = Channel.objects.for_kind(cast.acme, "sms")
        (address,) = cast.acme.notification_addresses.enlist(channel, ["shop@acme.example"], by=cast.bob)
        message = Message.objects.first()
        macro = Macro.objects.make(cast.acme, name="Acme's own", body="x")
        pool = CouponPool.objects.make(cast.acme, "Acme's own")
        bulk = BulkAction.objects.begin(cast.acme, "close", cast.acme.tickets.all(), cast.alice)
        view = SavedView.objects.make(cast.acme, "Acme's own", filters={}, sort="activity")
        flow = Flow.objects.make(cast.acme, "Acme's own", metric="Ordered", steps=WELCOME)
        flow.switch_on()
        automation = Talk(cast).make(name="Acme's own")
        cast.paula.record_event("Ordered")
        ids = {
            "automation": automation,
            "session": Session.objects.start(automation, cast.paula, channel),
            "flow": flow,
            "enrolment": flow.enrolments.get(),
            "bulk": bulk,
            "message": message,
            "media": Media.objects.create(message=message, source_url="https://x.example/1"),
            "profile": cast.paula,
            "tag": tag,
            "address": address,
            "source": Source.objects.create(account=cast.acme, kind="campaign", name="Acme's own"),
            "macro": macro,
            "campaign": Campaign.objects.make(cast.acme, "Acme's own"),
            "pool": pool,
            "view": view,
            "segment": Segment.objects.make(cast.acme, "Acme's own", {"all": []}),
        }
        return {name: row.pk for name, row in ids.items()}


ADDRESSES = [
    ("get", "tickets/{number}/"), ("post", "tickets/{number}/closure/"), ("delete", "tickets/{number}/closure/"),
    ("post", "tickets/{number}/snooze/"), ("delete", "tickets/{number}/snooze/"),
    ("post", "tickets/{number}/assignment/"), ("post", "tickets/{number}/reading/"),
    ("delete", "tickets/{number}/reading/"), ("get", "tickets/{number}/messages/"),
    ("post", "tickets/{number}/messages/"), ("get", "tickets/{number}/events/"), ("get", "messages/{message}/"),
    ("post", "media/{media}/fetch/"),
    ("get", "tickets/{number}/scheduled-replies/"), ("post", "tickets/{number}/scheduled-replies/"),
    ("patch", "tickets/{number}/scheduled-replies/{message}/"),
    ("delete", "tickets/{number}/scheduled-replies/{message}/"),
    ("patch", "tickets/{number}/notes/{message}/"), ("delete", "tickets/{number}/notes/{message}/"),
    ("get", "tickets/{number}/notes/"), ("post", "tickets/{number}/notes/"),
    ("delete", "tickets/{number}/pictures/1/"),
    ("post", "messages/{message}/delivery/"), ("get", "profiles/{profile}/"), ("patch", "profiles/{profile}/"),
    ("get", "profiles/{profile}/consents/"), ("post", "profiles/{profile}/consents/"),
    ("post", "profiles/{profile}/tags/"), ("delete", "profiles/{profile}/tags/{tag}/"),
    ("post", "tickets/{number}/tags/"), ("delete", "tickets/{number}/tags/{tag}/"), ("get", "tags/{tag}/"),
    ("get", "bulk-actions/{bulk}/"), ("delete", "bulk-actions/{bulk}/"),
    ("patch", "tags/{tag}/"), ("delete", "tags/{tag}/"), ("post", "tags/{tag}/merger/"),
    ("get", "profiles/{profile}/block/"), ("post", "profiles/{profile}/block/"),
    ("delete", "profiles/{profile}/block/"), ("get", "profiles/{profile}/events/"),
    ("post", "profiles/{profile}/events/"), ("get", "notification-addresses/{address}/"),
    ("delete", "notification-addresses/{address}/"), ("post", "notification-addresses/{address}/confirmation/"),
    ("get", "sources/{source}/"), ("get", "sources/{source}/results/"),
    ("get", "automations/{automation}/"), ("patch", "automations/{automation}/"),
    ("delete", "automations/{automation}/"), ("get", "automations/{automation}/problems/"),
    ("get", "automations/{automation}/versions/"), ("post", "automations/{automation}/copies/"),
    ("post", "automations/{automation}/switch/"), ("delete", "automations/{automation}/switch/"),
    ("post", "automations/{automation}/draft/"), ("delete", "automations/{automation}/draft/"),
    ("post", "automations/{automation}/simulations/"), ("post", "automations/{automation}/trials/"),
    ("get", "automations/sessions/{session}/"),
    ("get", "automations/{automation}/results/"), ("get", "automations/{automation}/not-understood/"),
    ("get", "automations/{automation}/synonyms/"), ("post", "automations/{automation}/synonyms/"),
    ("get", "campaigns/{campaign}/"), ("patch", "campaigns/{campaign}/"), ("delete", "campaigns/{campaign}/"),
    ("get", "campaigns/{campaign}/forecast/"), ("post", "campaigns/{campaign}/schedule/"),
    ("delete", "campaigns/{campaign}/schedule/"), ("post", "campaigns/{campaign}/pause/"),
    ("delete", "campaigns/{campaign}/pause/"), ("post", "campaigns/{campaign}/cancellation/"),
    ("post", "campaigns/{campaign}/trials/"),
    ("get", "macros/{macro}/"), ("patch", "macros/{macro}/"), ("delete", "macros/{macro}/"),
    ("get", "coupon-pools/{pool}/"), ("patch", "coupon-pools/{pool}/"), ("delete", "coupon-pools/{pool}/"),
    ("get", "coupon-pools/{pool}/codes/"), ("post", "coupon-pools/{pool}/codes/"),
    ("get", "segments/{segment}/"), ("patch", "segments/{segment}/"), ("delete", "segments/{segment}/"),
    ("get", "segments/{segment}/count/"),
    ("get", "flows/{flow}/"), ("patch", "flows/{flow}/"), ("delete", "flows/{flow}/"),
    ("get", "flows/{flow}/versions/"), ("get", "flows/{flow}/enrolments/"), ("post", "flows/{flow}/switch/"),
    ("delete", "flows/{flow}/switch/"), ("delete", "enrolments/{enrolment}/"),
    ("get", "profiles/{profile}/enrolments/"),
    ("get", "profiles/{profile}/session/"), ("post", "profiles/{profile}/session/"),
    ("delete", "profiles/{profile}/session/"),
    ("get", "views/{view}/"), ("patch", "views/{view}/"), ("delete", "views/{view}/"),
]  # fmt: skip
BODY = {
    "codes": ["x"], "until": "2099-01-01T00:00:00Z", "member": None, "body": "x", "kind": "marketing", "given": True, "source": "x",
    "name": "x", "into": 1, "automation": 1, "metric": "x", "send_at": "2099-01-01T00:00:00Z",
}  # fmt: skip


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_a1_another_accounts_rows_are_not_found(stranger, acmes_ids, problem, method, address):
    """Ticket 3 is acme's; globex has only its own ticket 1."""
    path = address.format(number=3, **acmes_ids)
    answer = getattr(stranger, method)(path, *([BODY] if method in ("post", "patch") else []))
    problem(answer, 404, "not_found")


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_a1_nor_is_what_does_not_exist(machine, acmes_ids, problem, method, address):
    for huge in (10**6, 10**30):
        path = address.format(**dict.fromkeys(["number", *acmes_ids], huge))
        answer = getattr(machine, method)(path, *([BODY] if method in ("post", "patch") else []))
        problem(answer, 404, "not_found")


def test_a1_lists_show_the_own_account_only(cast, stranger):
    for path in (
        "tickets/",
        "views/",
        "coupon-pools/",
        "segments/",
        "flows/",
        "automations/",
        "automations/sessions/",
        "automations/keywords/",
        "profiles/",
        "members/",
        "account/",
        "notification-addresses/",
    ):
        answer = stranger.get(path)
        assert answer.status_code == 200
        assert b"Paula" not in answer.content
        assert b"Acme" not in answer.content
        assert b"PETS" not in answer.content
    assert [ticket["number"] for ticket in stranger.get("tickets/").json()["results"]] == [1]
    assert stranger.get("tickets/", assignee=cast.bob.pk).json()["results"] == []
    assert stranger.get("tickets/", profile=cast.paula.pk).json()["results"] == []


def test_a1_a_ticket_is_not_given_to_another_accounts_member(cast, stranger, machine, problem):
    foreign = problem(stranger.post("tickets/1/assignment/", {"member": cast.bob.pk}), 400, "invalid")
    unknown = problem(stranger.post("tickets/1/assignment/", {"member": 10**9}), 400, "invalid")
    assert foreign["errors"]["member"][0].replace(str(cast.bob.pk), "…") == unknown["errors"]["member"][
        0
    ].replace(str(10**9), "…")
