from io import BytesIO

from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser

MAX_BYTES = 256 * 1024


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = f"A request may have {MAX_BYTES // 1024} KiB at most."
    default_code = "too_large"


class Json(JSONParser):
    """DRF's parser reads without a limit, and lets deep nesting end in a RecursionError."""

    def parse(self, stream, media_type=None, parser_context=None):
        body = stream.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            raise TooLarge
        try:
            return super().parse(BytesIO(body), media_type, parser_context)
        except ParseError:
            raise ParseError("The body is not valid JSON.", code="malformed") from None
        except RecursionError:
            raise ParseError("The body is nested too deeply.", code="malformed") from None
