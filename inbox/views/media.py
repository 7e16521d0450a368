from django.core import signing
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from accounts import tenancy
from accounts.access import agent_required, public
from inbox.models import Media
from inbox.views.messages import recent
from inbox.views.tickets import shown

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=86400, immutable",
}


def served(item, **headers) -> FileResponse:
    """Never as anything but a picture; all else is a download."""
    kind, is_picture = item.content_type, item.content_type.startswith("image/")
    name = "" if is_picture else item.file_name
    content = item.file.open("rb")
    return FileResponse(
        content, as_attachment=not is_picture, filename=name, content_type=kind, headers=HEADERS | headers
    )


@agent_required
def media(request, media_id):
    """A picture or file of a message, through the same door as everything else."""
    return served(get_object_or_404(Media, account=request.account, pk=media_id, state=Media.State.FETCHED))


@agent_required
@require_POST
def fetch(request, media_id):
    """One that was given up is asked for once more (E8)."""
    item = get_object_or_404(
        Media.objects.select_related("message__channel"), account=request.account, pk=media_id
    )
    ticket = get_object_or_404(
        request.account.tickets.for_display(), channel=item.message.channel, profile=item.message.profile_id
    )
    item.fetch_again()
    return recent(request, ticket) if request.htmx else shown(request, ticket)


@public
@require_safe
def handed_over(request, token):
    """One of ours, to the provider that is to send it (Media.handed_over_at). Whoever has the token may have it, as
    long as the message is on its way."""
    try:
        account_id, media_id = Media.read_token(token)
    except signing.BadSignature:
        raise Http404 from None
    with tenancy.enter(account_id):
        item = get_object_or_404(Media.objects.on_their_way(), pk=media_id)
    return served(item, **{"Cache-Control": "private, no-store"})
