"""A texting provider in a box: it speaks Twilio's HTTP protocol, signatures, retries and errors included (N2).

Run it with ``python -m sandbox.carrier --port 8010 --data carrier.sqlite3``. An application reaches it by changing the
provider's base URL and nothing else. `core.Carrier` holds the parts together; each module does one job:

    provider, provider_numbers, media   what the application calls (`/2010-04-01/…`)
    sending, statuses                   an application's text on its way to a phone
    texting, webhooks, posting          a phone's text on its way to the application
    optouts, faults                     STOP handling, and misbehaviour on request
    control…, ledger, page, hub         the phones, the console and their live updates
    store, jobs                         SQLite, and the work that survives a restart
"""
