"""H12: people inside finish the version by which they entered."""

import pytest
from django.http import Http404

from automations.models import Automation, Incomplete, TriggerKeyword
from automations.script import Script
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


def test_who_read_it_before_it_was_switched_on_writes_a_new_draft(talk, acme):
    pets = talk.make(on=False)
    Automation.objects.get(pk=pets.pk).switch_on()
    pets.edit(script=OTHER.as_json())
    assert (pets.version.read_script(), pets.draft.read_script()) == (PETS, OTHER)
    assert pets.draft.number == 2


def test_who_read_it_before_it_was_written_judges_what_is_written(talk, acme):
    pets = Automation.objects.prefetch_related("versions").get(pk=talk.make(on=False).pk)
    assert pets.draft.read_script() == PETS
    Automation.objects.get(pk=pets.pk).edit(script=Script().as_json())
    with pytest.raises(Incomplete):
        pets.switch_on()


def test_who_writes_what_was_deleted_meanwhile_takes_no_keyword_from_others(talk, acme):
    pets, other = talk.make(), talk.make(keywords=["FISH"], on=False)
    for each in (pets, other):
        Automation.objects.get(pk=each.pk).remove()
        with pytest.raises(Http404):
            each.edit(keywords=["PETS"])
    assert not TriggerKeyword.objects.exists()


def test_one_that_has_no_message_begins_nothing_and_says_why(talk, acme):
    """What is switched on was judged; should one be on all the same, the text is for the team."""
    pets = talk.make(Script(recommendation="Thanks"), checked=False)
    assert talk.text(acme.paula, "PETS").ticket_id
    assert talk.session_of(acme.paula).trouble.startswith("It has no message to begin with.")
    assert pets.sessions.running().count() == 0
