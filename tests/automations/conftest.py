import pytest

from tests.automations.talking import Talk


@pytest.fixture
def talk(acme):
    return Talk(acme)
