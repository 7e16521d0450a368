"""Within G1: people in a survey, whose texts come twice, late and out of order like everybody's. Each is answered once,
by one step of one conversation, or is for the team."""

from collections import Counter

from twilio.request_validator import RequestValidator

from automations.models import Automation, Session
from automations.script import Choice, Question, Script
from chaos.people import phone, subscribe
from inbox.models import Delivery, Message

KEYWORD = "PETS"
FIRST = 500_000  # their places come behind everybody's who only writes
SURVEY = Script(
    questions=(
        Question("pet", "pet", "What pet do you have?", (Choice("cat", "Cat"), Choice("dog", "Dog")), "pet"),
        Question("size", "size", "How big is it?", (Choice("small", "Small"), Choice("large", "Large"))),
    ),
    recommendation="Thank you!",
)


def prepare(brands, people: int) -> list:
    """A survey in each account, and the posts of so many people who go through it: first everybody's keyword, then
    everybody's first answer."""
    guests = []
    for each, brand in enumerate(brands):
        places = range(FIRST + each, FIRST + people, len(brands))
        with brand.inside():
            subscribe(brand, places)
            made = Automation.objects.make(brand.account, "Pets", keywords=[KEYWORD], script=SURVEY.as_json())
            made.switch_on()
        guests += [(brand, place) for place in places]
    return [post(*guest, step, said) for step, said in enumerate((KEYWORD, "Cat", "2")) for guest in guests]


def post(brand, place: int, step: int, said: str):
    form = {
        "MessageSid": f"SMtalk{place:020x}{step}", "AccountSid": brand.theirs.sid, "From": phone(place),
        "To": brand.address, "Body": said, "NumMedia": "0",
    }  # fmt: skip
    url = brand.number.fallback_url
    return brand, form, url, RequestValidator(brand.theirs.token).compute_signature(url, form)


def compare(ledger, brands, people: int) -> None:
    phones = {phone(FIRST + place) for place in range(people)}
    sessions, astray, told, ended, unsure = Counter(), 0, Counter(), Counter(), set()
    for brand in brands:
        with brand.inside():
            rows = Session.objects.values_list("profile__phone", "ended")
            sessions.update(who for who, _ in rows)
            ended.update(how or "running" for _, how in rows)
            theirs = Message.objects.filter(origin="customer", profile__phone__in=phones, ticket=None)
            astray += theirs.filter(answer=None).exclude(body=KEYWORD).count()
            doubts = Delivery.objects.filter(message__origin="automation", state=Delivery.State.UNKNOWN)
            unsure.update(doubts.values_list("recipient", flat=True))
        texts = brand.theirs.ledger(limit=100_000)
        told.update((text["to"], text["body"]) for text in texts if text["direction"] != "inbound")
    ledger.say(f"{sum(sessions.values()):,} conversations of {people:,} people: {dict(ended)}")
    ledger.must("people in two conversations", sum(n - 1 for n in sessions.values()), 0)
    ledger.must("of their texts neither an answer nor for the team", astray, 0)
    ledger.must("told twice", sum(n - 1 for n in told.values()), 0)
    first = {who for who, body in told if body.startswith(SURVEY.questions[0].text)}
    ledger.must("asked nothing", len(sessions.keys() - first - unsure), 0)
