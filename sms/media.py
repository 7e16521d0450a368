"""What customers text besides words (E8): fetched from the provider's host only and kept privately. Pictures are made
anew; video, sound, contact cards and PDF are kept as they came, to be downloaded and never shown."""

import logging
import re
from datetime import timedelta
from typing import Any

import requests
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts import tenancy
from helpdesk import live
from inbox.models import Media
from inbox.pictures import FORMATS, Unfit, reencoded
from sms.models import Number
from sms.sniffing import sniff

logger = logging.getLogger(__name__)

MAX_BYTES = 10 * 1024 * 1024
PROVIDER_URL = re.compile(r"https://([a-z0-9-]+\.)*twilio\.com/[!-\[\]-~]*")  # no backslash, no space
GONE = "The provider no longer has it."
GIVE_UP_AFTER = 6
BATCH = 20


def fetch_due() -> int:
    with tenancy.every_account():
        due = list(Media.objects.due().order_by("next_attempt_at").values_list("account_id", "pk")[:BATCH])
    for account_id, media_id in due:
        fetch(account_id, media_id)
    return len(due)


def fetch(account_id: int, media_id: int) -> None:
    """Item by item: a dead one never holds up another. It is pushed back first, so that a crash counts."""
    with tenancy.enter(account_id):
        item = (
            Media.objects.due()
            .select_for_update(skip_locked=True)
            .select_related("message")
            .filter(pk=media_id)
            .first()
        )
        if item is None:
            return
        item.attempts += 1
        item.next_attempt_at = timezone.now() + timedelta(seconds=5 * 3**item.attempts)
        item.save(update_fields=["attempts", "next_attempt_at"])
        number = Number.objects.filter(
            channel=item.message.channel_id, number=item.message.our_address
        ).last()
    try:
        columns = kept(item, download(number, item.source_url))
    except Unfit as error:
        _settle(item, state=Media.State.DEAD, reason=str(error))
    except Exception as error:
        logger.warning("the media %s can't be fetched now: %s", media_id, error)
        if item.attempts >= GIVE_UP_AFTER:
            _settle(item, state=Media.State.DEAD, reason=GONE)
    else:
        _settle(item, state=Media.State.FETCHED, **columns)


def kept(item: Media, content: bytes) -> dict[str, Any]:
    """Put into the item's file; what is to be known of it. Raises Unfit."""
    if file := sniff(content):
        item.file.save(f"{get_random_string(32)}.bin", ContentFile(content), save=False)
        return {"content_type": file.content_type, "title": file.title, "size": len(content)}
    content, kind, (width, height) = reencoded(content)
    item.file.save(f"{get_random_string(32)}.{FORMATS[kind].lower()}", ContentFile(content), save=False)
    return {"content_type": kind, "size": len(content), "width": width, "height": height}


def download(number: Number | None, url: str) -> bytes:
    """From the provider's own host with its credentials; they never follow a redirect elsewhere."""
    if number is None or not lies_at_provider(url):
        raise Unfit("It does not lie at the provider.")
    auth = (number.account_sid, number.auth_token)
    with requests.get(url, auth=auth, timeout=(3, 15), stream=True, allow_redirects=True) as answer:
        if answer.status_code in {401, 403, 404, 410}:
            raise Unfit(GONE)
        answer.raise_for_status()
        content = answer.raw.read(MAX_BYTES + 1, decode_content=True)
    if len(content) > MAX_BYTES:
        raise Unfit("It is larger than 10 MB.")
    return content


def lies_at_provider(url: str) -> bool:
    """By one pattern over the whole address: parsers disagree about odd ones, and the key must not leave with one."""
    base = settings.TWILIO_BASE_URL
    return bool(
        PROVIDER_URL.fullmatch(url) or (base and re.fullmatch(re.escape(base) + r"/[!-\[\]-~]*", url))
    )


def _settle(item: Media, **columns) -> None:
    with tenancy.enter(item.account_id):
        Media.objects.filter(pk=item.pk).update(file=item.file.name, **columns)
        live.ping(item.account_id, *item.message.topics)
