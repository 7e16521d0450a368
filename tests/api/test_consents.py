"""E3, E4, E10: consent through the API: recorded with its source, never written directly."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import tenancy
from inbox.models import EventKind

TICKED = {"kind": "transactional", "given": True, "source": "Checkout, order updates"}


def consents(machine, profile, body=None):
    path = f"profiles/{profile.pk}/consents/"
    return machine.get(path).json()["results"] if body is None else machine.post(path, body)


def test_e4_with_consent_the_person_can_be_answered(cast, machine):
    answer = consents(machine, cast.quinn, TICKED)
    profile = answer.json()
    assert answer.status_code == 201
    assert profile["is_subscriber"]
    assert profile["transactional_since"]
    assert profile["marketing_since"] is None
    assert machine.get("tickets/2/").json()["refusal"] is None
    assert machine.post("tickets/2/messages/", {"body": "Hello Quinn"}).status_code == 201


def test_e10_the_history_says_where_consent_came_from(cast, machine):
    consents(machine, cast.quinn, TICKED)
    consents(machine, cast.quinn, TICKED | {"given": False, "source": "Asked on the phone"})
    history = consents(machine, cast.quinn)
    assert [(consent["given"], consent["source"]) for consent in history] == [
        (False, "Asked on the phone"),
        (True, "Checkout, order updates"),
    ]
    with tenancy.enter(cast.acme.pk):
        event = cast.lost_parcel.events.get(kind=EventKind.CONSENT_WITHDRAWN)
    assert (event.actor_kind, event.data["source"]) == ("api", "Asked on the phone")


def test_e3_withdrawn_consent_stops_everything(cast, machine, problem):
    profile = consents(machine, cast.paula, TICKED | {"kind": "marketing", "given": False}).json()
    assert (profile["is_subscriber"], profile["opted_out_at"] is not None) == (False, True)
    problem(machine.post("tickets/1/messages/", {"body": "Hello"}), 409, "opted_out")


def test_e3_what_is_older_than_an_opt_out_does_not_undo_it(cast, machine):
    long_ago = (timezone.now() - timedelta(days=400)).isoformat()
    profile = consents(machine, cast.sam, TICKED | {"at": long_ago}).json()
    assert not profile["is_subscriber"]
    assert len(consents(machine, cast.sam)) == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "email"}, "kind"),
        ({"given": "perhaps"}, "given"),
        ({"given": None}, "given"),
        ({"source": ""}, "source"),
        ({"source": "  "}, "source"),
        ({"source": "x" * 201}, "source"),
        ({"at": "2099-01-01T00:00:00Z"}, "at"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at"),
        ({"at": "1970-01-01T00:00:00Z"}, "at"),
        ({"at": "yesterday"}, "at"),
    ],
)
def test_e4_wrong_input_is_named_and_changes_nothing(cast, machine, problem, wrong, field):
    answer = consents(machine, cast.quinn, TICKED | wrong)
    assert problem(answer, 400, "invalid")["errors"].keys() == {field}
    assert consents(machine, cast.quinn) == []


@pytest.mark.parametrize("missing", ["kind", "given", "source"])
def test_e4_consent_has_a_kind_a_word_and_a_source(cast, machine, problem, missing):
    body = {name: value for name, value in TICKED.items() if name != missing}
    answer = consents(machine, cast.quinn, body)
    assert problem(answer, 400, "invalid")["errors"].keys() == {missing}
