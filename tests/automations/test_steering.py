"""H13: the team sees where somebody stands, takes over, starts one; history and roles."""

import pytest
from django.utils import timezone

from automations import standing, steering
from automations.models import Ended, Session
from inbox.channels import Refusal
from inbox.models import Delivery, Message, Ticket
from tests.pages import words

HTMX = {"HX-Request": "true"}
SAVEPOINT = 2  # of the test; in production it is the transaction


@pytest.fixture
def bob(acme, sign_in):
    return sign_in(acme.bob)


def ticket(number=1) -> Ticket:
    return Ticket.objects.by_number(number)


def thread(client, number=1) -> str:
    return words(client.get(f"/tickets/{number}/?peek").content).replace(" :", ":")


def history(number=1) -> list[tuple]:
    told = ticket(number).events.filter(kind__startswith="automation").order_by("id")
    return [(each.kind, each.actor_label or each.actor_kind, each.data) for each in told]


def test_h13_the_thread_says_where_the_person_is(talk, acme, bob):
    talk.make(name="Pets survey")
    assert "In the automation" not in thread(bob)
    talk.text(acme.paula, "PETS")
    assert "In the automation Pets survey · message 1 of 2, asked" in thread(bob)
    talk.text(acme.paula, "Cat")
    talk.text(acme.paula, "parrot")
    assert "message 2 of 2, asked" in thread(bob) and "Not understood once. Ends" in thread(bob)
    talk.text(acme.paula, "Large")
    assert "In the automation" not in thread(bob)


def test_h13_it_costs_a_ticket_no_statement(talk, acme, django_assert_num_queries):
    talk.make()
    talk.text(acme.paula, "PETS")
    with django_assert_num_queries(1):
        assert standing.standing_of(ticket()).name == "Pets"


def test_h13_whose_time_is_over_is_in_none(talk, acme, bob):
    talk.make()
    talk.text(acme.paula, "PETS")
    talk.pass_by(hours=25)
    assert "In the automation" not in thread(bob)
    assert steering.running(acme.paula) is None


def test_c7_what_the_automation_sent_bears_its_name_and_answers_how_they_were_understood(
    talk, acme, bob, sign_in
):
    made = talk.make(name="Pets survey")
    for said in ("PETS", "parrot", "Cat"):
        talk.text(acme.paula, said)
    shown = thread(bob)
    assert shown.count("Automation · Pets survey") == 3
    assert "Not understood" in shown and "Answer: Cat" in shown
    link = f'href="/a/acme/automations/sources/{made.source_id}/"'
    assert link not in bob.get("/tickets/1/?peek").content.decode(), "support sets up no automations"
    dora = sign_in(acme.dora)
    assert link in dora.get("/tickets/1/?peek").content.decode()
    answer = dora.get(f"/automations/sources/{made.source_id}/")
    assert answer.status_code == 302 and answer.url.endswith(f"/automations/{made.pk}/")
    assert bob.get(f"/automations/sources/{made.source_id}/").status_code == 403
    made.remove()
    answer = dora.get(f"/automations/sources/{made.source_id}/", follow=True)
    assert "was deleted. What it sent stays in the threads." in answer.content.decode()


def test_h13_taking_over_ends_it_and_the_next_text_is_for_the_team(talk, acme, bob):
    talk.make(name="Pets survey")
    acme.broken_zip.close()
    Ticket.objects.update(unread_since=None)
    talk.text(acme.paula, "PETS")
    assert ticket().is_closed and ticket().unread_since is None, "E2"
    assert bob.delete("/tickets/1/session/", headers=HTMX).status_code == 200
    session = talk.session_of(acme.paula)
    assert (session.ended, len(talk.said_to(acme.paula))) == (Ended.TAKEN_OVER, 1)
    assert history() == [
        ("automation_begun", "customer", {"automation": "Pets survey", "keyword": "PETS"}),
        ("automation_ended", "Bob", {"automation": "Pets survey", "how": "taken_over"}),
    ]
    shown = thread(bob)
    assert "The customer began the automation “Pets survey” with PETS" in shown
    assert "Bob took over: the automation “Pets survey” is over" in shown
    talk.text(acme.paula, "Cat")
    assert not ticket().is_closed and ticket().unread_since


