"""B12: the global options of the inbox, each card with a form of its own, and the way there."""

import pytest

from accounts import tenancy
from accounts.models import Account
from inbox.models import Duty
from tests.pages import badge, field_error, part, words

UNREAD = {"unread_badge": "on"}
WAITING = {"long_wait_minutes": "2", "long_wait_minutes_unit": "hours"}
HANDING_OUT = {
    "round_robin": "on",
    "open_ticket_cap": "12",
    "away_after_minutes": "30",
    "away_after_minutes_unit": "minutes",
}


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


@pytest.fixture
def save(bob):
    return lambda card, data: bob.post(f"/settings/inbox/{card}/", data)


def kept(cast) -> Account:
    with tenancy.every_account():
        return Account.objects.get(pk=cast.acme.pk)


def test_b12_the_defaults_are_those_of_the_requirements(cast):
    account = kept(cast)
    assert account.unread_badge, "B7"
    assert account.long_wait_minutes == 60, "B11"
    assert (account.round_robin, account.open_ticket_cap) == (False, None), "D1"
    assert account.undo_send_seconds == 0, "C18: off"
    assert account.attribution_window_hours == 24, "F1"


def test_b12_a_gear_in_the_inbox_and_a_tab_lead_to_one_page_with_all_of_them(cast, bob):
    assert 'href="/a/acme/settings/inbox/"' in part(bob.get("/inbox/mine/"), "list").partition("</header>")[0]
    page = bob.get("/settings/inbox/")
    assert 'href="/a/acme/settings/inbox/" aria-current="page"' in page.content.decode()
    for said in (
        "Unread conversation notification",
        "A long wait begins after",
        "Hand out new tickets in turn",
        "Open tickets per member, at most",
        "Away after",
        "Undo send",
    ):
        assert said in words(page.content)


def test_b12_who_may_not_change_the_account_comes_to_the_inbox_options(cast, bob, sign_in):
    for client, url in ((bob, "inbox"), (sign_in(cast.alice), "account")):
        assert f'href="/a/acme/settings/{url}/"' in part(client.get("/navigation/"), "rail")


@pytest.mark.parametrize(
    ("card", "data", "columns"),
    [
        ("unread", {}, {"unread_badge": False}),
        ("waiting", WAITING, {"long_wait_minutes": 120}),
        (
            "handing-out",
            HANDING_OUT,
            {"round_robin": True, "open_ticket_cap": 12, "away_after_minutes": 30},
        ),
        ("handing-out", HANDING_OUT | {"open_ticket_cap": ""}, {"open_ticket_cap": None}),
        ("sending", {"undo_send_seconds": "10"}, {"undo_send_seconds": 10}),
    ],
)
def test_b12_a_card_is_saved_by_itself_and_comes_back_in_sight(cast, save, card, data, columns):
    before = kept(cast).__dict__
    answer = save(card, data)
    assert (answer.status_code, answer.url) == (302, f"/a/acme/settings/inbox/#{card}")
    after = kept(cast).__dict__
    assert {name: after[name] for name in columns} == columns
    others = before.keys() - data.keys() - columns.keys() - {"_state"}
    assert {name: after[name] for name in others} == {name: before[name] for name in others}


@pytest.mark.parametrize(
    ("card", "data", "field", "reason"),
    [
        ("waiting", WAITING | {"long_wait_minutes": "0"}, "long_wait_minutes", "between 1 minute and 7 days"),
        (
            "waiting",
            WAITING | {"long_wait_minutes": "169"},
            "long_wait_minutes",
            "between 1 minute and 7 days",
        ),
        ("waiting", {}, "long_wait_minutes", "required"),
        (
            "handing-out",
            HANDING_OUT | {"open_ticket_cap": "0"},
            "open_ticket_cap",
            "greater than or equal to 1",
        ),
        ("handing-out", HANDING_OUT | {"open_ticket_cap": "many"}, "open_ticket_cap", "a whole number"),
        (
            "handing-out",
            HANDING_OUT | {"away_after_minutes": "1441"},
            "away_after_minutes",
            "minute and 1 day",
        ),
        ("sending", {"undo_send_seconds": "7"}, "undo_send_seconds", "valid choice"),
    ],
)
def test_b12_a_wrong_value_is_refused_beside_its_field_and_nothing_changes(
    cast, save, card, data, field, reason
):
    before = kept(cast).__dict__
    answer = save(card, data)
    assert answer.status_code == 422
    assert reason in field_error(answer, field)
    after = kept(cast).__dict__
    assert {**after, "_state": None} == {**before, "_state": None}


