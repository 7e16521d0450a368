from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Action, member_may
from sms.forms import SubscribeKeywordForm
from sms.views.settings import page


@member_may(Action.MANAGE_AUTOMATIONS)
@require_POST
def keywords(request):
    form = SubscribeKeywordForm(request.POST, account=request.account)
    if not form.is_valid():
        return page(request, keyword_form=form)
    keyword = form.save()
    messages.success(request, f"Whoever texts {keyword} is subscribed.")
    return redirect("sms:settings")


@member_may(Action.MANAGE_AUTOMATIONS)
@require_http_methods(["DELETE"])
def keyword(request, keyword_id):
    keyword = get_object_or_404(request.account.subscribe_keywords, pk=keyword_id)
    keyword.remove()
    messages.success(request, f"{keyword} no longer subscribes anybody.")
    return redirect("sms:settings")