def test_h13_taking_over_twice_changes_nothing(talk, acme, bob):
    talk.make()
    talk.text(acme.paula, "PETS")
    for _ in range(2):
        assert bob.delete("/tickets/1/session/", headers=HTMX).status_code == 200
    assert len(history()) == 2


def test_h13_what_had_not_left_yet_does_not_leave_after_that(talk, acme):
    from automations.gate import check_session

    talk.make()
    talk.text(acme.paula, "PETS")
    steering.take_over(acme.paula, by=acme.bob)
    with pytest.raises(Refusal, match="ended before this text was sent"):
        check_session(Delivery.objects.get(message__origin="automation"))


def test_h13_an_agent_starts_one(talk, acme, bob):
    made = talk.make(name="Pets survey")
    choices = words(bob.get("/tickets/1/session/", headers=HTMX).content.decode())
    assert choices == "Pets survey"
    assert bob.post("/tickets/1/session/", {"automation": made.pk}, headers=HTMX).status_code == 200
    assert talk.said_to(acme.paula) == ["What pet do you have?\n1. Cat\n2. Dog"]
    session = talk.session_of(acme.paula)
    assert (session.started_by, session.keyword) == (acme.bob, "")
    sent = Message.objects.get(profile=acme.paula, origin=Message.Origin.AUTOMATION)
    assert sent.our_address == acme.number.number
    assert history() == [("automation_begun", "Bob", {"automation": "Pets survey"})]
    assert "Bob started the automation “Pets survey”" in thread(bob)
    talk.text(acme.paula, "Cat")
    assert talk.session_of(acme.paula).answers == {"pet": "cat"}


def test_h13_without_scripts_there_is_a_page(talk, acme, bob):
    made = talk.make(name="Pets survey")
    assert "Start an automation with Paula" in words(bob.get("/tickets/1/session/").content.decode())
    assert bob.post("/tickets/1/session/", {"automation": made.pk}).status_code == 302
    assert bob.post("/tickets/1/session/", {"_method": "DELETE"}).status_code == 302
    assert talk.session_of(acme.paula).ended == Ended.TAKEN_OVER


@pytest.mark.parametrize(
    ("number", "why"),
    [(2, "has given no consent"), (3, "has opted out with STOP")],
    ids=["no consent", "opted out"],
)
def test_e4_h4_only_a_subscriber_enters(talk, acme, bob, number, why):
    made = talk.make()
    assert why in words(bob.get(f"/tickets/{number}/session/", headers=HTMX).content.decode())
    answer = bob.post(f"/tickets/{number}/session/", {"automation": made.pk}, headers=HTMX)
    assert answer.status_code == 422 and why in words(answer.content.decode())
    assert not Session.objects.exists()


def test_h5_nobody_is_put_into_a_second_one(talk, acme, bob):
    made = talk.make()
    other = talk.make(name="Coffee", keywords=["COFFEE"])
    talk.text(acme.paula, "PETS")
    menu = bob.get("/tickets/1/session/", headers=HTMX).content.decode()
    assert "Paula is inside “Pets” already" not in menu and "is inside “Pets”. Take over first" in words(menu)
    assert menu.count("disabled aria-disabled") == 2
    answer = bob.post("/tickets/1/session/", {"automation": other.pk}, headers=HTMX)
    assert answer.status_code == 422 and "Take over first" in words(answer.content.decode())
    assert Session.objects.get().automation == made


def test_h8_whoever_was_in_one_whose_time_is_over_is_put_into_the_next(talk, acme):
    made = talk.make()
    talk.text(acme.paula, "PETS")
    talk.pass_by(hours=25)
    steering.start(acme.paula, made, by=acme.bob)
    assert [each.ended for each in Session.objects.order_by("id")] == [Ended.TIMEOUT, ""]


def test_h8_whom_the_team_put_in_is_told_a_keyword_to_begin_again(talk, acme, bob):
    made = talk.make()
    bob.post("/tickets/1/session/", {"automation": made.pk}, headers=HTMX)
    talk.pass_by(hours=25)
    talk.time_out()
    assert talk.said_to(acme.paula)[-1] == "We gave up. Text PETS to begin again."


