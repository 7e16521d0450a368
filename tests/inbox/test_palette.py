"""B9: what the palette leads to and finds. What it does on the page is seen in tests/live."""

import pytest

from accounts import tenancy
from tests.pages import words
from tests.world import text_from


@pytest.fixture
def found(cast, sign_in):
    """`found("pau")`: the names that Bob finds."""
    with tenancy.enter(cast.acme.pk):
        text_from(cast.number, "+15035550177", "Who am I?")

    def ask(said, who="bob"):
        answer = sign_in(getattr(cast, who)).get("/found/", {"q": said})
        assert answer.status_code == 200
        return [line.partition('"')[0] for line in answer.content.decode().split('data-command="')[1:]]

    return ask


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("pau", ["Paula"]),
        ("PAULA", ["Paula"]),
        ("2", ["Quinn"]),
        ("#2", ["Quinn"]),
        (" #2 ", ["Quinn"]),
        ("5550102", ["Quinn"]),
        ("(503) 555-0177", ["(503) 555-0177"]),
        ("nobody", []),
        ("", []),
        (" ", []),
        ("%", []),
        ("__", []),
        ("\0", []),
        ("9" * 40, []),
        ("#", []),
        ("'; drop", []),
        ("x" * 5000, []),
    ],
)
def test_b9_tickets_by_number_name_and_phone(found, said, names):
    assert found(said) == names


def test_b9_whats_found_says_which_ticket_it_is_and_leads_there(cast, sign_in):
    content = sign_in(cast.bob).get("/found/", {"q": "paula"}).content.decode()
    assert 'href="/a/acme/tickets/1/"' in content
    assert "#1 · The zip broke" in content


def test_b9_at_most_eight(cast, sign_in, found):
    with tenancy.enter(cast.acme.pk):
        for n in range(12):
            text_from(cast.number, f"+1503559{n:04}", "Hello")
    assert len(found("503559")) == 8


def test_a1_another_accounts_people_are_not_found(found):
    assert found("14155550199") == []
    assert found("paula", who="charlie") == []


@pytest.mark.parametrize(
    ("who", "there", "missing"),
    [
        ("alice", ["Go to Unassigned", "Settings", "API keys", "Your preferences"], ["Globex"]),
        ("bob", ["Go to Unassigned", "SMS", "Your preferences"], ["API keys", "Account"]),
        ("anna", ["Your preferences"], ["Unassigned", "SMS", "API keys"]),
    ],
)
def test_a2_places_are_those_that_the_member_may_open(cast, sign_in, who, there, missing):
    content = sign_in(getattr(cast, who)).get("/places/").content.decode()
    assert all(f">{one}<" in content or f'"{one}"' in content for one in there)
    assert not any(one in content for one in missing)


def test_b9_a_place_is_a_page_that_is_there(cast, sign_in):
    alice = sign_in(cast.alice)
    content = alice.get("/places/").content.decode()
    addresses = [part.partition('"')[0] for part in content.split('href="')[1:]]
    assert len(addresses) > 6
    for address in filter(lambda address: address.startswith("/a/"), addresses):
        assert alice.get(address).status_code == 200, words(address)
