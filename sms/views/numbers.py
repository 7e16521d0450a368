from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Action, member_may
from sms.forms import ComplianceByForm, NumberForm, TokenForm
from sms.views.settings import page


@member_may(Action.MANAGE_CHANNELS)
@require_POST
def numbers(request):
    form = NumberForm(request.POST, account=request.account)
    if not form.is_valid():
        return page(request, number_form=form)
    number = form.connect()
    messages.success(request, f"{number} is connected. Now copy its webhook address to the provider.")
    return redirect("sms:settings")


@member_may(Action.MANAGE_CHANNELS)
@require_http_methods(["DELETE"])
def number(request, number_id):
    number = get_object_or_404(request.account.sms_numbers.connected(), pk=number_id)
    number.disconnect()
    messages.success(request, f"{number} is disconnected. Its conversations stay.")
    return redirect("sms:settings")


@member_may(Action.MANAGE_CHANNELS)
@require_POST
def token(request, number_id):
    """The provider's token was renewed."""
    number = get_object_or_404(request.account.sms_numbers.connected(), pk=number_id)
    form = TokenForm(request.POST, number=number)
    if not form.is_valid():
        return page(request, token_form=form, token_number=number)
    form.rotate()
    messages.success(request, f"{number} uses the new token.")
    return redirect("sms:settings")


@member_may(Action.MANAGE_CHANNELS)
@require_POST
def compliance(request, number_id):
    """Who answers STOP, HELP and START on this number."""
    number = get_object_or_404(request.account.sms_numbers.connected(), pk=number_id)
    form = ComplianceByForm(request.POST, instance=number)
    if form.is_valid():
        form.save()
        messages.success(request, "Saved.")
    return redirect("sms:settings")
