"""Times are the agent's: the zone that the browser says, before that the account's."""

import pytest
from django.utils import timezone

from accounts import tenancy
from inbox.models import Ticket
from tests.pages import words


def bob_in(cast, sign_in, zone):
    bob = sign_in(cast.bob)
    bob.cookies["time_zone"] = zone
    return bob


def test_c2_tomorrow_is_the_agents_morning(cast, sign_in):
    bob_in(cast, sign_in, "Asia/Tokyo").post("/tickets/1/snooze/", {"until": "tomorrow"})
    with tenancy.enter(cast.acme.pk):
        until = Ticket.objects.get(number=1).snoozed_until
    assert (until.hour, until.minute) == (0, 0), "9:00 in Tokyo is midnight in UTC"


def test_without_a_word_of_the_browser_it_is_the_accounts(cast, sign_in):
    assert "A date and time (America/New_York)" in words(sign_in(cast.bob).get("/tickets/1/").content)


@pytest.mark.parametrize(
    "zone", ["", "Mars/Olympus", "../../etc/passwd", "/etc/passwd", "Europe", "a" * 5000, "UTC\0", "%00"]
)
def test_a_zone_that_is_none_falls_back_to_the_accounts(cast, sign_in, zone):
    bob = bob_in(cast, sign_in, zone)
    assert bob.get("/tickets/1/").status_code == 200
    assert bob.post("/tickets/1/snooze/", {"until": "tomorrow"}).status_code == 302


def test_the_zone_of_one_request_does_not_leak_into_the_next(cast, sign_in):
    bob_in(cast, sign_in, "Asia/Tokyo").get("/inbox/all/")
    assert timezone.get_current_timezone_name() == "UTC"
