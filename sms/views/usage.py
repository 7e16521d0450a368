"""E12: what was sent, in credits, and how many may be in a month."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Action, member_may
from accounts.rendering import render_form
from sms import usage as using
from sms.number_forms import UsageForm

MONTHS = 12


def page(request, form=None):
    account = request.account
    form = form or UsageForm(instance=using.options_of(account), account=account)
    months = account.usage_months.filter(texts__gt=0)[:MONTHS]
    context = {"usage": using.of(account, month_of(request)), "months": months, "form": form}
    return render_form(request, "sms/usage/page.html", context | {"this_month": using.this_month(account)})


def month_of(request) -> date:
    """The one in the address, such as 2026-11; without one the account's present month."""
    said = request.GET.get("month")
    try:
        return date.fromisoformat(f"{said}-01") if said else using.this_month(request.account)
    except ValueError:
        raise Http404 from None


@member_may(Action.MANAGE_AUTOMATIONS)
@require_safe
def usage(request):
    return page(request)


@member_may(Action.MANAGE_ACCOUNT)
@require_POST
def limit(request):
    form = UsageForm(request.POST, instance=using.options_of(request.account), account=request.account)
    if not form.is_valid():
        return page(request, form)
    form.save()
    messages.success(request, "Saved.")
    return redirect("sms:usage")
