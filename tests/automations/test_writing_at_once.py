"""H1, H12 with threads: who writes the draft while another switches it on, discards it or takes it back."""

import threading
from contextlib import suppress

import pytest

from automations.models import Automation, AutomationVersion
from automations.script import Choice, Question, Script
from inbox.models import Tag
from inbox.models.published import Incomplete
from tests.automations.talking import PETS, changed
from tests.inbox.test_tags import at_once

OTHER = changed(PETS, recommendation="Another")


@pytest.fixture
def pets(brand) -> Automation:
    """A draft that can be switched on."""
    with brand.inside():
        return Automation.objects.make(brand.account, "Pets", keywords=["PETS"], script=PETS.as_json())


def test_h1_what_is_written_while_it_is_judged_is_not_what_is_switched_on(brand, pets):
    judging, written = threading.Event(), threading.Event()

    def switch_on():
        automation = Automation.objects.by_id(pets.pk)
        judge = automation.problems

        def problems(version):
            found = judge(version)
            judging.set()
            written.wait(0.5)  # it has all the time that it needs, were nobody in its way
            return found

        automation.problems = problems
        automation.switch_on()

    def write():
        automation = Automation.objects.by_id(pets.pk)
        judging.wait(10)
        automation.edit(script=Script().as_json())
        written.set()

    assert not at_once(brand, switch_on, write)
    with brand.inside():
        automation = Automation.objects.by_id(pets.pk)
        assert automation.version.read_script() == PETS
        assert automation.draft.read_script() == Script()


def test_h12_whatever_is_done_at_once_nobody_fails_and_what_is_on_is_whole(brand, pets):
    def verb(name, **values):
        def run():
            with suppress(Incomplete):
                getattr(Automation.objects.by_id(pets.pk), name)(**values)

        return run

    write, empty = (verb("edit", script=script.as_json()) for script in (OTHER, Script()))
    for _ in range(5):
        assert not at_once(brand, write, empty, verb("switch_on"), verb("discard_draft"), verb("switch_off"))
        with brand.inside():
            automation = Automation.objects.by_id(pets.pk)
            on = automation.live_version
            assert on is None or on.read_script() in (PETS, OTHER)
            assert automation.versions.filter(published_at=None).count() <= 1


def test_h11_what_is_written_while_a_tag_is_renamed_is_not_lost(brand, pets, monkeypatch):
    renaming, written = threading.Event(), threading.Event()
    tagged = Script((Question("pet", "pet", "What pet?", (Choice("cat", "Cat", tag="Cats"),)),))
    with brand.inside():
        tag = Tag.objects.make(brand.account, "Cats")
        pets.edit(script=tagged.as_json())
    save = AutomationVersion.save

    def slow(version, **values):
        if "Cat people" in str(version.script):
            renaming.set()
            written.wait(0.5)
        save(version, **values)

    monkeypatch.setattr(AutomationVersion, "save", slow)

    def write():
        renaming.wait(10)
        Automation.objects.by_id(pets.pk).rewrite({"recommendation": "Written meanwhile"})
        written.set()

    assert not at_once(brand, lambda: tag.revise("Cat people", tag.colour), write)
    with brand.inside():
        script = Automation.objects.by_id(pets.pk).draft.read_script()
    assert script.recommendation == "Written meanwhile"
    assert script.questions[0].choices[0].tag == "Cat people"
