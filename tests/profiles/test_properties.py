"""H11, K1: what the account keeps about a person, and the names that it has for it."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from profiles.models import PropertyName, property_name


def known(account) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, kind in account.property_names.values_list("name", "kind"):
        found.setdefault(name, set()).add(kind)
    return found


def test_h11_setting_some_leaves_the_others_and_none_takes_one_away(acme):
    acme.paula.set_properties(pet="cat", size="M")
    acme.paula.set_properties(size="L", pet=None)
    assert acme.paula.properties == {"size": "L"}
    acme.paula.refresh_from_db()
    assert acme.paula.properties == {"size": "L"}


def test_h11_replacing_leaves_none_of_the_others(acme):
    acme.paula.set_properties(pet="cat")
    acme.paula.replace_properties({"size": "M"})
    acme.paula.refresh_from_db()
    assert acme.paula.properties == {"size": "M"}


def test_h11_names_are_known_with_their_kinds_two_levels_deep(acme):
    acme.paula.set_properties(
        pet={"kind": "cat", "age": 3, "chip": {"id": 1}},
        vip=True, born="1990-02-28", seen="2026-01-31T10:00:00Z", phase="2026-13-01", likes=["tea"], nothing=None,
    )  # fmt: skip
    acme.quinn.set_properties(vip="yes")
    assert known(acme.acme) == {
        "pet.kind": {"text"}, "pet.age": {"number"}, "vip": {"boolean", "text"}, "born": {"date"},
        "seen": {"date"}, "phase": {"text"}, "likes": {"list"},
    }  # fmt: skip


@pytest.mark.parametrize("name", ["a.b", " ", "x" * 121])
def test_h11_a_name_that_could_not_be_meant_is_kept_but_not_offered(acme, name):
    acme.paula.set_properties(**{name: 1})
    assert acme.paula.properties == {name: 1}
    assert known(acme.acme) == {}


def test_h11_there_is_an_end_to_names(acme, monkeypatch):
    monkeypatch.setattr(property_name, "MOST", 2)
    acme.paula.set_properties(a=1, b=1, c=1)
    acme.paula.set_properties(d=1)
    assert len(known(acme.acme)) == 2


def test_h11_too_much_is_refused_and_nothing_is_kept(acme):
    acme.paula.set_properties(note="x" * 10_000)
    with pytest.raises(ValidationError, match="Up to 16,384 characters"):
        acme.paula.set_properties(more="x" * 10_000)
    acme.paula.refresh_from_db()
    assert acme.paula.properties.keys() == {"note"}
    assert known(acme.acme) == {"note": {"text"}}


def test_h11_two_at_once_both_set_theirs(brand):
    with brand.inside():
        person = brand.account.profiles.create(phone="+15035550178")

    def answer(name):
        try:
            with brand.inside():
                brand.account.profiles.get(pk=person.pk).set_properties(**{name: "yes"})
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=[f"q{number}"]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with brand.inside():
        person.refresh_from_db()
        assert len(person.properties) == 6
        assert PropertyName.objects.count() == 6


def test_k1_they_are_shown_by_their_names(acme):
    acme.paula.set_properties(pet={"kind": "cat", "age": 3}, vip=True, likes=["tea", "milk"], empty="")
    assert acme.paula.property_lines == [
        ("empty", "–"), ("likes", "tea, milk"), ("pet.age", "3"), ("pet.kind", "cat"), ("vip", "Yes")
    ]  # fmt: skip
