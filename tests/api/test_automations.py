"""H1-H3, H12, H14 through the API: automations are written, checked, switched on and off, copied and deleted."""

import json
import re

import pytest
from django.conf import settings

from accounts import tenancy
from api.views.automations import PETS as EXAMPLE
from automations.models import Automation, Ended
from automations.script import MOST_QUESTIONS
from inbox.models import Source
from tests.automations.talking import PETS, Talk

CAT, DOG = {"id": "cat", "text": "Cat", "synonyms": ["kitten"]}, {"id": "dog", "text": "Dog", "tag": "Dogs"}
PET = {"id": "pet", "name": "pet", "text": "What pet do you have?", "choices": [CAT, DOG], "save_as": "pet"}
SIZE = {"id": "size", "text": "How big?", "choices": [{"text": "Small"}, {"text": "Large"}]}
PLAIN = {"recommendation": "", "leads_to": "next", "tag": "", "synonyms": []}


def make(machine, **more) -> dict:
    body = {"name": "Pets", "keywords": ["PETS"], "messages": [PET, SIZE], "recommendation": "Thank you!"}
    answer = machine.post("automations/", body | more)
    assert answer.status_code == 201, answer.json()
    return answer.json()


def at(made, rest="") -> str:
    return f"automations/{made['id']}/{rest}"


def test_h1_one_is_made_switched_on_and_shown(machine):
    made = make(machine)
    assert (made["state"], made["version"], made["draft"]["number"]) == ("draft", None, 1)
    first = made["draft"]["messages"][0]
    assert first == PET | {"choices": [PLAIN | CAT, PLAIN | DOG]}
    assert all(choice["id"] for choice in made["draft"]["messages"][1]["choices"]), "ids are made"
    assert (made["draft"]["max_reprompts"], made["draft"]["timeout_hours"]) == (1, 24), "H7, H8"
    on = machine.post(at(made, "switch/")).json()
    assert (on["state"], on["draft"], on["version"]["number"]) == ("on", None, 1)
    assert machine.get(at(made)).json() == on
    assert machine.get("automations/").json()["results"] == [on]


def test_m1_the_examples_of_the_docs_and_the_readme_can_be_switched_on(machine):
    readme = (settings.BASE_DIR / "README.md").read_text()
    (colours,) = re.findall(r"^api automations/ -d '(.*?)'$", readme, re.DOTALL | re.MULTILINE)
    for body in (EXAMPLE, json.loads(colours)):
        made = machine.post("automations/", body).json()
        assert machine.post(at(made, "switch/")).status_code == 200, machine.get(at(made, "problems/")).json()


def test_h12_a_change_is_a_draft_and_only_what_is_given_changes(machine):
    made = make(machine)
    machine.post(at(made, "switch/"))
    changed = machine.patch(at(made), {"name": "Animals", "fallback": "Bye.", "timeout_hours": 2}).json()
    assert (changed["name"], changed["version"]["number"], changed["draft"]["number"]) == ("Animals", 1, 2)
    assert (changed["draft"]["fallback"], changed["draft"]["timeout_hours"]) == ("Bye.", 2)
    assert changed["draft"]["messages"] == made["draft"]["messages"]
    assert changed["draft"]["keywords"] == ["PETS"]
    assert machine.delete(at(made, "draft/")).json()["draft"] is None
    machine.patch(at(made), {"fallback": "Bye."})
    machine.post(at(made, "switch/"))
    numbers = [row["number"] for row in machine.get(at(made, "versions/")).json()["results"]]
    assert numbers == [2, 1]
    assert machine.post(at(made, "draft/"), {"version": 1}).json()["draft"]["fallback"] != "Bye."


def test_h12_what_was_read_is_written_back_as_it_was(machine):
    made = make(machine)
    draft = {name: value for name, value in made["draft"].items() if name not in ("number", "created_at")}
    again = machine.patch(at(made), draft).json()
    assert again == made


def test_h1_what_is_missing_is_said_by_field(machine, problem):
    made = make(machine, keywords=[], messages=[PET | {"text": "", "choices": [CAT]}], recommendation="")
    found = machine.get(at(made, "problems/")).json()["problems"]
    wrong = {(each["field"], each["code"]) for each in found if not each["advice"]}
    assert {("messages.0", "no_text"), ("messages.0", "few_choices")} <= wrong
    errors = problem(machine.post(at(made, "switch/")), 400, "invalid")["errors"]
    assert set(errors) == {field for field, _ in wrong}
    assert machine.get(at(made)).json()["state"] == "draft"


