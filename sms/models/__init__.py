from sms.models.conversion import Conversion
from sms.models.coupon import Coupon, CouponPool
from sms.models.link import Click, Link
from sms.models.link_domain import LinkDomain
from sms.models.link_options import LinkOptions
from sms.models.number import Number
from sms.models.sending_options import SendingOptions
from sms.models.subscribe_keyword import SubscribeKeyword
from sms.models.texts import SUGGESTED_RESPONSE, Texts
from sms.models.usage import UsageDay, UsageMonth

__all__ = [
    "Coupon",
    "CouponPool",
    "Number",
    "SUGGESTED_RESPONSE",
    "SendingOptions",
    "SubscribeKeyword",
    "Texts",
    "UsageDay",
    "UsageMonth",
    "Click",
    "Conversion",
    "Link",
    "LinkDomain",
    "LinkOptions",
]
