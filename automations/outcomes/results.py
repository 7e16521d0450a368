"""What came of an automation (H12), counted when it is asked for: nothing is kept twice.

There are far fewer ways through a script than people who went them. So the database counts each way (where it stands or
ended, and how, by which choices), and the rest is added up here.
"""

import json
from datetime import datetime, timedelta

from automations.models import Automation, AutomationVersion
from automations.outcomes.journeys import Results, Way, told
from helpdesk.statements import ask_all
from sms import link_results

NEWEST = 2_000  # sessions of which the time to answer is taken: it needs a look at each answer

SESSIONS = """
automation_id = %(automation)s AND tried IS NULL AND (%(version)s::bigint IS NULL OR version_id = %(version)s)
    AND (%(since)s::timestamptz IS NULL OR started_at >= %(since)s)
    AND (%(until)s::timestamptz IS NULL OR started_at < %(until)s)
"""
WAYS = f"""
SELECT question, answers, ended, recommendation, count(*) FROM automations_session session
WHERE {SESSIONS} GROUP BY 1, 2, 3, 4
"""  # noqa: S608  (names of ours alone)
# How many answers, and of how many people; the index of what was not understood is the account's.
NOT_UNDERSTOOD = f"""
SELECT answer.question, count(*), count(DISTINCT session.id) FROM automations_answer answer
JOIN automations_session session ON session.id = session_id
WHERE answer.account_id = %(account)s AND choice = '' AND {SESSIONS} GROUP BY 1
"""  # noqa: S608
# From when a message was out, or from the answer before, be it to be asked again.
TIMES = f"""
WITH newest AS (
    SELECT id, started_at FROM automations_session session WHERE {SESSIONS} ORDER BY id DESC LIMIT {NEWEST}
)
SELECT question, percentile_disc(0.5) WITHIN GROUP (ORDER BY took) FROM newest CROSS JOIN LATERAL (
    SELECT question, choice, at - lag(at, 1, started_at) OVER (ORDER BY id) AS took FROM automations_answer
    WHERE session_id = newest.id
) timed WHERE choice <> '' GROUP BY 1
"""  # noqa: S608


def results_of(
    automation: Automation,
    version: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Results:
    """Of all versions together, or of the one with this number; of who entered from `since` on and before `until`.
    A number of no version means nobody."""
    versions = list(automation.versions.all())
    chosen = next((each for each in versions if each.number == version), None)
    values = {
        "account": automation.account_id,
        "automation": automation.pk,
        "version": chosen.pk if chosen else version and 0,
        "since": since,
        "until": until,
    }
    ways = [Way(question, json.loads(answers), *rest) for question, answers, *rest in ask_all(WAYS, values)]
    misses = {question: (answers, people) for question, answers, people in ask_all(NOT_UNDERSTOOD, values)}
    times: dict[str, timedelta] = dict(ask_all(TIMES, values))
    results = told(scripts(automation, chosen, versions), ways, misses, times)
    if not (version or since or until):
        results.links = link_results.of_source(automation.source)
    return results


def scripts(automation: Automation, chosen: AutomationVersion | None, versions: list) -> list:
    """The one whose messages are asked now, and the older ones that may have asked others, newest first."""
    first = chosen or automation.live_version or automation.edited
    return [each.read_script() for each in [first, *(each for each in versions if each.pk != first.pk)]]
