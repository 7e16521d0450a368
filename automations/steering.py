"""What the team does with a person's session (H13): starts one, takes over. Whoever comes at the same time, the person
with an answer included, waits for their row."""

from django.utils import timezone

from automations.models import Automation, Session
from inbox.channels import Refusal
from inbox.models import Channel, Ticket
from profiles.models import Profile
from sms import daytime

OFF = Refusal(
    "automation_off",
    "Not switched on",
    "This automation is not on, so nobody can begin it. Choose another one, or ask a manager to switch it on.",
)
NO_PHONE = Refusal(
    "no_phone", "No phone number", "This person has no phone number, so there is nowhere to send its texts."
)


def start(person: Profile, automation: Automation, by) -> Session:
    """Without a keyword, and whatever the automation's trigger. Raises Refusal, and ValidationError when its first text
    can't be composed; nothing is kept then."""
    if not automation.is_on:
        raise OFF
    return begin(person, automation, by)


def begin(person: Profile, automation: Automation, by, tried=None) -> Session:
    """As `start`, switched on or not. `tried`: the version of a trial."""
    person = _locked(person)
    check(person)
    if lapsed := _unended(person):
        lapsed.time_out()
    keyword = tried.keywords[0] if tried else ""
    return Session.objects.start(automation, person, _channel(person), None, keyword, by, tried)


def check(person: Profile) -> None:
    """Raises Refusal: the person can't be texted (E4), or is inside an automation (H5)."""
    if not person.phone:
        raise NO_PHONE
    channel = _channel(person)
    channel.backend.may_reply(Ticket(account_id=person.account_id, channel=channel, profile=person))
    if session := running(person):
        raise Refusal(
            "in_automation",
            "In an automation already",
            f"{person.name} is inside “{session.automation}”. Take over first, then start another one.",
        )


def take_over(person: Profile, by) -> bool:
    """Ends it without a word; their next text is for the team. False when they were in none (any more)."""
    session = running(_locked(person))
    return session is not None and session.take_over(by)


def running(person: Profile) -> Session | None:
    """The one that the person is in; not one whose time is over, to which only the sweep has not come by yet."""
    session = _unended(person)
    return None if session is None or session.is_over(timezone.now()) else session


def waiting(person: Profile) -> str:
    """That its first text waits for the morning (E10); blank where it leaves at once."""
    opens_at = daytime.opens_at(person, timezone.now())
    return daytime.waits_until(opens_at, person).text if opens_at else ""


def _unended(person: Profile) -> Session | None:
    return Session.objects.running().whole().filter(profile=person).first()


def _locked(person: Profile) -> Profile:
    people = Profile.objects.select_related("account").select_for_update(no_key=True, of=["self"])
    return people.get(pk=person.pk)


def _channel(person: Profile) -> Channel:
    return Channel.objects.for_kind(person.account, "sms")
