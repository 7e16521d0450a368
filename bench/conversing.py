"""`python -m bench.conversing ACCOUNT TALKS WAITING`: so many conversations (a keyword and two answers), beside as many
ordinary texts with and without the step of the way in that looks for them; then so many that time out at once."""

import json
import os
import sys
import time
from datetime import timedelta
from itertools import count

import django

django.setup()

from django.conf import settings  # noqa: E402  settings must be ready first
from django.utils import timezone  # noqa: E402

from accounts import tenancy  # noqa: E402
from accounts.models import Account  # noqa: E402
from automations import sweeps  # noqa: E402
from automations.models import Automation, Session  # noqa: E402
from automations.script import Choice, Question, Script  # noqa: E402
from inbox import channels  # noqa: E402
from inbox.receiving import Inbound, receive  # noqa: E402
from profiles.models import Profile  # noqa: E402
from sms import daytime  # noqa: E402
from sms.models import Number  # noqa: E402

KEYWORD = f"BENCH{os.getpid()}"
STEP = "automations.answering.answer"
SURVEY = Script(
    questions=(
        Question("pet", "pet", "What pet do you have?", (Choice("cat", "Cat"), Choice("dog", "Dog")), "pet"),
        Question("size", "size", "How big is it?", (Choice("small", "Small"), Choice("large", "Large"))),
    ),
    recommendation="Thank you, {first_name}! {answers.pet} food is on us.",
)  # fmt: skip
_texts = count(1)


class House:
    def __init__(self, account_id: int):
        daytime.OPENS, daytime.CLOSES = 0, 24  # what waits for the morning is asked nothing now
        self.account_id = account_id
        with self.inside():
            self.account = Account.objects.get(pk=account_id)
            numbers = Number.objects.connected().filter(account=self.account)
            self.number = numbers.select_related("channel__sms_texts", "channel__account").first()
            Automation.objects.make(
                self.account, KEYWORD, keywords=[KEYWORD], script=SURVEY.as_json()
            ).switch_on()

    def inside(self):
        return tenancy.enter(self.account_id)

    def people(self, many: int) -> list[str]:
        """Phones of so many new subscribers."""
        phones = [f"+1415{os.getpid() % 1000:03}{next(_texts):05}" for _ in range(many)]
        with self.inside():
            Profile.objects.bulk_create(
                Profile(account=self.account, phone=phone, first_name="Pat", marketing_since=timezone.now())
                for phone in phones
            )
        return phones

    def say(self, phones: list[str], *texts: str) -> float:
        """Texts per second: everybody says all of them, one after the other."""
        began = time.perf_counter()
        for phone in phones:
            for text in texts:
                with self.inside():
                    receive(
                        self.number.channel,
                        Inbound(f"SM{KEYWORD}{next(_texts)}", phone, text, self.number.number),
                    )
        return len(phones) * len(texts) / (time.perf_counter() - began)


def without_the_step(house: House, phones: list[str]) -> float:
    whole = settings.INBOUND_STEPS
    settings.INBOUND_STEPS = [step for step in whole if step != STEP]
    channels.steps.cache_clear()
    try:
        return house.say(phones, *["Where is my order?"] * 3)
    finally:
        settings.INBOUND_STEPS = whole
        channels.steps.cache_clear()


def expire(house: House, many: int) -> float:
    """Seconds until so many conversations are over that are due at one moment."""
    with house.inside():
        automation = Automation.objects.by_id(Automation.objects.get(source__name=KEYWORD).pk)
        due = timezone.now() - timedelta(seconds=1)
        times = {
            "started_at": due - timedelta(days=1),
            "asked_at": due - timedelta(days=1),
            "expires_at": due,
        }
        phones = house.people(many)
        Session.objects.bulk_create(
            Session(
                account=house.account, automation=automation, version=automation.version, profile=person,
                channel=house.number.channel, keyword=KEYWORD, question="pet", texts=1, **times,
            )
            for person in Profile.objects.filter(phone__in=phones)
        )  # fmt: skip
    began = time.perf_counter()
    done = sweeps.time_out()
    took = time.perf_counter() - began
    if done != many:
        raise SystemExit(f"{done} of {many} conversations timed out")
    return took


def main():
    account_id, talks, waiting = map(int, sys.argv[1:])
    house = House(account_id)
    phones = house.people(talks)
    house.say(house.people(20), KEYWORD, "1", "2", "Hello")  # everything is loaded and prepared
    found = {
        "bare": without_the_step(house, phones),
        "plain": house.say(phones, *["Where is my order?"] * 3),
        "talk": house.say(phones, KEYWORD, "Cat", "2"),
        "expired": expire(house, waiting),
    }
    with house.inside():
        found["finished"] = Session.objects.filter(ended="recommended", profile__phone__in=phones).count()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
