"""G1: the builder of segments: rows of conditions, a live count, copies; who may, and what is refused."""

import re

import pytest

from accounts import tenancy
from campaigns import counting
from campaigns.counting import Counted, TooLong
from campaigns.models import Segment
from inbox.models import Tag
from tests.pages import field_error, words

HTMX = {"HX-Request": "true"}
SUBSCRIBERS = {"all": [{"kind": "consent", "how": "marketing"}]}


@pytest.fixture
def dora(cast, sign_in):
    return sign_in(cast.dora)


@pytest.fixture
def ours(cast):
    with tenancy.enter(cast.acme.pk):
        return Segment.objects.make(cast.acme, "Ours", SUBSCRIBERS)


def kept(cast) -> dict[str, dict]:
    with tenancy.enter(cast.acme.pk):
        return dict(cast.acme.segments.values_list("name", "rules"))


def row(block, place, **fields) -> dict[str, str]:
    return {f"c{block}-{place}-{name}": value for name, value in fields.items()}


CONSENTS = row(0, 0, kind="consent", how="marketing")


def test_g1_a_segment_is_made_changed_and_deleted(cast, dora):
    form = {"name": "Ours", "join": "all"} | CONSENTS
    assert dora.post("/segments/", form).status_code == 302
    assert kept(cast) == {"Ours": SUBSCRIBERS}
    with tenancy.enter(cast.acme.pk):
        path = f"/segments/{Segment.objects.get().pk}/"
    assert 'value="Ours"' in dora.get(path).content.decode()
    dora.post(path, form | {"name": "Reachable", "join": "any"} | row(1, 0, kind="ticket", how="open"))
    assert kept(cast) == {"Reachable": {"any": [*SUBSCRIBERS["all"], {"kind": "ticket", "how": "open"}]}}
    assert "“Reachable” is deleted" in words(dora.delete(path, follow=True).content)
    assert kept(cast) == {}


def test_g1_conditions_within_a_block_are_joined_by_the_other_word(cast, dora):
    form = CONSENTS | row(0, 1, kind="place", how="in", country="us") | row(3, 7, kind="ticket", how="never")
    dora.post("/segments/", form | {"name": "Both", "join": "all"})
    place = {"kind": "place", "how": "in", "country": "US"}
    never = {"kind": "ticket", "how": "never"}
    assert kept(cast)["Both"] == {"all": [{"any": [*SUBSCRIBERS["all"], place]}, never]}


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"name": "Ours"}, "There is a segment “Ours” already."),
        ({"name": " "}, "Give the segment a name."),
        ({"name": "x"} | row(1, 0, kind="tag", how="has", tag=""), "Choose one."),
        ({"name": "x"} | row(1, 0, kind="tag", how="has", tag="x"), "There is no such tag."),
        (
            {"name": "x"} | row(1, 0, kind="event", how="did", metric="Subscribed", days="0"),
            "greater than or equal",
        ),
    ],
)
def test_g1_what_is_refused_is_said_and_what_was_typed_stays(cast, dora, ours, form, message):
    page = dora.post("/segments/", form | CONSENTS)
    assert page.status_code == 422
    assert message in words(page.content)
    assert f'value="{form["name"]}"' in page.content.decode()
    assert "consents to marketing texts" in words(page.content)
    assert kept(cast).keys() == {"Ours"}


def test_g1_the_name_s_error_stands_beside_it(dora, ours):
    page = dora.post("/segments/", {"name": "ours"} | CONSENTS)
    assert field_error(page, "name") == "There is a segment “ours” already."


def rows(answer) -> list[str]:
    return re.findall(r'<li class="rule" id="rule-(\d+-\d+)"', answer.content.decode())


def test_g1_rows_are_added_and_removed_without_anything_being_saved(cast, dora):
    def press(what, form):
        return rows(dora.post("/segments/rules/", form | {"change": what}, headers=HTMX))

    two = CONSENTS | row(0, 1, kind="ticket", how="open")
    assert press("add", CONSENTS) == ["0-0", "1-0"]
    assert press("add-0", CONSENTS) == ["0-0", "0-1"]
    assert press("drop-0-0", two) == ["0-0"]
    assert press("drop-0-0", CONSENTS) == []
    for nonsense in ("add-9", "drop-9-9", "drop-0-9", "drop", "add-x", "x", "add-²"):
        assert press(nonsense, two) == ["0-0", "0-1"]
    assert kept(cast) == {}


def test_g1_another_kind_asks_for_other_things_and_says_nothing_of_errors_yet(cast, dora):
    changed = row(0, 0, kind="event", how="marketing")
    markup = dora.post("/segments/rules/", changed, headers=HTMX).content.decode()
    assert 'name="c0-0-metric"' in markup
    assert "Placed order" in markup
    assert "field__error" not in markup and "aria-invalid" not in markup


