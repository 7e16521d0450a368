from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from campaigns.models import CampaignPicture
from campaigns.views.campaigns import manager_required
from inbox.views.media import served


@manager_required
@require_safe
def picture(request, picture_id):
    return served(get_object_or_404(CampaignPicture, account=request.account, pk=picture_id))
