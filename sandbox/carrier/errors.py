"""The provider's errors: a code, an HTTP status and a sentence, in its JSON form."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

# Code: HTTP status, sentence. From the provider's public error pages.
REFUSALS = {
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource {path} was not found"),
    20429: (429, "Too Many Requests"),
    20500: (500, "An internal server error has occurred"),
    21211: (400, "The 'To' number {to} is not a valid phone number."),
    21266: (400, "'To' and 'From' number cannot be the same: {to}"),
    21408: (
        403,
        "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: {to}",
    ),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' phone number is required."),
    21604: (400, "A 'To' phone number is required."),
    21606: (
        400,
        "The 'From' phone number {sender} is not a valid message-capable Twilio phone number for this "
        "destination.",
    ),
    21609: (400, "The 'StatusCallback' URL {url} is not a valid URL."),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21611: (429, "This 'From' number has exceeded the maximum number of queued messages"),
    21612: (
        400,
        "The 'To' phone number: {to}, is not currently reachable using the 'From' phone number: {sender} via "
        "SMS.",
    ),
    21614: (400, "'To' number is not a valid mobile number: {to}"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
    21620: (400, "Invalid media URL(s): {url}"),
    21623: (400, "Number of media files exceeds allowed limit"),
    21635: (400, "'To' number cannot be a landline: {to}"),
    21712: (400, "The 'From' number {sender} is not in the sender pool of the Messaging Service"),
    21703: (400, "The Messaging Service does not have a phone number available to send a message"),
}

# Codes that a text gets after it was accepted, with the sentence of the message resource's error_message.
LATER = {
    11200: "HTTP retrieval failure",
    12300: "Invalid Content-Type",
    30001: "Queue overflow",
    30002: "Account suspended",
    30003: "Unreachable destination handset",
    30004: "Message blocked",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Carrier violation",
    30008: "Unknown error",
    30022: "US A2P 10DLC - Rate Limits Exceeded",
    30032: "Toll-Free Number Has Not Been Verified",
    30034: "US A2P 10DLC - Message from an Unregistered Number",
    30041: "Message from an unregistered number to the UK",
}


class Refusal(Exception):
    """The provider's answer to a request that it does not accept."""

    def __init__(self, code: int, **words: str):
        super().__init__(code)
        self.code = code
        self.status, sentence = REFUSALS[code]
        self.message = sentence.format(**{"path": "", "to": "", "sender": "", "url": ""} | words)

    def response(self) -> JSONResponse:
        body = {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }
        headers = {"WWW-Authenticate": 'Basic realm="Twilio API"'} if self.status == 401 else None
        return JSONResponse(body, self.status, headers)


async def refuse(request: Request, error: Exception) -> Response:
    """Exception handler of the provider's routes."""
    assert isinstance(error, Refusal)
    return error.response()
