"""The demo account: who is in it, and what its customers wrote. `manage.py seed` brings it to life."""

SIGN_IN_EMAIL = "alice@acme.example"
PASSWORD = "parcels-and-texts"  # noqa: S105  the demo's own, shown on the terminal
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