def test_h13_one_that_is_not_on_can_not_be_started(talk, acme, bob):
    draft = talk.make(on=False)
    assert "No automation is on" in words(bob.get("/tickets/1/session/", headers=HTMX).content.decode())
    answer = bob.post("/tickets/1/session/", {"automation": draft.pk}, headers=HTMX)
    assert answer.status_code == 422 and "This automation is not on" in words(answer.content.decode())


def test_h13_what_can_not_be_composed_is_not_started(talk, acme, bob):
    """A pool without codes: nothing is kept, and the agent reads why."""
    from dataclasses import replace

    from sms.models import CouponPool
    from tests.automations.talking import PETS

    CouponPool.objects.make(acme.acme, name="Beds")
    first = replace(PETS.questions[0], text="Your code: {coupon.beds}. What pet do you have?")
    made = talk.make(script=replace(PETS, questions=(first, PETS.questions[1])), checked=False)
    answer = bob.post("/tickets/1/session/", {"automation": made.pk}, headers=HTMX)
    assert answer.status_code == 422 and "Not started." in words(answer.content.decode())
    assert not Session.objects.exists() and history() == []


def test_e10_at_night_it_waits_and_says_so(talk, acme, bob, real_hours, monkeypatch):
    from datetime import timedelta

    from sms import daytime

    morning = timezone.now() + timedelta(hours=7)
    monkeypatch.setattr(daytime, "opens_at", lambda profile, at: morning)
    made = talk.make()
    menu = words(bob.get("/tickets/1/session/", headers=HTMX).content.decode())
    assert "It waits for the morning" in menu
    bob.post("/tickets/1/session/", {"automation": made.pk}, headers=HTMX)
    assert "message 1 of 2, goes out" in thread(bob)
    assert talk.session_of(acme.paula).started_at == morning


def test_h13_the_panel_tells_of_past_ones_with_their_answers(talk, acme, bob, django_assert_max_num_queries):
    assert "In none yet" in words(bob.get("/tickets/1/sessions/").content.decode())
    talk.make(name="Pets survey")
    for said in ("PETS", "Cat", "Large"):
        talk.text(acme.paula, said)
    for said in ("PETS", "Dog"):
        talk.text(acme.paula, said)
    with django_assert_max_num_queries(8 + SAVEPOINT):
        panel = words(bob.get("/tickets/1/sessions/", headers=HTMX).content.decode())
    assert panel.startswith("Pets survey Running since") and "pet: Dog" in panel
    assert "came to a recommendation pet: Cat size: Large" in panel


def test_a2_an_analyst_neither_sees_nor_steers(talk, acme, sign_in):
    made, anna = talk.make(), sign_in(acme.anna)
    talk.text(acme.paula, "PETS")
    assert anna.get("/tickets/1/session/").status_code == 403
    assert anna.get("/tickets/1/sessions/").status_code == 403
    assert anna.post("/tickets/1/session/", {"automation": made.pk}).status_code == 403
    assert anna.delete("/tickets/1/session/").status_code == 403
    assert talk.session_of(acme.paula).is_running


def test_a1_another_account_is_not_found(talk, acme, sign_in):
    """Neither its tickets, nor its automations for one's own people."""
    from accounts import tenancy
    from automations.models import Automation
    from tests.automations.talking import PETS

    with tenancy.enter(acme.globex.pk):
        theirs = Automation.objects.make(acme.globex, "Theirs", keywords=["PETS"], script=PETS.as_json())
        theirs.switch_on()
    bob = sign_in(acme.bob)
    assert bob.post("/tickets/1/session/", {"automation": theirs.pk}).status_code == 404
    assert bob.post("/tickets/1/session/", {"automation": "x"}).status_code == 404
    assert "Theirs" not in bob.get("/tickets/1/session/").content.decode()
    assert sign_in(acme.dora).get(f"/automations/sources/{theirs.source_id}/").status_code == 404
    mine = talk.make()
    charlie = sign_in(acme.charlie)
    assert charlie.delete("/tickets/4/session/").status_code == 404
    assert charlie.post("/tickets/1/session/", {"automation": mine.pk}).status_code == 404
