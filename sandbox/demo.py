"""The demo account: who is in it, and what its customers wrote. `manage.py seed` brings it to life."""

from dataclasses import dataclass, field

SIGN_IN_EMAIL = "alice@acme.example"
PASSWORD = "parcels-and-texts"
ACCOUNT_SID = "AC" + "5adb0c" * 5 + "00"
AUTH_TOKEN = "5adb0c" * 5 + "00"
NUMBER = "+15035550100"

# name, e-mail, role
TEAM = [
    ("Alice Moreau", SIGN_IN_EMAIL, "owner"),
    ("Bob Lindqvist", "bob@acme.example", "support"),
    ("Dora Castellano", "dora@acme.example", "manager"),
    ("Edith Novak", "edith@acme.example", "analyst"),
]

HOUR, DAY = 60, 24 * 60


@dataclass(frozen=True)
class Conversation:
    """Texts are (minutes ago, who, words): "in" the customer, "STOP" and "JOIN" as they are, else a member's first
    name. `consent` is where marketing consent came from, blank for none."""

    name: str
    phone: str
    texts: list[tuple[int, str, str]]
    consent: str = ""
    assignee: str = ""
    place: tuple[str, str, str] = ("Portland", "OR", "97205")
    email: str = ""
    state: str = "open"
    unread: bool = False
    on_the_wall: bool = False
    tags: tuple[str, ...] = ()
    note: tuple[int, str, str] | None = None  # minutes ago, the member's first name, words
    properties: dict = field(default_factory=dict)


CONVERSATIONS = [
    Conversation(
        "Paula Reyes",
        "+15035550121",
        [
            (3 * DAY + 40, "in", "Hi! Does the Ridge 2 tent come with a footprint?"),
            (3 * DAY + 31, "Bob", "Hi Paula! It doesn't, but the footprint is 20 % off when you buy both."),
            (3 * DAY + 28, "in", "Oh nice, I'll take both then. Thanks!"),
            (26, "in", "Me again 😊 the tent came, but the pole bag has a hole in it"),
            (25, "in", "Can you send a new one?"),
        ],
        consent="Checkout, box ticked",
        assignee="Alice",
        email="paula@example.com",
        unread=True,
        on_the_wall=True,
        properties={"size": "M", "vip": True},
        tags=("warranty",),
    ),
    Conversation(
        "Quinn Adeyemi",
        "+12065550134",
        [(9, "in", "Is the Seattle shop open on Thanksgiving?")],
        place=("Seattle", "WA", "98101"),
        unread=True,
        on_the_wall=True,
    ),
    Conversation(
        "Sam Whitaker",
        "+13035550155",
        [
            (DAY + 300, "in", "What size should I take in the Alpine jacket? 6'1, 175 lb"),
            (
                DAY + 280,
                "Alice",
                "Hi Sam, a Large. If you layer a lot, the XL is cut roomier in the shoulders.",
            ),
            (DAY + 275, "in", "Large it is"),
            (62, "in", "Jacket arrived, fits perfectly. Is there a loop for the ice axe?"),
        ],
        consent="Texted JOIN",
        place=("Denver", "CO", "80202"),
        email="sam.whitaker@example.com",
        unread=True,
        on_the_wall=True,
        tags=("product question",),
    ),
    Conversation(
        "Nadia Petrov",
        "+14155550162",
        [
            (5 * HOUR, "in", "My order 10482 says delivered but there's nothing here"),
            (
                5 * HOUR - 6,
                "Alice",
                "Sorry about that, Nadia! I'm asking the carrier for the delivery photo.",
            ),
            (4 * HOUR, "Alice", "They left it with your neighbor at 14B. Could you have a look?"),
            (4 * HOUR - 20, "in", "Found it, thank you!! 🙏"),
        ],
        consent="Checkout, box ticked",
        assignee="Alice",
        place=("San Francisco", "CA", "94103"),
        on_the_wall=True,
        tags=("delivery",),
    ),
    Conversation(
        "Jonas Becker",
        "+15035550177",
        [
            (2 * DAY, "in", "Can I still change the delivery address?"),
            (2 * DAY - 8, "Bob", "Yes! Where should it go?"),
            (2 * DAY - 12, "in", "2240 SE Clinton St, Portland"),
            (2 * DAY - 14, "Bob", "Changed. You get a new tracking link by mail."),
        ],
        consent="Checkout, box ticked",
        state="closed",
        tags=("delivery",),
    ),
    Conversation(
        "Mei Tanaka",
        "+18085550143",
        [
            (7 * HOUR, "in", "When is the Storm parka back in green, M?"),
            (6 * HOUR, "Bob", "Next week, Mei. I'll text you the day it is here."),
        ],
        consent="Pop-up on the shop",
        assignee="Bob",
        place=("Honolulu", "HI", "96813"),
        state="snoozed",
    ),
    Conversation(
        "Carlos Ortega",
        "+15125550119",
        [(DAY + 900, "in", "Do you ship to Mexico?"), (DAY + 880, "STOP", "STOP")],
        consent="Pop-up on the shop",
        place=("Austin", "TX", "78701"),
        on_the_wall=True,
    ),
    Conversation(
        "Ines Dubois",
        "+16175550188",
        [
            (3 * HOUR, "in", "The zipper on my Trail pack broke after two weeks…"),
            (3 * HOUR - 4, "Bob", "That should not happen. Could you text me a picture of it?"),
            (2 * HOUR + 30, "in", "I will tonight, I'm at work"),
        ],
        consent="Checkout, box ticked",
        assignee="Bob",
        place=("Boston", "MA", "02108"),
        tags=("warranty",),
        note=(2 * HOUR, "Bob", "@Alice third broken zipper of this pack this month. Do we tell the maker?"),
    ),
    Conversation(
        "",
        "+13125550127",
        [(95, "in", "who is this")],
        place=("Chicago", "IL", "60601"),
        unread=True,
    ),
    Conversation(
        "Oliver Grant",
        "+17035550165",
        [
            (4 * DAY, "in", "Refund for order 10391 please, it was the wrong color"),
            (4 * DAY - 30, "Dora", "Done, Oliver. It takes 3 to 5 days to show up."),
            (DAY, "in", "Got it, thanks"),
        ],
        consent="Texted START",
        place=("Arlington", "VA", "22201"),
        state="closed",
        tags=("refund",),
    ),
    Conversation(
        "Priya Nair",
        "+19175550148",
        [
            (48, "in", "Hey! Are the wool socks machine washable?"),
            (44, "Alice", "They are: 30 °C, gentle, no softener. Air dry and they last for years."),
        ],
        consent="Checkout, box ticked",
        place=("New York", "NY", "10012"),
    ),
]

# name, shortcut, text, tag, what becomes of the ticket
MACROS = [
    (
        "Thanks and goodbye",
        "bye",
        "You're welcome, {first_name}! Just text us if anything else comes up. – {agent_first_name}",
        "",
        "close",
    ),
    (
        "Warranty: picture, please",
        "warranty",
        "I'm sorry about that, {first_name}. Could you text us a picture of it? Then a new one is on its way today.",
        "warranty",
        "",
    ),
    (
        "Where is my order",
        "order",
        "Hi {first_name}, I'm looking into it. What is the order number, please?",
        "delivery",
        "",
    ),
]
# name, filters
VIEWS = [
    ("Long waits", {"status": ["open"], "waiting": ["1h"]}),
    ("Subscribers", {"consent": ["subscriber"]}),
]