def test_g1_without_scripts_the_buttons_work_too_and_keep_the_name(dora, ours):
    page = dora.post("/segments/rules/", CONSENTS | {"change": "add", "name": "Typed", "segment": ours.pk})
    assert rows(page) == ["0-0", "1-0"]
    assert 'value="Typed"' in page.content.decode()
    assert f'action="/a/acme/segments/{ours.pk}/"' in page.content.decode()


def test_g1_a_property_offers_what_fits_its_values(cast, dora):
    with tenancy.enter(cast.acme.pk):
        cast.paula.set_properties(age=3)
    fresh = row(0, 0, kind="property", how="is", name="age", value="3")
    text = words(dora.post("/segments/rules/", fresh, headers=HTMX).content)
    assert "is more than" in text
    assert "is before" not in text
    assert "is before" in words(
        dora.post("/segments/rules/", fresh | {"c0-0-name": "unheard of"}, headers=HTMX).content
    )


def test_g1_the_live_count_and_a_few_of_the_people(cast, dora):
    answer = words(dora.post("/segments/people/", {"join": "all"} | CONSENTS).content)
    assert answer.startswith("2 people , 2 of them can be texted")
    assert "Sue" in answer and "Paula" in answer and "Quinn" not in answer
    everybody = words(dora.post("/segments/people/", {}).content)
    assert everybody.startswith("4 people , 2 of them can be texted")


def test_g1_a_segment_that_matches_nobody_is_told(dora):
    nobody = row(0, 0, kind="place", how="in", country="AQ")
    assert "Nobody fits this." in words(dora.post("/segments/people/", nobody).content)


@pytest.mark.parametrize(
    ("counted", "message"),
    [
        (Counted(1200, 800, True), "More than 1,200 people , 800 of them can be texted"),
        (Counted(0, 0, True), "None of those who came last fit this."),
        (None, "too many to count in a moment"),
    ],
)
def test_g1_what_could_be_counted_in_part_only_is_told(dora, monkeypatch, counted, message):
    def count(*_):
        if counted is None:
            raise TooLong
        return counted

    monkeypatch.setattr(counting, "count", count)
    assert message in words(dora.post("/segments/people/", {}).content)


def test_g1_unfinished_conditions_are_no_error_while_one_builds(dora):
    answer = dora.post("/segments/people/", row(0, 0, kind="tag", how="has"))
    assert answer.status_code == 200
    assert "Finish the conditions" in words(answer.content)


def test_g1_the_list_tells_the_conditions_and_counts_one_by_one(cast, dora, ours):
    page = dora.get("/segments/")
    assert "Ours People who consent to marketing texts" in words(page.content)
    assert words(dora.get(f"/segments/{ours.pk}/count/").content) == "2 people"


def test_g1_the_list_asks_the_same_number_of_questions_however_many_segments(
    cast, dora, ours, django_assert_max_num_queries
):
    with tenancy.enter(cast.acme.pk):
        tag = Tag.objects.make(cast.acme, "vip")
        for number in range(10):
            rules = {"all": [{"kind": "tag", "how": "has", "tag": tag.pk}]}
            Segment.objects.make(cast.acme, f"Segment {number}", rules)
    with django_assert_max_num_queries(12):
        assert words(dora.get("/segments/").content).count("have the tag vip") == 10


def test_g1_a_segment_whose_tag_was_deleted_says_so(cast, dora):
    with tenancy.enter(cast.acme.pk):
        tag = Tag.objects.make(cast.acme, "vip")
        segment = Segment.objects.make(
            cast.acme, "VIPs", {"all": [{"kind": "tag", "how": "has", "tag": tag.pk}]}
        )
        tag.remove()
    assert "There is no such tag." in words(dora.get(f"/segments/{segment.pk}/").content)
    assert "Needs a look: Condition 1" in words(dora.get(f"/segments/{segment.pk}/count/").content)


def test_g1_duplicated(cast, dora, ours):
    page = dora.post(f"/segments/{ours.pk}/copies/", follow=True)
    assert 'value="Ours (copy)"' in page.content.decode()
    assert kept(cast)["Ours (copy)"] == SUBSCRIBERS


def test_a1_segments_of_another_account_are_not_found(cast, ours, sign_in):
    charlie = sign_in(cast.charlie)
    for path in (f"/segments/{ours.pk}/", f"/segments/{ours.pk}/count/"):
        assert charlie.get(path).status_code == 404
    for path in (f"/segments/{ours.pk}/", f"/segments/{ours.pk}/copies/"):
        assert charlie.post(path, {"name": "x"}).status_code == 404
    assert charlie.delete(f"/segments/{ours.pk}/").status_code == 404
    assert "Ours" not in words(charlie.get("/segments/").content)
    everybody = words(charlie.post("/segments/people/", {}).content)
    assert everybody.startswith("1 person")
    assert kept(cast).keys() == {"Ours"}


def test_a2_who_answers_tickets_makes_no_segments(cast, sign_in, ours):
    for who in (cast.bob, cast.anna):
        assert sign_in(who).get("/segments/").status_code == 403
        assert sign_in(who).post("/segments/", {"name": "x"}).status_code == 403
