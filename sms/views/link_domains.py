from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Action, member_may
from sms.link_forms import LinkDomainForm
from sms.views.settings import page


@member_may(Action.MANAGE_CHANNELS)
@require_POST
def link_domains(request):
    form = LinkDomainForm(request.POST, account=request.account)
    if not form.is_valid():
        return page(request, domain_form=form)
    domain = form.save()
    messages.success(request, f"{domain} is added. Point it to us, then test it.")
    return redirect("sms:settings")


@member_may(Action.MANAGE_CHANNELS)
@require_http_methods(["DELETE"])
def link_domain(request, domain_id):
    domain = get_object_or_404(request.account.link_domains, pk=domain_id)
    domain.remove()
    messages.success(request, f"{domain} is removed. Links that were sent with it no longer work.")
    return redirect("sms:settings")
