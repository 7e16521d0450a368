"""H5, H13 with threads: agents who start one at the same moment, and the person who texts the keyword meanwhile."""

import pytest

from accounts.models import Membership
from automations import steering
from inbox.channels import Refusal
from inbox.models import EventKind
from tests.automations.test_session_concurrency import BrandTalk
from tests.sms.test_concurrency import at_once


@pytest.fixture
def pets(brand):
    return BrandTalk(brand)


def test_h5_of_agents_who_start_one_at_once_the_others_are_told_that_the_person_is_inside(pets):
    (pat,) = pets.people()
    ticket = pets.text(pat, "Hello").ticket_id
    with pets.inside():
        alice = Membership.objects.get(account=pets.brand.account, role="owner")
    said = []

    def start(_):
        with pets.inside():
            try:
                steering.start(pat, pets.automation, by=alice)
            except Refusal as refusal:
                said.append(refusal.code)

    at_once(lambda verb: verb(), [lambda: start(1), lambda: start(2), lambda: pets.text(pat, "PETS")])
    (session,) = pets.sessions(pat)
    assert said in (["in_automation"], ["in_automation"] * 2)
    assert pets.said_to(pat)[0] == "What pet do you have?\n1. Cat\n2. Dog"
    with pets.inside():
        begun = session.profile.tickets.get(pk=ticket).events.filter(kind=EventKind.AUTOMATION_BEGUN)
        assert begun.count() == 1


def test_h13_of_two_who_take_over_at_once_one_is_in_the_history(pets):
    (pat,) = pets.people()
    ticket = pets.text(pat, "Hello").ticket_id
    pets.text(pat, "PETS")
    with pets.inside():
        alice = Membership.objects.get(account=pets.brand.account, role="owner")
    done = []

    def take_over(_):
        with pets.inside():
            done.append(steering.take_over(pat, by=alice))

    at_once(take_over, range(4))
    assert sorted(done) == [False, False, False, True]
    with pets.inside():
        told = pat.tickets.get(pk=ticket).events.filter(kind=EventKind.AUTOMATION_ENDED)
        assert [each.actor_label for each in told] == [str(alice)]
