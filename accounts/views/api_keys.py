from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Action, member_may
from accounts.forms import ApiKeyForm
from accounts.models import ApiKey
from accounts.rendering import render_form


@member_may(Action.MANAGE_API_KEYS)
@require_http_methods(["GET", "POST"])
def api_keys(request):
    form = ApiKeyForm(request.POST or None)
    context = {"form": form, "keys": request.account.api_keys.live().select_related("created_by__user")}
    if request.method == "POST" and form.is_valid():
        _, secret = ApiKey.issue(request.account, by=request.membership, **form.cleaned_data)
        return render(
            request, "accounts/api_keys.html", context | {"form": ApiKeyForm(), "secret": secret}, status=201
        )
    return render_form(request, "accounts/api_keys.html", context)


@member_may(Action.MANAGE_API_KEYS)
@require_http_methods(["DELETE"])
def api_key(request, key_id):
    key = get_object_or_404(request.account.api_keys.live(), pk=key_id)
    key.revoke()
    messages.success(request, f"The key “{key.name}” no longer works.")
    return redirect("accounts:api_keys")
