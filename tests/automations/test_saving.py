"""H11: answers stay on the profile as properties and tags, and flows hear that somebody has finished."""

import pytest

from automations import trying
from automations.models import Ended, Session
from automations.script import Choice, Question, Script
from campaigns.models import Enrolment, Flow, Segment
from inbox.models import Tag
from profiles.models import ProfileEvent, PropertyName

AS_IT_IS = "There is an object or a list already, which is left as it is."


def survey(save_as: str = "", tag: str = "") -> Script:
    choices = (Choice("cat", "Cat", tag=tag), Choice("dog", "Dog"))
    return Script((Question("pet", "pet", "What pet?", choices, save_as),), recommendation="Thanks")


def answered(talk, person, script: Script) -> Session:
    talk.make(script)
    for said in ("PETS", "1"):
        talk.text(person, said)
    person.refresh_from_db()
    session = talk.session_of(person)
    assert session.ended == Ended.RECOMMENDED  # whatever could not be kept
    return session


@pytest.mark.parametrize(
    ("save_as", "before", "after"),
    [
        ("pet", {}, {"pet": "Cat"}),
        ("pet", {"pet": "Dog", "vip": True}, {"pet": "Cat", "vip": True}),
        ("pet", {"pet": 3}, {"pet": "Cat"}),
        ("pet.kind", {}, {"pet": {"kind": "Cat"}}),
        ("pet.kind", {"pet": {"kind": "Dog", "age": 3}}, {"pet": {"kind": "Cat", "age": 3}}),
        ("pet.of.hers", {"pet": {"of": {"his": "Dog"}}}, {"pet": {"of": {"his": "Dog", "hers": "Cat"}}}),
    ],
)
def test_an_answer_is_saved_under_its_name_or_path(talk, acme, save_as, before, after):
    acme.paula.set_properties(**before)
    session = answered(talk, acme.paula, survey(save_as))
    assert acme.paula.properties == after
    assert session.trouble == ""
    assert PropertyName.objects.filter(account=acme.acme, name=".".join(save_as.split(".")[:2])).exists() == (
        save_as.count(".") < 2
    )


@pytest.mark.parametrize(
    ("save_as", "before", "trouble"),
    [
        ("pet", {"pet": {"kind": "Dog"}}, AS_IT_IS),
        ("pet", {"pet": ["Dog"]}, AS_IT_IS),
        ("pet.kind", {"pet": "Dog"}, "There is a plain value already, which has nothing inside it."),
        ("pet", {"long": "x" * 16_370}, "Up to 16,384 characters of JSON can be kept."),
    ],
)
def test_what_cannot_be_kept_is_said_and_stops_nothing(talk, acme, save_as, before, trouble):
    """The issue's bad input: a property that is not text."""
    acme.paula.set_properties(**before)
    session = answered(talk, acme.paula, survey(save_as))
    assert acme.paula.properties == before
    assert session.trouble == f"An answer could not be saved as property “{save_as}”: {trouble}"


def test_a_segment_finds_who_answered_so_and_who_came_to_the_end(talk, acme):
    """Segments know nothing of automations: what they leave on the profile is all that it takes."""
    answered(talk, acme.paula, survey("pet.kind", tag="Cat people"))
    tag = Tag.objects.get(name="Cat people")
    for condition in (
        {"kind": "property", "name": "pet.kind", "how": "is", "value": "Cat"},
        {"kind": "tag", "how": "has", "tag": tag.pk},
        {"kind": "event", "how": "did", "metric": "Finished automation", "times": 1, "days": 1},
    ):
        segment = Segment.objects.make(acme.acme, condition["kind"], {"all": [condition]})
        assert set(segment.profiles()) == {acme.paula}, condition


def test_a_choice_puts_its_tag_on_and_makes_it_where_there_is_none(talk, acme):
    answered(talk, acme.paula, survey(tag="Cat people"))
    assert [tag.tag.name for tag in acme.paula.profile_tags.all()] == ["Cat people"]


def test_a_tag_that_was_deleted_meanwhile_is_made_again(talk, acme):
    Tag.objects.make(acme.acme, "Cat people").remove()
    answered(talk, acme.paula, survey(tag="cat people"))
    assert acme.paula.profile_tags.get().tag.name == "cat people"


@pytest.mark.parametrize("merged", [True, False])
def test_a_tag_that_was_renamed_or_merged_meanwhile_is_put_on_by_its_new_name(talk, acme, merged):
    tag, other = (Tag.objects.make(acme.acme, name) for name in ("Cats", "Pets"))
    talk.make(survey(tag="cats"))
    talk.text(acme.paula, "PETS")
    tag.merge_into(other) if merged else tag.revise("Cat people", tag.colour)
    talk.text(acme.paula, "1")
    assert acme.paula.profile_tags.get().tag.name == ("Pets" if merged else "Cat people")
    assert not Tag.objects.filter(normal="cats").exists()


def test_a_tag_that_was_renamed_meanwhile_is_put_on_by_its_new_name_in_a_trial(
    talk, acme, django_capture_on_commit_callbacks
):
    tag = Tag.objects.make(acme.acme, "Cats")
    trying.try_on(talk.make(survey(tag="cats"), on=False), acme.paula.phone, acme.dora)
    with django_capture_on_commit_callbacks(execute=True):
        tag.revise("Cat people", tag.colour)
    talk.text(acme.paula, "1")
    assert acme.paula.profile_tags.get().tag.name == "Cat people"


def test_a_tag_too_many_stops_nothing(talk, acme, monkeypatch):
    monkeypatch.setattr("inbox.models.tag.MOST", 0)
    session = answered(talk, acme.paula, survey("pet", "Cat people"))
    assert acme.paula.properties == {"pet": "Cat"}
    assert session.trouble.startswith(
        "An answer could not be saved as tag “Cat people”: An account has at most"
    )


def test_whoever_finishes_has_an_event_that_flows_begin_with(talk, acme):
    """G2: “after the survey, two days later”, for those who said “Cat”."""
    cats = {"name": "answers.pet", "operator": "is", "value": "Cat"}
    flow = Flow.objects.make(
        acme.acme, "After", metric="Finished automation", conditions=[cats],
        steps=[{"kind": "text", "id": "a", "text": "Acme has cat food"}],
    )  # fmt: skip
    flow.switch_on()
    talk.make(survey())
    for person, said in ((acme.paula, "1"), (acme.sue, "2")):
        talk.text(person, "PETS")
        talk.text(person, said)
    assert [inside.profile for inside in Enrolment.objects.running()] == [acme.paula]
    event = ProfileEvent.objects.get(profile=acme.paula)
    assert event.data == {"automation": "Pets", "recommendation": "default", "answers": {"pet": "Cat"}}


def test_whoever_does_not_finish_has_none(talk, acme):
    talk.make()
    for said in ("PETS", "parrot", "parrot"):
        talk.text(acme.paula, said)
    assert not ProfileEvent.objects.filter(profile=acme.paula).exists()
