from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Action, member_may
from inbox.models import Channel, NotificationAddress
from sms.forms import AddressesForm
from sms.views.settings import page


@member_may(Action.MANAGE_INBOX)
@require_POST
def addresses(request):
    form = AddressesForm(request.POST)
    if not form.is_valid():
        return page(request, addresses_form=form)
    channel = Channel.objects.for_kind(request.account, "sms")
    try:
        added = NotificationAddress.objects.enlist(
            channel, form.cleaned_data["emails"], by=request.membership
        )
    except ValidationError as error:
        form.add_error("emails", error)
        return page(request, addresses_form=form)
    messages.success(request, told(added))
    return redirect("sms:settings")


def told(added: list[NotificationAddress]) -> str:
    waiting = sum(not address.is_confirmed for address in added)
    if not added:
        return "They are on the list already."
    if not waiting:
        return "You are told of new texts from now on."
    whom = (
        next(str(address) for address in added if not address.is_confirmed)
        if waiting == 1
        else f"{waiting} people"
    )
    return f"A mail with a link to confirm it is on its way to {whom}."


@member_may(Action.MANAGE_INBOX)
@require_http_methods(["DELETE"])
def address(request, address_id):
    address = address_of(request, address_id)
    address.remove()
    messages.success(request, f"{address} is no longer told of new texts.")
    return redirect("sms:settings")


@member_may(Action.MANAGE_INBOX)
@require_POST
def confirmation(request, address_id):
    """The mail with the link once more."""
    address = address_of(request, address_id)
    try:
        address.ask()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Another mail is on its way to {address}.")
    return redirect("sms:settings")


def address_of(request, address_id) -> NotificationAddress:
    listed = request.account.notification_addresses.listed().select_related("channel")
    return get_object_or_404(listed, pk=address_id)
