from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Action, member_may
from accounts.rendering import render_form
from sms import health
from sms.models import Number
from sms.number_forms import ComplianceByForm, DetailsForm, NumberForm, TokenForm
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
@require_http_methods(["GET", "POST", "DELETE"])
def number(request, number_id):
    """One number: what it is called, how it fares, what its provider tells it."""
    number = own(request, number_id)
    if request.method == "DELETE":
        number.disconnect()
        messages.success(request, f"{number} is disconnected. Its conversations stay.")
        return redirect("sms:settings")
    form = DetailsForm(request.POST or None, instance=number)
    if not form.is_valid():
        return page_of_one(request, own(request, number_id), form)
    form.save()
    messages.success(request, "Saved.")
    return redirect("sms:number", number_id)


def page_of_one(request, number, form):
    is_default = number == request.account.sms_numbers.default_first().first()
    return render_form(request, "sms/number.html", {"number": number, "form": form, "is_default": is_default})


def own(request, number_id) -> Number:
    return get_object_or_404(request.account.sms_numbers.connected(), pk=number_id)


@member_may(Action.MANAGE_CHANNELS)
@require_POST
def default(request, number_id):
    number = own(request, number_id)
    number.make_default()
    messages.success(request, f"{number} is the default number.")
    return redirect("sms:number", number_id)


@member_may(Action.MANAGE_CHANNELS)
@require_http_methods(["DELETE"])
def halt(request, number_id):
    """What stopped the number is settled with the provider."""
    number = own(request, number_id)
    number.resume()
    messages.success(request, "What waited is being sent.")
    return redirect("sms:number", number_id)


@member_may(Action.MANAGE_INBOX)
@require_safe
def number_health(request, number_id):
    number = own(request, number_id)
    return render(request, "sms/health.html", {"number": number, "health": health.of(number)})


@member_may(Action.MANAGE_CHANNELS)
@require_POST
def token(request, number_id):
    """The provider's token was renewed."""
    number = own(request, number_id)
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
    number = own(request, number_id)
    form = ComplianceByForm(request.POST, instance=number)
    if form.is_valid():
        form.save()
        messages.success(request, "Saved.")
    return redirect("sms:settings")