def test_b12_there_is_no_other_card(save):
    assert save("nonsense", {}).status_code == 404


def test_a1_the_options_of_one_account_are_not_anothers(cast, save):
    save("sending", {"undo_send_seconds": "30"})
    with tenancy.every_account():
        assert Account.objects.get(pk=cast.globex.pk).undo_send_seconds == 0


def test_b7_the_badge_can_be_switched_off_for_the_account(bob, save):
    assert badge(bob.get("/inbox/mine/")) == "2"
    save("unread", {})
    assert badge(bob.get("/inbox/mine/")) == ""
    assert badge(bob.get("/navigation/")) == ""
    save("unread", UNREAD)
    assert badge(bob.get("/inbox/mine/")) == "2"


# D1: the team's card


def team(answer) -> str:
    return words(part(answer, "team-members").partition("</ul>")[0].partition(">")[2])


def channels_of(member) -> list[str]:
    with tenancy.enter(member.account_id):
        return Duty.objects.of(member).kinds


def ticked(answer, member) -> bool:
    field = part(answer, f"id_member-{member.pk}_0")
    return " checked" in field.partition(">")[0]


def test_d1_the_team_says_who_is_online_and_names_only_who_can_be_given_tickets(cast, bob):
    with tenancy.enter(cast.acme.pk):
        Duty.objects.of(cast.bob).go_online()
        Duty.objects.of(cast.dora).go_away()
    said = team(bob.get("/settings/inbox/"))
    assert "Online Bob Online since" in said
    assert "Away Dora Away since" in said
    assert "Away Alice Away Channels of Alice" in said, "never heard of"
    assert "Anna" not in said, "A2: an analyst is given nothing"
    assert "Charlie" not in said, "A1"


def test_d1_a_members_channels_are_ticked_and_nothing_ticked_is_all_of_them(cast, bob, save):
    assert save("team", {f"member-{cast.dora.pk}": ["sms"]}).url == "/a/acme/settings/inbox/#team"
    assert channels_of(cast.dora) == ["sms"]
    page = bob.get("/settings/inbox/")
    assert [ticked(page, member) for member in (cast.dora, cast.bob)] == [True, False]
    save("team", {f"initial-member-{cast.dora.pk}": ["sms"]})
    assert channels_of(cast.dora) == []


def test_d1_who_saves_the_team_leaves_alone_what_another_changed_meanwhile(cast, save):
    """The page was made before Dora was given her channels: it says for her what it said then, nothing."""
    save("team", {f"member-{cast.dora.pk}": ["sms"]})
    save("team", {f"member-{cast.bob.pk}": ["sms"]})
    assert channels_of(cast.dora) == channels_of(cast.bob) == ["sms"]


def test_d1_an_unknown_channel_is_refused_beside_its_member(cast, save):
    answer = save("team", {f"member-{cast.dora.pk}": ["fax"], f"member-{cast.bob.pk}": ["sms"]})
    assert answer.status_code == 422
    assert "fax is not one of the available choices" in field_error(answer, f"member-{cast.dora.pk}")
    assert channels_of(cast.dora) == channels_of(cast.bob) == []


def test_a1_another_accounts_member_is_not_on_the_card(cast, save):
    assert save("team", {f"member-{cast.charlie.pk}": ["sms"]}).status_code == 302
    assert channels_of(cast.charlie) == []


@pytest.mark.parametrize("hours", ["1", "48", "720"])
def test_f3_how_long_replies_count(cast, save, hours):
    assert save("attribution", {"attribution_window_hours": hours}).status_code == 302
    assert kept(cast).attribution_window_hours == int(hours)


@pytest.mark.parametrize("hours", ["0", "721", "-1", "1.5", "", "a day"])
def test_f3_a_window_that_makes_no_sense_is_refused_with_what_was_typed(cast, save, hours):
    answer = save("attribution", {"attribution_window_hours": hours})
    assert answer.status_code == 422
    assert field_error(answer, "attribution_window_hours")
    assert f'value="{hours}"' in answer.content.decode() or not hours
    assert kept(cast).attribution_window_hours == 24