def test_h2_a_keyword_begins_one_only_and_says_whose_it_is(machine, problem):
    made, other = make(machine), make(machine, keywords=["CATS"])
    for answer in (
        machine.post("automations/", {"name": "Third", "keywords": ["pets"]}),
        machine.patch(at(other), {"name": "New", "keywords": ["pets"]}),
    ):
        assert "“Pets”" in problem(answer, 400, "invalid")["errors"]["keywords"][0]
    assert machine.get(at(other)).json() == other, "nothing of it was changed"
    assert len(machine.get("automations/").json()["results"]) == 2
    (held,) = machine.get("automations/keywords/", word="Pets").json()["results"]
    assert (held["word"], held["automation"], held["is_live"]) == ("PETS", made["id"], False)
    machine.post(at(made, "switch/"))
    (held,) = machine.get("automations/keywords/", automation=made["id"]).json()["results"]
    assert held["is_live"]


def choice(**more):
    return {"messages": [PET | {"choices": [CAT | more, DOG]}, SIZE]}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"keywords": ["x" * 41]}, "keywords.0"),
        ({"keywords": [f"word{n}" for n in range(21)]}, "keywords"),
        ({"trigger": "never"}, "trigger"),
        ({"trigger_source": 10**6}, "trigger_source"),
        ({"trigger_hours": 0}, "trigger_hours"),
        ({"timeout_hours": 337}, "timeout_hours"),
        ({"max_reprompts": 6}, "max_reprompts"),
        ({"fallback": "x" * 1601}, "fallback"),
        ({"messages": [{}] * (MOST_QUESTIONS + 1)}, "messages"),
        ({"messages": [{"text": "x" * 1601}]}, "messages.0.text"),
        ({"messages": [{"name": "a.b"}]}, "messages.0.name"),
        ({"messages": [{"name": "a"}, {"name": "a"}]}, "messages.1.name"),
        ({"messages": [{"id": "A B"}]}, "messages.0.id"),
        ({"messages": [{"id": "end"}]}, "messages.0.id"),
        ({"messages": [{"id": "a"}, {"id": "a"}]}, "messages.1.id"),
        ({"messages": [{"choices": [{}] * 21}]}, "messages.0.choices"),
        ({"messages": [{"choises": []}]}, "messages.0.choises"),
        (choice(text="x" * 101), "messages.0.choices.0.text"),
        (choice(synonyms=["x"] * 31), "messages.0.choices.0.synonyms"),
        (choice(id="size"), "messages.1.id"),
        (choice(leads_to="gone"), "messages.0.choices.0.leads_to"),
        (choice(leads_to="pet"), "messages.0.choices.0.leads_to"),
        (choice(leads_to="dog"), "messages.0.choices.0.leads_to"),
        (choice(recommendation="a\0b"), "messages.0.choices.0.recommendation"),
    ],
)
def test_h1_bad_input_is_refused_by_field_and_changes_nothing(machine, problem, body, field):
    made = make(machine)
    errors = problem(machine.patch(at(made), body), 400, "invalid")["errors"]
    assert field in errors, errors
    problem(machine.post("automations/", {"name": "Other"} | body), 400, "invalid")
    assert machine.get("automations/").json()["results"] == [made]


def test_h1_a_loop_over_two_messages_is_refused(machine, problem):
    back = SIZE | {"choices": [{"text": "Small", "leads_to": "pet"}, {"text": "Large"}]}
    errors = problem(machine.post("automations/", {"name": "x", "messages": [PET, back]}), 400, "invalid")
    assert "go round for ever" in errors["errors"]["messages.1.choices.0.leads_to"][0]


def test_h3_a_campaign_reply_names_a_campaign_of_the_account(machine, acme, problem):
    ours, automation = (
        Source.objects.create(account=acme.acme, kind=kind, name="Pet week")
        for kind in ("campaign", "automation")
    )
    with tenancy.enter(acme.globex.pk):
        theirs = Source.objects.create(account=acme.globex, kind="campaign", name="Theirs")
    reply = {"trigger": "reply", "trigger_hours": 48}
    made = make(machine, **reply, trigger_source=ours.pk)
    assert made["draft"]["trigger_source"] == ours.pk
    for foreign in (theirs, automation):
        asked = {"trigger_source": foreign.pk}
        assert "trigger_source" in problem(machine.patch(at(made), asked), 400, "invalid")["errors"]


def test_h14_one_begins_from_a_template(machine):
    templates = machine.get("automations/templates/", language="de").json()["templates"]
    assert [each["code"] for each in templates] == ["survey.de", "guide.de", "quiz.de"]
    made = make(machine, template="survey.de", messages=templates[0]["messages"], keywords=["MEINUNG"])
    plain = machine.post("automations/", {"name": "As it is", "template": "survey.de"}).json()
    assert plain["draft"]["messages"] == made["draft"]["messages"] == templates[0]["messages"]
    assert plain["draft"]["recommendation"] != made["draft"]["recommendation"] == "Thank you!"
    copy = machine.post(at(made, "copies/")).json()
    assert (copy["draft"]["keywords"], copy["draft"]["messages"]) == ([], made["draft"]["messages"])


