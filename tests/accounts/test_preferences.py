"""What a member chooses for the browser in front of them (B8, B9). That it is kept there is seen in tests/live."""

import pytest

from tests.pages import words


@pytest.mark.parametrize("who", ["alice", "bob", "anna"])
def test_b9_every_member_may_switch_the_single_keys_off(cast, sign_in, who):
    answer = sign_in(getattr(cast, who)).get("/preferences/")
    assert answer.status_code == 200
    assert 'id="choice-keys"' in answer.content.decode()


def test_a2_notifications_are_for_those_who_work_the_inbox(cast, sign_in):
    assert "Show a notification" in words(sign_in(cast.bob).get("/preferences/").content)
    assert "Show a notification" not in words(sign_in(cast.anna).get("/preferences/").content)


def test_b9_the_menu_leads_there(cast, sign_in):
    assert b'href="/a/acme/preferences/"' in sign_in(cast.bob).get("/inbox/mine/").content
