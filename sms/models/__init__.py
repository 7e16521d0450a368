from sms.models.coupon import Coupon, CouponPool
from sms.models.number import Number
from sms.models.subscribe_keyword import SubscribeKeyword
from sms.models.texts import SUGGESTED_RESPONSE, Texts

__all__ = ["SUGGESTED_RESPONSE", "Coupon", "CouponPool", "Number", "SubscribeKeyword", "Texts"]