@pytest.mark.parametrize(("how", "ended"), [("", ""), ("?people=stop", Ended.SWITCHED_OFF)])
def test_h5_switched_off_the_people_inside_finish_or_stop(machine, acme, how, ended):
    talk = Talk(acme)
    pets = talk.make()
    talk.text(acme.paula, "PETS")
    assert machine.delete(f"automations/{pets.pk}/switch/{how}").json()["state"] == "off"
    assert talk.session_of(acme.paula).ended == ended


def test_h9_deleted_while_somebody_is_inside(machine, acme, problem):
    talk = Talk(acme)
    pets = talk.make()
    talk.text(acme.paula, "PETS")
    assert machine.delete(f"automations/{pets.pk}/").json()["name"] == "Pets"
    assert talk.session_of(acme.paula).ended == Ended.REMOVED
    problem(machine.get(f"automations/{pets.pk}/"), 404, "not_found")
    assert make(machine)["draft"]["keywords"] == ["PETS"], "the keyword is free"


def test_h12_sessions_are_listed_filtered_and_shown_with_their_answers(machine, acme):
    talk = Talk(acme)
    pets, cats = talk.make(), talk.make(name="Cats", keywords=["CATS"])
    for said in ("PETS", "a cat", "smalll"):
        talk.text(acme.paula, said)
    talk.text(acme.sue, "CATS")
    talk.text(acme.sue, "parrot")

    def found(**filters):
        return [row["profile"] for row in machine.get("automations/sessions/", **filters).json()["results"]]

    assert found() == [acme.sue.pk, acme.paula.pk]
    assert found(running="true") == found(automation=cats.pk) == found(profile=acme.sue.pk) == [acme.sue.pk]
    assert found(running="false") == found(ended="recommended") == [acme.paula.pk]
    assert found(automation=pets.pk, running="true") == []
    (listed,) = machine.get("automations/sessions/", automation=pets.pk).json()["results"]
    whole = machine.get(f"automations/sessions/{listed['id']}/").json()
    heard = whole.pop("heard")
    assert whole == listed
    assert (listed["version"], listed["recommendation"], listed["answers"]) == (
        1, "small", {"pet": "cat", "size": "small"},
    )  # fmt: skip
    assert [(each["message"], each["choice"], each["text"]) for each in heard] == [
        ("pet", "cat", "a cat"),
        ("size", "small", "smalll"),
    ]
    open_one = machine.get("automations/sessions/", running="true").json()["results"][0]
    (missed,) = machine.get(f"automations/sessions/{open_one['id']}/").json()["heard"]
    assert (missed["choice"], missed["rule"]) == ("", "none")


def test_f1_its_texts_name_it_and_it_causes_no_replies(machine, acme, problem):
    """A program that lists campaigns and flows is not told of a third kind all of a sudden."""
    talk = Talk(acme)
    pets = talk.make()
    talk.text(acme.paula, "PETS")
    talk.text(acme.paula, "Cat")
    listed = machine.get("tickets/1/messages/").json()["results"]
    said = [each for each in listed if each["origin"] == "automation"]
    assert {(each["source"]["id"], each["source"]["kind"]) for each in said} == {
        (pets.source_id, "automation")
    }
    assert all(each["attributed_to"] is None for each in listed)
    assert machine.get("sources/").json()["results"] == []
    problem(machine.get(f"sources/{pets.source_id}/"), 404, "not_found")
    problem(machine.get("sources/", kind="automation"), 400, "invalid")


@pytest.mark.parametrize("bad", ["ended=lost", "automation=0", f"profile={10**30}", "running=perhaps", "x=1"])
def test_h12_a_filter_that_makes_no_sense_is_refused(machine, problem, bad):
    problem(machine.get(f"automations/sessions/?{bad}"), 400, "invalid")


def test_a2_a_key_that_reads_changes_no_automation(machine, reader, problem):
    made = make(machine)
    for path in ("", "problems/", "versions/"):
        assert reader.get(at(made, path)).status_code == 200
    problem(reader.post(at(made, "switch/")), 403, "read_only_key")
    problem(reader.patch(at(made), {"name": "x"}), 403, "read_only_key")


def test_p1_a_page_of_many_asks_no_more_of_the_database(machine, acme, django_assert_max_num_queries):
    for number in range(8):
        Automation.objects.make(acme.acme, f"Pets {number}", script=PETS.as_json())
    with django_assert_max_num_queries(12):
        assert len(machine.get("automations/").json()["results"]) == 8
