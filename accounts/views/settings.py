from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Action, any_member, member_may
from accounts.forms import AccountForm
from accounts.rendering import render_form


@member_may(Action.MANAGE_ACCOUNT)
@require_http_methods(["GET", "POST"])
def settings(request):
    form = AccountForm(request.POST or None, instance=request.account)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("accounts:settings")
    return render_form(request, "accounts/settings.html", {"form": form})


@any_member
def home(request):
    """The first page that the member's role may see."""
    if request.membership.may(Action.WORK_INBOX):
        return redirect("inbox:list", "mine")
    return render(request, "accounts/nothing_yet.html")
