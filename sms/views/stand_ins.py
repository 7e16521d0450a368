from django.http import JsonResponse
from django.views.decorators.http import require_POST

from accounts.access import agent_required
from sms import stand_ins
from sms.models import SendingOptions

MOST = 50


@agent_required
@require_POST
def of_text(request):
    return answered(request, stand_ins.in_text)


@agent_required
@require_POST
def of_answer(request, number):
    ticket = request.account.tickets.by_number(number)
    return answered(request, stand_ins.in_answer, ticket.profile)


def answered(request, stand_in, *whose):
    tokens = request.POST.getlist("token")[:MOST]
    found = {token: stand_in(request.account, token, *whose)._asdict() for token in tokens}
    return JsonResponse({"tokens": found, "price": price_of(request.account)})


def price_of(account) -> dict | None:
    """Of a credit, where the account has said it (E12)."""
    options = SendingOptions.objects.filter(account=account).first()
    if options is None or not options.price_per_segment:
        return None
    return {"amount": float(options.price_per_segment), "currency": options.currency}
