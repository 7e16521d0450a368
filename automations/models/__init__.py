from automations.conversation import Ended
from automations.models.answer import Answer
from automations.models.automation import Automation
from automations.models.automation_version import AutomationVersion, Trigger
from automations.models.session import Session
from automations.models.trigger_keyword import TriggerKeyword
from inbox.models.published import Incomplete

__all__ = [
    "Answer",
    "Automation",
    "AutomationVersion",
    "Ended",
    "Incomplete",
    "Session",
    "Trigger",
    "TriggerKeyword",
]
