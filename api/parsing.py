import json
from math import isfinite

from rest_framework import renderers, status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

MAX_BYTES = 256 * 1024


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = f"A request may have {MAX_BYTES // 1024} KiB at most."
    default_code = "too_large"


class Json(BaseParser):
    """JSON, in UTF-8. DRF's parser reads without a limit, lets deep nesting end in a RecursionError, and lets 1e999
    through, which no column takes."""

    media_type = "application/json"
    renderer_class = renderers.JSONRenderer

    def parse(self, stream, media_type=None, parser_context=None):
        body = stream.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            raise TooLarge
        try:
            return json.loads(body.decode(), parse_constant=finite, parse_float=finite)
        except ValueError:
            raise ParseError("The body is not valid JSON.", code="malformed") from None
        except RecursionError:
            raise ParseError("The body is nested too deeply.", code="malformed") from None


def finite(text: str) -> float:
    """Raises ValueError for NaN, Infinity and what is too large to be a number."""
    if not isfinite(number := float(text)):
        raise ValueError(text)
    return number
