from django.http import JsonResponse
from django.views.decorators.http import require_POST

from accounts.access import agent_required
from sms import stand_ins

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
    return JsonResponse({"tokens": found, "price": None})
