"""What the provider has, beside what is connected here, and one number's webhook (E1)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Action, member_may
from inbox.channels import NotTaken
from sms import comparing
from sms.views.numbers import own


@member_may(Action.MANAGE_CHANNELS)
@require_safe
def provider(request):
    connected = request.account.sms_numbers.default_first()
    return render(request, "sms/provider.html", {"accounts": comparing.compare(connected)})


@member_may(Action.MANAGE_CHANNELS)
@require_http_methods(["GET", "POST"])
def webhook(request, number_id):
    """GET asks the provider whether all is well, POST has it post the number's texts here."""
    number = own(request, number_id)
    if request.method == "GET":
        return render(request, "sms/webhook.html", {"number": number, "findings": comparing.check(number)})
    try:
        number.provider.point_here(number)
    except NotTaken as error:
        messages.error(request, f"Nothing was changed. {error}")
    else:
        messages.success(request, f"The provider posts the texts of {number} here from now on.")
    return redirect("sms:number", number_id)
