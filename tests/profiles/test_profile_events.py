"""C8, K2: what happened to a person is kept once, and what follows from it happens once."""

from decimal import Decimal

import pytest

from profiles.models import Metric, ProfileEvent, profile_event

pytestmark = pytest.mark.django_db


def test_k2_an_event_is_recorded_once_per_key_and_followed_once(acme, monkeypatch):
    paula, followed = acme.paula, []
    monkeypatch.setattr(profile_event, "_steps", lambda: [followed.append])
    order = {"metric": Metric.PLACED_ORDER, "value": Decimal("59.00"), "currency": "EUR", "key": "order:1"}
    event = paula.record_event(**order)
    assert paula.record_event(**order) is None
    assert paula.record_event("Looked at a page") and paula.record_event("Looked at a page")
    assert [str(event) for event in followed] == ["Placed order", "Looked at a page", "Looked at a page"]
    assert list(ProfileEvent.objects.filter(key="order:1")) == [event]
