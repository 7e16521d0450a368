from django.http import FileResponse
from django.shortcuts import get_object_or_404

from accounts.access import agent_required
from inbox.models import Media

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=86400, immutable",
}


@agent_required
def media(request, media_id):
    """A picture that a customer sent, through the same door as everything else, and never as anything but a picture."""
    item = get_object_or_404(Media, account=request.account, pk=media_id, state=Media.State.FETCHED)
    return FileResponse(item.file.open("rb"), content_type=item.content_type, headers=HEADERS)
