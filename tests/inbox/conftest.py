import pytest

from helpdesk.celery import app


@pytest.fixture
def bells(monkeypatch):
    """`bells()`: the tasks that were rung for since it was asked last."""
    rung = []
    monkeypatch.setattr(app, "send_task", lambda task, ids: rung.append((task, ids)))

    def asked():
        found = rung[:]
        rung.clear()
        return found

    return asked
