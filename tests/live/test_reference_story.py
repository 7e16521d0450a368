"""H15 from end to end, set up by the API and lived on phones: a campaign invites, the survey asks, the promised coupon
comes, the answers stand on the profile, and a segment finds who gave them."""

from datetime import timedelta

import pytest

from automations.models import Ended, Session
from inbox.models import Message
from tests.api.conftest import Machine

SURVEY = {
    "name": "Pets survey",
    "keywords": ["PETS"],
    "trigger": "reply",
    "messages": [
        {"id": "pet", "name": "pet", "text": "What pet do you have?", "save_as": "pet",
         "choices": [{"id": "kitten", "text": "Kitten", "tag": "Cat people"}, {"id": "dog", "text": "Dog"}]},
        {"id": "size", "text": "How big is your {answers.pet}?", "save_as": "pet_size",
         "choices": [{"text": "Small", "recommendation": "The Nest! Your code: {coupon.pets}"}, {"text": "Large"}]},
    ],
    "recommendation": "The Ridge! Your code: {coupon.pets}",
    "reprompt": "Please answer with a number:\n{choices}",
    "fallback": "We leave it at that. Text {keyword} to go on.",
}  # fmt: skip
CATS = SURVEY | {"name": "Cats", "keywords": ["CATS"], "trigger": "always"}
CAMPAIGN = {
    "name": "Pet week",
    "text": "Text PETS for a survey and your personal coupon. STOP to unsubscribe.",
}
CODES = ["PET-1", "PET-2", "PET-3"]


@pytest.fixture
def machine(house) -> Machine:
    return Machine(house.member(house.alice))


@pytest.fixture
def invite(machine):
    """Pool, campaign and survey stand; to be sent once the people are there."""
    pool = machine.post("coupon-pools/", {"name": "Pets"}).json()
    machine.post(f"coupon-pools/{pool['id']}/codes/", {"codes": CODES})
    campaign = machine.post("campaigns/", CAMPAIGN).json()
    for body in (SURVEY | {"trigger_source": campaign["source"]}, CATS):
        made = machine.post("automations/", body)
        on = machine.post(f"automations/{made.json()['id']}/switch/")
        assert on.status_code == 200, on.json()

    def send(*phones) -> int:
        machine.post(f"campaigns/{campaign['id']}/schedule/", {})
        for phone in phones:
            phone.wait_for("Text PETS", seconds=20)
        return campaign["source"]

    return send


def ended(house, phone) -> str:
    with house.inside():
        return Session.objects.filter(profile__phone=phone.number).values_list("ended", flat=True).get()


def has_ticket(house, phone) -> bool:
    with house.inside():
        return house.account.tickets.filter(profile__phone=phone.number).exists()


def test_h15_invited_asked_understood_rewarded_and_found(house, machine, invite, person):
    paula, vera = person("Paula"), person("Vera")
    source = invite(paula, vera)
    paula.say("pets")
    assert "1. Kitten\n2. Dog" in paula.wait_for("What pet do you have?")["body"]
    paula.say("kiten")
    paula.wait_for("How big is your Kitten?")
    paula.say("1")
    code = paula.wait_for("The Nest! Your code: ")["body"].rpartition(" ")[2]

    vera.say("PETS")
    vera.wait_for("What pet do you have?")
    vera.say("CATS")  # another automation's keyword is no way out of this one (H5)
    vera.wait_for("Please answer with a number:")
    vera.say("a dog")
    vera.wait_for("How big is your Dog?")
    vera.say("large")
    assert {code, vera.wait_for("The Ridge!")["body"].rpartition(" ")[2]} < {*CODES}, (
        "each has one of their own"
    )

    rules = {"all": [{"kind": "property", "name": "pet", "how": "is", "value": "Kitten"},
                     {"kind": "tag", "tag": tag_of(machine), "how": "has"}]}  # fmt: skip
    segment = machine.post("segments/", {"name": "Cat people", "rules": rules}).json()
    assert segment["faults"] == []
    assert machine.get(f"segments/{segment['id']}/count/").json()["people"] == 1
    (found,) = machine.get("profiles/", phone=paula.number).json()["results"]
    assert (found["properties"]["pet"], found["properties"]["pet_size"]) == ("Kitten", "Small")
    with house.inside():
        replies = Message.objects.filter(profile=found["id"], attributed_to__source=source)
        assert [reply.body for reply in replies] == ["pets"], "the first reply is the campaign's (F1)"
    assert not has_ticket(house, paula) and not has_ticket(house, vera)


def tag_of(machine) -> int:
    (tag,) = [each for each in machine.get("tags/").json()["results"] if each["name"] == "Cat people"]
    return tag["id"]


def test_h15_everything_else_that_people_do(house, machine, invite, person):
    sue, tom, uma, quinn = person("Sue"), person("Tom"), person("Uma"), person("Quinn", consent=False)
    invite(sue, tom, uma)
    for phone in (sue, tom, uma, quinn):
        phone.say("PETS")
    assert has_ticket(house, quinn), "who has given no consent is for the team (H4)"
    for phone in (sue, tom, uma):
        phone.wait_for("What pet do you have?")

    sue.say("a parrot")
    sue.wait_for("Please answer with a number:")
    sue.say("x" * 1600)
    sue.wait_for("We leave it at that. Text PETS to go on.")
    assert ended(house, sue) == Ended.REPROMPTS and not has_ticket(house, sue)
    sue.say("Is there anybody?")
    assert has_ticket(house, sue)

    with house.inside():
        late = Session.objects.get(profile__phone=tom.number)
        for name in ("started_at", "asked_at", "expires_at"):
            setattr(late, name, getattr(late, name) - timedelta(hours=25))
        late.save()
    tom.wait_for("We leave it at that.")
    assert ended(house, tom) == Ended.TIMEOUT

    uma.say("STOP")
    uma.wait_for("unsubscribed")
    assert ended(house, uma) == Ended.OPTED_OUT
    uma.say("1")
    assert has_ticket(house, uma)
    assert not any("How big" in body for body in uma.received())
    assert not any("What pet" in body for body in quinn.received())
