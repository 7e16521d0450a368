from sms.models.number import Number
from sms.models.sending_options import SendingOptions
from sms.models.subscribe_keyword import SubscribeKeyword
from sms.models.texts import SUGGESTED_RESPONSE, Texts

__all__ = ["SUGGESTED_RESPONSE", "Number", "SendingOptions", "SubscribeKeyword", "Texts"]
