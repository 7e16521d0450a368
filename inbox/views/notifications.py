"""What the links in mails lead to (E11). Their readers need no account: the link itself says whose it is."""

from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import tenancy
from accounts.access import public
from inbox.models import NotificationAddress
from inbox.models.notification_address import CONFIRM, STOP


@public
@require_http_methods(["GET", "POST"])
def confirmation(request, token):
    """Only by the button: programs that look into mails follow links, too."""
    with tenancy.every_account():
        address = NotificationAddress.objects.by_token(token, CONFIRM)
        if address and request.method == "POST":
            address.confirm()
        return answer(request, "confirmation", address)


@csrf_exempt
@public
@require_http_methods(["GET", "POST"])
def unsubscription(request, token):
    """A mail program posts here without anybody looking (RFC 8058), so it has no cookie and no CSRF token."""
    with tenancy.every_account():
        address = NotificationAddress.objects.by_token(token, STOP)
        if address and request.method == "POST":
            address.remove()
        return answer(request, "unsubscription", address)


def answer(request, name, address):
    template = f"inbox/notifications/{name}.html" if address else "inbox/notifications/gone.html"
    return render(request, template, {"address": address}, status=200 if address else 404)
