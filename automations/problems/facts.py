"""What of an account decides whether an automation can be switched on, read at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from automations.script import Script
from automations.texts import texts
from sms import composing
from sms.composing import Stock


@dataclass(frozen=True)
class Facts:
    """`taken`: by the normal spelling of a keyword, which other automation has it. `subscribe`: the account's subscribe
    keywords, by the spelling in which they are heard. `pools`: those that the texts name, by their variables."""

    account: Any
    is_connected: bool = True
    keywords: Sequence[str] = ()
    taken: Mapping[str, str] = field(default_factory=dict)
    subscribe: Mapping[str, str] = field(default_factory=dict)
    pools: Mapping[str, Stock] = field(default_factory=dict)


def facts_of(account, version, script: Script) -> Facts:
    return Facts(
        account,
        is_connected=account.sms_numbers.connected().exists(),
        keywords=version.keywords,
        taken=version.automation.held_elsewhere(version.keywords) if version.keywords else {},
        subscribe=dict(account.subscribe_keywords.values_list("normal", "word")),
        pools=composing.stocks(account, (text.body for text in texts(script))),
    )
