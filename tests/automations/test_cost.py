"""P1: what the automations cost a text that is none of theirs, and one that is."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from automations import answering
from inbox import channels
from inbox.receiving import steps


@pytest.fixture
def statements(talk):
    """How many a text takes."""

    def counted(person, body):
        with CaptureQueriesContext(connection) as captured:
            talk.text(person, body)
        return len(captured)

    return counted


@pytest.fixture
def without_automations(monkeypatch):
    kept = [step for step in settings.INBOUND_STEPS if "automations" not in step]
    monkeypatch.setattr(settings, "INBOUND_STEPS", kept)
    channels.steps.cache_clear()
    yield
    channels.steps.cache_clear()


@pytest.mark.parametrize("has_some", [True, False])
def test_an_ordinary_text_costs_one_statement_more(talk, acme, statements, request, has_some):
    """Whether the account has automations or not."""
    if has_some:
        talk.make()
    statements(acme.paula, "Where is my order?")
    costs = statements(acme.paula, "Where is my order?")
    request.getfixturevalue("without_automations")
    assert answering.answer not in steps("INBOUND_STEPS")
    assert statements(acme.paula, "Where is my order?") == costs - 1


@pytest.mark.parametrize(("said", "most"), [("PETS", 13), ("Cat", 14), ("Large", 17)])
def test_a_step_of_a_conversation_costs_few(talk, acme, statements, said, most):
    talk.make()
    for before in {"PETS": [], "Cat": ["PETS"], "Large": ["PETS", "Cat"]}[said]:
        talk.text(acme.paula, before)
    assert statements(acme.paula, said) <= most


@pytest.mark.parametrize("table", ["automations_session", "automations_triggerkeyword"])
def test_either_look_is_at_an_index(talk, acme, table):
    talk.make()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        values = {"profile": acme.paula.pk, "account": acme.acme.pk, "said": ["pets"]}
        cursor.execute(f"EXPLAIN {answering.LOOK_UP}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"using {'one_running_session' if table.endswith('session') else 'trigger_keyword'}" in plan
    assert "Seq Scan" not in plan
