"""C13: reusable answers with variables, shared or private, by name or shortcut; they may also tag, assign, snooze, close."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import tenancy
from inbox import macros, snoozes
from inbox.models import Macro, Message, Tag, Ticket
from inbox.models.macro import MOST
from inbox.models.steps import StepGone
from tests.pages import field_error, part, words

HTMX = {"HX-Request": "true"}
NEW_YORK = ZoneInfo("America/New_York")
FORM = {"name": "Refund", "shortcut": "refund", "shared": "on", "body": "Hi {first_name}!"}


def make(cast, name="Refund", owner=None, account=None, **values) -> Macro:
    """One that says something, unless the values say otherwise."""
    account = account or cast.acme
    with tenancy.enter(account.pk):
        return Macro.objects.make(account, owner, **{"name": name, "body": "Hello"} | values)


def tag(cast, name) -> Tag:
    with tenancy.enter(cast.acme.pk):
        return Tag.objects.for_name(cast.acme, name)


def ticket(cast, number=1) -> Ticket:
    with tenancy.enter(cast.acme.pk):
        return cast.acme.tickets.for_display().select_related("assignee__user").get(number=number)


def again(cast, macro) -> Macro:
    with tenancy.enter(cast.acme.pk):
        return Macro.objects.for_display().get(pk=macro.pk)


def answers(cast) -> list[str]:
    with tenancy.enter(cast.acme.pk):
        return list(Message.objects.filter(origin="agent").order_by("id").values_list("body", flat=True))


def refusal(**values) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        values.pop("verb")(**values)
    return refused.value.message_dict


# Writing one


def test_c13_a_name_is_unique_among_the_teams_and_among_ones_own(acme):
    make(acme, "Refund")
    mine = make(acme, "refund", owner=acme.bob)
    make(acme, "REFUND", owner=acme.dora)
    said = refusal(verb=make, cast=acme, name=" rEfund ")
    assert said == {"name": ["The team has a macro with this name already. Choose another one."]}
    said = refusal(verb=make, cast=acme, name="Refund", owner=acme.bob)
    assert said == {"name": ["You have a macro with this name already. Choose another one."]}
    assert "name" in refusal(verb=mine.write, owner=None)


def test_c13_a_shortcut_too_and_none_is_no_shortcut(acme):
    make(acme, "One", shortcut="/Thanks")
    make(acme, "Two", shortcut="thanks", owner=acme.bob)
    for name in ("Three", "Four"):
        assert make(acme, name).shortcut == ""
    assert list(refusal(verb=make, cast=acme, name="Five", shortcut="THANKS")) == ["shortcut"]


@pytest.mark.parametrize("shortcut", ["two words", "a/b", "ok!", "x" * 31])
def test_c13_a_shortcut_is_one_word(acme, shortcut):
    assert list(refusal(verb=make, cast=acme, shortcut=shortcut)) == ["shortcut"]


def test_c13_an_unknown_variable_is_refused_with_those_that_there_are(acme):
    said = refusal(verb=make, cast=acme, body="Hi {first_nam}, {agent_name} here")
    assert said["body"][0].startswith("There is no variable {first_nam}. You can use {organization}, ")
    assert "{ticket_number}" in said["body"][0]


def test_c13_a_macro_says_or_does_something(acme):
    assert "Write a text, or choose something" in refusal(verb=make, cast=acme, body=" ")["body"][0]
    closes = make(acme, "Close", body="", afterwards="close")
    assert "body" in refusal(verb=closes.write, afterwards="")
    tags = make(acme, "Tag", body="", tags=[Tag.objects.for_name(acme.acme, "vip")])
    assert tags.write(shortcut="vip").shortcut == "vip"
    assert "body" in refusal(verb=tags.write, tags=[])


def test_c13_what_is_refused_changes_nothing(acme):
    macro, other = make(acme, "One", shortcut="one"), make(acme, "Two")
    refusal(verb=other.write, name="one", body="changed")
    assert again(acme, other).body == again(acme, macro).body == "Hello"


def test_c13_there_is_an_end_to_macros(acme):
    Macro.objects.bulk_create(
        Macro(account=acme.acme, name=f"{n}", normal=f"{n}", body="x") for n in range(MOST)
    )
    with pytest.raises(ValidationError, match="500 macros"):
        make(acme)
    make(acme, owner=acme.bob)


# Whose they are


def test_c13_the_teams_and_ones_own_can_be_used(acme):
    shared, mine, other = make(acme, "A"), make(acme, "B", owner=acme.bob), make(acme, "C", owner=acme.dora)
    usable = acme.acme.macros.usable_by(acme.bob).order_by("name")
    assert list(usable) == [shared, mine]
    assert other in acme.acme.macros.usable_by(acme.dora)


def test_c13_called_by_shortcut_or_name_ones_own_first(acme):
    shared = make(acme, "Thanks", shortcut="ty")
    mine = make(acme, "Merci", shortcut="ty", owner=acme.bob)
    usable = acme.acme.macros.usable_by(acme.bob)
    assert usable.called(" THANKS ") == shared
    assert usable.called("/ty") == usable.called("merci") == mine
    assert acme.acme.macros.usable_by(acme.dora).called("ty") == shared
    assert usable.called("nothing") is None


# Variables


def test_c13_variables_are_filled_in_for_this_ticket(acme):
    body = "{first_name} {last_name}, #{ticket_number}: {agent_name} ({agent_first_name}) of {organization}, {support_email}"
    acme.paula.last_name = "Price"
    text = macros.filled(body, acme.acme, acme.paula, acme.bob, 1)
    assert text == "Paula Price, #1: Bob (Bob) of Acme, help@acme.example"


def test_c13_what_is_not_known_leaves_a_gap_that_can_not_be_sent(acme):
    text = macros.filled("Dear {first_name} {last_name}", acme.acme, acme.paula, acme.bob, 1)
    assert text == "Dear Paula ⟨last name⟩"
    with pytest.raises(ValidationError, match="⟨last name⟩ is not known of this person"):
        acme.broken_zip.reply(text, by=acme.bob)
    assert not Message.objects.filter(origin="agent").exists()


def test_c13_what_a_customer_is_called_is_no_variable(acme):
    acme.paula.first_name = "{agent_name}"
    assert macros.filled("Hi {first_name}", acme.acme, acme.paula, acme.bob, 1) == "Hi (agent_name)"


# Its steps


def steps(cast, *values, by=None, zone=NEW_YORK):
    return macros.read_steps(values, cast.acme, by or cast.bob, zone)


def test_c13_steps_are_taken_with_the_answer(acme, django_capture_on_commit_callbacks):
    vip, macro = Tag.objects.for_name(acme.acme, "vip"), make(acme)
    then = steps(acme, f"macro {macro.pk}", f"tag {vip.pk}", f"assign {acme.dora.pk}", "afterwards close")
    acme.broken_zip.reply("Done!", by=acme.bob, then=then)
    after = ticket(acme)
    assert (after.status, after.assignee, [label.name for label in after.labels]) == (
        "closed",
        acme.dora,
        ["vip"],
    )
    assert {"tagged", "assigned", "closed"} <= set(after.events.values_list("kind", flat=True))
    macro = again(acme, macro)
    assert macro.use_count == 1
    assert timezone.now() - macro.last_used_at < timedelta(minutes=1)


def test_c13_assigned_to_oneself_or_to_nobody_and_snoozed(acme):
    acme.broken_zip.reply("Back soon", by=acme.bob, then=steps(acme, "assign me", "afterwards week"))
    after = ticket(acme)
    assert (after.assignee, after.status) == (acme.bob, "snoozed")
    assert timezone.localtime(after.snoozed_until, NEW_YORK).hour == 9
    after.reply("Never mind", by=acme.bob, then=steps(acme, "assign nobody"))
    assert (ticket(acme).assignee, ticket(acme).status) == (None, "open")


def test_c13_later_today_is_tomorrow_in_the_evening():
    noon, evening = (datetime(2026, 3, 2, hour, tzinfo=NEW_YORK) for hour in (12, 22))
    assert snoozes.preset("later", NEW_YORK, noon) == noon + timedelta(hours=3)
    assert snoozes.preset("later", NEW_YORK, evening) == datetime(2026, 3, 3, 9, tzinfo=NEW_YORK)


def test_c13_a_retry_takes_no_step_twice(acme):
    first = acme.broken_zip.reply("Done", by=acme.bob, then=steps(acme, "afterwards close"))
    ticket(acme).reopen()
    again = ticket(acme).reply(
        "Done", by=acme.bob, client_id=first.client_id, then=steps(acme, "afterwards close")
    )
    assert (again, ticket(acme).status) == (first, "open")


def test_c13_somebody_who_has_left_is_given_nothing_and_nothing_is_sent(acme):
    acme.dora.remove()
    with pytest.raises(StepGone, match="Dora has left the team, so nothing was done"):
        steps(acme, f"assign {acme.dora.pk}")
    with pytest.raises(StepGone, match="Anna can't be given tickets"):
        steps(acme, f"assign {acme.anna.pk}")


def test_c13_what_goes_between_reading_and_sending_stops_all_of_it(acme):
    vip = Tag.objects.for_name(acme.acme, "vip")
    for then, leave in (
        (steps(acme, f"tag {vip.pk}", "afterwards close"), vip.remove),
        (steps(acme, f"assign {acme.dora.pk}", "afterwards close"), acme.dora.remove),
    ):
        leave()
        with pytest.raises(StepGone, match="nothing was done"):
            acme.broken_zip.reply("Done", by=acme.bob, then=then)
    assert not Message.objects.filter(origin="agent").exists()
    assert ticket(acme).status == "open"


def test_c11_a_deleted_tag_leaves_its_macros_and_a_merged_one_is_the_other(acme):
    vip, gold, old = (Tag.objects.for_name(acme.acme, name) for name in ("vip", "gold", "old"))
    macro, both = make(acme, tags=[vip, old]), make(acme, "Both", tags=[vip, gold])
    old.remove()
    vip.merge_into(gold)
    for each in (macro, both):
        assert list(each.tags.all()) == [gold]


@pytest.mark.parametrize(
    "value", ["", "tag", "tag x", "close", "afterwards", "afterwards never", "macro 0", "x y z"]
)
def test_c13_odd_steps_do_nothing(acme, value):
    acme.broken_zip.reply("Hello", by=acme.bob, then=steps(acme, value))
    assert ticket(acme).status == "open"


# On the ticket's page


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


def test_c13_the_picker_offers_texts_filled_in_and_steps(cast, bob):
    make(
        cast,
        "Refund",
        shortcut="refund",
        body="Hi {first_name}, <b>",
        tags=[tag(cast, "vip")],
        afterwards="close",
    )
    make(cast, "Mine", owner=cast.bob)
    make(cast, "Theirs", owner=cast.dora)
    menu = bob.get("/tickets/1/macros/", headers=HTMX)
    said = words(menu.content)
    assert "Refund /refund Hi Paula, <b> then tag vip close" in said
    assert "Mine" in said
    assert "Theirs" not in said
    assert 'data-shortcut="refund"' in menu.content.decode()


def test_c13_where_no_answer_is_allowed_only_what_needs_none_is_offered(cast, bob):
    make(cast, "Refund")
    make(cast, "Spam", body="", afterwards="close")
    menu = words(bob.get("/tickets/2/macros/", headers=HTMX).content)
    assert "Spam does at once close" in menu
    assert "Refund" not in menu


def test_c13_the_picker_asks_as_often_for_many_as_for_one(cast, bob, django_assert_max_num_queries):
    for n in range(30):
        make(cast, f"macro {n}", tags=[tag(cast, f"tag {n % 3}")], assignee=cast.dora)
    bob.get("/tickets/1/macros/")
    with django_assert_max_num_queries(12):
        assert bob.get("/tickets/1/macros/", headers=HTMX).status_code == 200


def test_c13_without_a_text_it_is_done_at_once_and_counted(cast, bob):
    macro = make(cast, "Spam", body="", tags=[tag(cast, "spam")], afterwards="close")
    assert bob.post("/tickets/2/macros/", {"macro": macro.pk}, headers=HTMX).status_code == 200
    assert ticket(cast, 2).status == "closed"
    assert again(cast, macro).use_count == 1


def test_c13_without_scripts_it_is_called_by_name_and_stands_in_the_composer(cast, bob):
    macro = make(cast, "Refund", shortcut="refund", body="Hi {first_name}", afterwards="close")
    page = bob.post("/tickets/1/macros/", {"name": "/refund"}).content.decode()
    assert ">Hi Paula</textarea>" in page
    for value in (f"macro {macro.pk}", "afterwards close"):
        assert f'name="then" value="{value}"' in page
    bob.post("/tickets/1/messages/", {"body": "Hi Paula", "then": [f"macro {macro.pk}", "afterwards close"]})
    assert answers(cast) == ["Hi Paula"]
    assert ticket(cast).status == "closed"
    assert again(cast, macro).use_count == 1


def test_c13_a_step_that_is_gone_is_named_and_the_answer_stays_unsent(cast, bob):
    vip = tag(cast, "vip")
    macro = make(cast, "Refund", tags=[vip], afterwards="close")
    with tenancy.enter(cast.acme.pk):
        Tag.objects.get().remove()
    sent = {"body": "Typed", "then": [f"macro {macro.pk}", f"tag {vip.pk}", "afterwards close"]}
    answer = bob.post("/tickets/1/messages/", sent)
    assert answer.status_code == 422
    assert "A tag was deleted meanwhile, so nothing was done. That step is taken off" in words(
        part(answer, "reply-error")
    )
    page = answer.content.decode()
    assert f'<gone-step id="gone-tag-{vip.pk}" value="tag {vip.pk}"' in page
    assert ">Typed</textarea>" in page
    assert 'value="afterwards close"' in page
    assert answers(cast) == []
    assert ticket(cast).status == "open"


def test_c13_a_macro_that_assigns_to_somebody_who_has_left_says_so(cast, bob):
    macro = make(cast, "Escalate", body="", assignee=cast.dora, tags=[tag(cast, "urgent")])
    with tenancy.enter(cast.acme.pk):
        cast.dora.remove()
    answer = bob.post("/tickets/1/macros/", {"macro": macro.pk}, headers=HTMX)
    assert answer.status_code == 422
    said = words(part(answer, "ticket-error"))
    assert (
        "Dora has left the team, so nothing was done. Change the macro “Escalate” under Settings, Macros."
        in said
    )
    assert ticket(cast).labels == ()
    assert "Dora can't be given tickets any more" in words(bob.get("/settings/macros/").content)


def test_a1_macros_of_others_are_not_found(cast, bob, sign_in):
    macro, private = make(cast), make(cast, "Private", owner=cast.dora)
    secret = make(cast, "Secret", account=cast.globex)
    charlie = sign_in(cast.charlie)
    for other in (private, secret):
        assert bob.post("/tickets/1/macros/", {"macro": other.pk}).status_code == 404
        assert bob.get(f"/settings/macros/{other.pk}/").status_code == 404
        assert bob.delete(f"/settings/macros/{other.pk}/").status_code == 404
    assert charlie.post("/tickets/1/macros/", {"macro": macro.pk}).status_code == 404
    assert charlie.post(f"/settings/macros/{macro.pk}/", FORM).status_code == 404
    assert "Refund" not in words(charlie.get("/settings/macros/").content)
    assert bob.post("/tickets/1/macros/", {"name": "no such macro"}).status_code == 404


def test_a1_another_accounts_tag_or_member_is_no_step(cast, acme):
    with tenancy.enter(cast.globex.pk):
        secret = Tag.objects.for_name(cast.globex, "secret")
    with tenancy.enter(cast.acme.pk):
        for value in (f"tag {secret.pk}", f"assign {cast.charlie.pk}"):
            with pytest.raises(StepGone):
                steps(acme, value)


# The settings


def test_c13_made_found_changed_and_deleted(cast, bob):
    vip = tag(cast, "vip")
    data = FORM | {"tags": [vip.pk], "assign": str(cast.dora.pk), "afterwards": "tomorrow"}
    page = bob.post("/settings/macros/", data, follow=True)
    assert "“Refund” can be used now" in words(page.content)
    with tenancy.enter(cast.acme.pk):
        macro = Macro.objects.get()
        assert (macro.owner, macro.assignee, list(macro.tags.all())) == (None, cast.dora, [vip])
    make(cast, "Other")
    assert "Other" not in words(bob.get("/settings/macros/?q=FIRST_NAME").content)
    assert "No macro has “xyz” in it" in words(bob.get("/settings/macros/?q=xyz").content)

    path = f"/settings/macros/{macro.pk}/"
    assert f'value="{cast.dora.pk}" selected' in bob.get(path).content.decode()
    changed = {"name": "Refund it", "shortcut": "", "body": "Hi", "assign": "me", "afterwards": ""}
    assert bob.post(path, changed).status_code == 302
    macro = again(cast, macro)
    assert (macro.owner, macro.assign, macro.assignee) == (cast.bob, "me", None)
    assert bob.post(path, {"_method": "DELETE"}).status_code == 302
    with tenancy.enter(cast.acme.pk):
        assert [macro.name for macro in Macro.objects.all()] == ["Other"]


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"name": "TAKEN"}, "name", "The team has a macro with this name already. Choose another one."),
        (
            {"shortcut": "taken"},
            "shortcut",
            "The team has a macro with this shortcut already. Choose another one.",
        ),
        (
            {"shortcut": "two words"},
            "shortcut",
            "A shortcut is one word of letters, digits, - and _, such as “refund”.",
        ),
        ({"body": " "}, "body", "Write a text, or choose something that the macro does."),
        ({"body": "x" * 5001}, "body", "Ensure this value has at most 5000 characters (it has 5001)."),
    ],
)
def test_c13_what_is_wrong_is_said_beside_its_field_with_what_was_typed(cast, bob, changed, field, said):
    make(cast, "Taken", shortcut="taken")
    answer = bob.post("/settings/macros/", FORM | changed)
    assert answer.status_code == 422
    assert field_error(answer, field) == said
    with tenancy.enter(cast.acme.pk):
        assert Macro.objects.count() == 1


def test_c13_a_tag_that_is_gone_is_told(cast, bob):
    answer = bob.post("/settings/macros/", FORM | {"tags": [10**9]})
    assert (answer.status_code, "was deleted meanwhile" in answer.content.decode()) == (422, True)


def test_c13_the_preview_shows_the_text_as_somebody_would_read_it(cast, bob):
    shown = bob.post("/settings/macros/preview/", {"body": "Hi {first_name} {last_name}, {agent_name}"})
    assert "Hi Sam Sample, Bob" in words(shown.content)
    shown = bob.post("/settings/macros/preview/", {"body": "Hi {nobody}"})
    assert "There is no variable {nobody}" in words(shown.content)
