from sms.models.conversion import Conversion
from sms.models.link import Click, Link
from sms.models.link_domain import LinkDomain
from sms.models.link_options import LinkOptions
from sms.models.number import Number
from sms.models.subscribe_keyword import SubscribeKeyword
from sms.models.texts import SUGGESTED_RESPONSE, Texts

__all__ = [
    "SUGGESTED_RESPONSE",
    "Click",
    "Conversion",
    "Link",
    "LinkDomain",
    "LinkOptions",
    "Number",
    "SubscribeKeyword",
    "Texts",
]
