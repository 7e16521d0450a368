"""The provider's way of turning pages: newest first, `PageSize`, `Page`, `PageToken` and `next_page_uri`."""

# ruff: noqa: S608 - only names and marks are put into SQL; values are always bound

from sqlite3 import Row
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request


class Page(NamedTuple):
    key: str  # name of the list in the answer
    order: str  # column that grows with time; rowid where a table has none of its own
    number: int
    size: int
    before: (
        int | None
    )  # the last row shown, from the page token: what arrives meanwhile doesn't shift the pages
    path: str
    query_params: list[tuple[str, str]]

    @classmethod
    def of(cls, request: Request, key: str, order: str = "rowid") -> "Page":
        size = _whole(request.query_params.get("PageSize"), 50)
        token = request.query_params.get("PageToken", "")
        kept = [
            pair
            for pair in request.query_params.multi_items()
            if pair[0] not in ("Page", "PageToken", "PageSize")
        ]
        return cls(
            key,
            order,
            _whole(request.query_params.get("Page"), 0),
            min(max(size, 1), 1000),
            _whole(token[2:], 0) or None,
            request.url.path,
            kept,
        )

    def query(self, table: str, conditions: list[str], values: list[Any]) -> tuple[Any, ...]:
        """SQL and values for one row more than the page shows: it tells whether there is another page."""
        if self.before:
            conditions, values = [*conditions, f"{self.order} < ?"], [*values, self.before]
        skip = 0 if self.before else self.number * self.size
        sql = f"SELECT *, {self.order} AS place FROM {table} WHERE {' AND '.join(conditions)}"
        return f"{sql} ORDER BY {self.order} DESC LIMIT ? OFFSET ?", *values, self.size + 1, skip

    def shown(self, rows: list[Row]) -> list[Row]:
        return rows[: self.size]

    def answer(self, resources: list[dict[str, Any]], rows: list[Row]) -> dict[str, Any]:
        start = self.number * self.size
        more = len(rows) > self.size
        return {
            self.key: resources,
            "page": self.number,
            "page_size": self.size,
            "start": start,
            "end": max(start + len(resources) - 1, 0),
            "uri": self._uri(self.number),
            "first_page_uri": self._uri(0),
            "next_page_uri": self._uri(self.number + 1, rows[self.size - 1]["place"]) if more else None,
            "previous_page_uri": self._uri(self.number - 1) if self.number else None,
        }

    def _uri(self, number: int, after: int | None = None) -> str:
        pairs = [*self.query_params, ("PageSize", str(self.size)), ("Page", str(number))]
        return f"{self.path}?{urlencode(pairs + ([('PageToken', f'PA{after}')] if after else []))}"


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default
