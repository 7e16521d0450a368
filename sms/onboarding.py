from django.urls import reverse

from accounts.access import Action
from accounts.onboarding import Step
from inbox.models import Message


def connect_number(request) -> Step | None:
    if not request.membership.may(Action.MANAGE_CHANNELS):
        return None
    return Step(
        "Connect a texting number",
        "With its account id and token, and its webhook address pasted at the provider.",
        reverse("sms:settings"),
        request.account.sms_numbers.connected().exists(),
    )


def send_test_text(request) -> Step:
    return Step(
        "Send a test text to it",
        "From your own phone: it appears here by itself.",
        reverse("inbox:list", args=["unassigned"]),
        Message.objects.filter(account=request.account, origin=Message.Origin.CUSTOMER).exists(),
    )
