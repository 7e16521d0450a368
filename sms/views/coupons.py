"""Coupon pools (E7): under Settings, and what the composer offers of them."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Action, agent_required, member_may
from accounts.rendering import render_form
from sms.coupon_forms import CodesForm, PoolForm
from sms.models import CouponPool

SHOWN = 20


@member_may(Action.MANAGE_AUTOMATIONS)
@require_http_methods(["GET", "POST"])
def pools(request):
    form = PoolForm(request.POST or None)
    make = partial(CouponPool.objects.make, request.account)
    if request.method == "POST" and (pool := form.save_with(make)):
        messages.success(request, f"“{pool}” is there. Import its codes now.")
        return redirect("sms:coupon_pool", pool.pk)
    listed = request.account.coupon_pools.with_counts()
    return render_form(request, "sms/coupons/settings.html", {"form": form, "pools": listed})


@member_may(Action.MANAGE_AUTOMATIONS)
@require_http_methods(["GET", "POST", "DELETE"])
def pool(request, pool_id):
    pool = found(request, pool_id)
    if request.method == "DELETE":
        pool.delete()
        messages.success(request, f"“{pool}” is deleted.")
        return redirect("sms:coupon_pools")
    form = PoolForm(request.POST or None, instance=pool)
    if request.method == "POST" and form.save_with(pool.revise):
        messages.success(request, "Saved.")
        return redirect("sms:coupon_pool", pool.pk)
    return page(request, pool, form=form)


@member_may(Action.MANAGE_AUTOMATIONS)
@require_POST
def codes(request, pool_id):
    pool = found(request, pool_id)
    form = CodesForm(request.POST, request.FILES)
    if imported := form.import_into(pool):
        messages.success(request, imported.told)
        return redirect("sms:coupon_pool", pool.pk)
    return page(request, pool, codes_form=form)


@agent_required
@require_safe
def choices(request):
    """What the composer's menu offers."""
    listed = request.account.coupon_pools.with_counts()
    return render(request, "sms/coupons/_choices.html", {"pools": listed})


def found(request, pool_id) -> CouponPool:
    return get_object_or_404(request.account.coupon_pools.with_counts(), pk=pool_id)


def page(request, pool, **changed):
    given = pool.coupons.exclude(handed_out_at=None).select_related("profile").order_by("-handed_out_at")
    forms = {"form": PoolForm(instance=pool), "codes_form": CodesForm()} | changed
    return render_form(request, "sms/coupons/pool.html", {"pool": pool, "handed_out": given[:SHOWN], **forms})
