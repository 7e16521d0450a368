"""H12: people inside finish the version by which they entered."""

from tests.automations.talking import PETS, changed

OTHER = changed(
    PETS,
    questions=(changed(PETS.questions[0], text="Which animal?", choices=PETS.questions[0].choices[::-1]),),
    recommendation="Of the other version",
    timeout_minutes=60,
)


def test_whoever_is_inside_finishes_the_version_that_was_on(talk, acme):
    pets = talk.make()
    talk.text(acme.paula, "PETS")
    pets.edit(script=OTHER.as_json(), keywords=["ANIMALS"])
    talk.text(acme.paula, "1")
    pets.switch_on()
    pets.switch_off()
    pets.switch_on()
    talk.text(acme.sue, "ANIMALS")
    talk.text(acme.paula, "2")
    talk.text(acme.sue, "1")
    assert talk.said_to(acme.paula)[1:] == [
        "How big is your Cat?\n1. Small\n2. Large",
        "Thank you, Paula! Cat food is on us.",
    ]
    assert talk.said_to(acme.sue) == ["Which animal?\n1. Dog\n2. Cat", "Of the other version"]
    assert [talk.session_of(person).version.number for person in (acme.paula, acme.sue)] == [1, 2]


def test_their_time_and_their_fallback_are_of_that_version_too(talk, acme):
    pets = talk.make()
    talk.text(acme.paula, "PETS")
    pets.edit(script=changed(OTHER, fallback="Another").as_json())
    pets.switch_on()
    talk.pass_by(hours=2)
    assert talk.time_out() == 0
    talk.pass_by(hours=23)
    assert talk.time_out() == 1
    assert talk.said_to(acme.paula)[-1] == "We gave up. Text PETS to begin again."


def test_the_old_keyword_begins_nothing_any_more(talk, acme):
    pets = talk.make()
    pets.edit(keywords=["ANIMALS"])
    pets.switch_on()
    assert talk.text(acme.paula, "PETS").ticket_id


def test_a_draft_begins_nothing_before_it_is_switched_on(talk, acme):
    pets = talk.make()
    pets.edit(keywords=["PETS", "ANIMALS"])
    assert talk.text(acme.paula, "ANIMALS").ticket_id
