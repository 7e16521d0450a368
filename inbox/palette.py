"""What the palette finds as one types: the ticket of that number, and the people of that name or phone number (B9)."""

from django.db.models import Q

from helpdesk.numbers import whole

MOST = 8
NEWEST = 2000  # tickets whose people are looked through


def find(account, said: str) -> list:
    """At most MOST tickets, the one whose number was meant first."""
    said = said.replace("\0", "").strip()[:100]
    number = whole(said.removeprefix("#"))
    tickets = account.tickets.for_display()
    found = list(tickets.filter(number=number)) if number is not None else []
    if len(said) > 1:
        newest = account.tickets.order_by("-last_activity_at", "-id")[:NEWEST]
        people = tickets.filter(_of(said), pk__in=newest.values("pk")).exclude(number=number or 0)
        found += people.order_by("-last_activity_at", "-id")[: MOST - len(found)]
    return found


def _of(said: str) -> Q:
    digits = "".join(character for character in said if character.isdecimal())
    first, _, last = said.partition(" ")
    name = Q(profile__first_name__istartswith=said) | Q(profile__last_name__istartswith=said)
    if last:
        name |= Q(profile__first_name__istartswith=first, profile__last_name__istartswith=last.strip())
    return name | Q(profile__phone__contains=digits) if len(digits) > 3 else name
