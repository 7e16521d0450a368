import json

import pytest
from django.test import Client

from accounts import tenancy
from accounts.models import ApiKey


class Machine:
    """A program with a key of an account. Addresses are given without /api/v1."""

    def __init__(self, membership, scope="write"):
        with tenancy.enter(membership.account_id):
            self.key, self.secret = ApiKey.issue(membership.account, "Shop", by=membership, scope=scope)
        self.client = Client(headers={"Authorization": f"Bearer {self.secret}"})

    def get(self, path, **query):
        return self.client.get(self.at(path), query)

    def post(self, path, body=None, **headers):
        return self.send("post", path, body, headers)

    def patch(self, path, body, **headers):
        return self.send("patch", path, body, headers)

    def delete(self, path):
        return self.client.delete(self.at(path))

    def send(self, method, path, body, headers):
        data = "" if body is None else body if isinstance(body, bytes) else json.dumps(body)
        return getattr(self.client, method)(
            self.at(path), data, content_type="application/json", headers=headers
        )

    @staticmethod
    def at(path):
        return path if path.startswith("http") else f"/api/v1/{path}"


@pytest.fixture
def machine(cast):
    """A program with a key of acme that may write."""
    return Machine(cast.alice)


@pytest.fixture
def reader(cast):
    return Machine(cast.alice, scope="read")


@pytest.fixture
def stranger(cast):
    """A program with a key of globex."""
    return Machine(cast.charlie)


@pytest.fixture
def problem():
    """`problem(answer, 409, "no_consent")`: the answer is this problem; its members."""

    def members(answer, status, code):
        assert answer["Content-Type"] == "application/problem+json"
        found = answer.json()
        assert (answer.status_code, found["status"], found["code"]) == (status, status, code), found
        assert found["type"].endswith(f"/api/v1/docs/#{code}")
        assert found["title"]
        assert found["detail"]
        return found

    return members
