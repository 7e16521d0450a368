"""Reading an answer as a person would: what is said, and next to which field."""

import html
import re


def field_error(answer, name: str) -> str:
    """The message beside a field, or ""."""
    found = re.search(rf'id="id_{name}_error"[^>]*>(.*?)</p>', answer.content.decode(), re.DOTALL)
    return words(found[1]) if found else ""


def words(markup: str | bytes) -> str:
    """The text that a person sees, in one line."""
    markup = markup.decode() if isinstance(markup, bytes) else markup
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def part(answer, element_id: str) -> str:
    """The markup from an element's id to the end of the page, for what comes right after it."""
    content = answer.content.decode()
    return content[content.index(f'id="{element_id}"') :]


def rows(answer) -> list[int]:
    """The numbers of the tickets in a list, in its order."""
    return [int(number) for number in re.findall(r'id="ticket-row-(\d+)"', answer.content.decode())]


def badge(answer) -> str:
    """The red number at Inbox, or ""."""
    found = re.search(r"<span data-unread>([^<]*)</span>", answer.content.decode())
    return found[1] if found else ""
