"""Macros, under Settings (C13): the team's, which everybody there may change, and one's own."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Action, member_may
from accounts.rendering import render_form
from inbox import macros as using
from inbox import variables
from inbox.macro_form import MacroForm
from inbox.models import Macro
from profiles.models import Profile

VARIABLES = variables.MACRO_NAMES | {
    f"{family}.…": means for family, means in variables.MACRO_FAMILIES.items()
}
SOMEBODY = Profile(first_name="Sam", last_name="Sample")


@member_may(Action.MANAGE_INBOX)
@require_http_methods(["GET", "POST"])
def macros(request):
    if request.method == "POST":
        return made(request)
    words = request.GET.get("q", "").strip()[:100]
    found = usable(request).matching(words)
    listed = [(macro, using.chips(macro, request.zone)) for macro in found]
    return render(request, "inbox/macros/settings.html", {"macros": listed, "q": words})


@member_may(Action.MANAGE_INBOX)
def new(request):
    return page(request, MacroForm(request=request))


def made(request):
    form = MacroForm(request.POST, request=request)
    if macro := form.save(partial(Macro.objects.make, request.account)):
        messages.success(request, f"“{macro}” can be used now: press m on a ticket.")
        return redirect("inbox:macros")
    return page(request, form)


@member_may(Action.MANAGE_INBOX)
@require_http_methods(["GET", "POST", "DELETE"])
def macro(request, macro_id):
    macro = get_object_or_404(usable(request), pk=macro_id)
    if request.method == "DELETE":
        macro.delete()
        messages.success(request, f"“{macro}” is deleted.")
        return redirect("inbox:macros")
    form = MacroForm(request.POST or None, request=request, macro=macro)
    if request.method == "POST" and form.save(macro.write):
        messages.success(request, "Saved.")
        return redirect("inbox:macros")
    return page(request, form, macro=macro)


@member_may(Action.MANAGE_INBOX)
@require_POST
def preview(request):
    """The text as it would be for somebody, or what is wrong with it."""
    body, error = request.POST.get("body", ""), ""
    try:
        variables.check_macro(body)
    except ValidationError as refused:
        error = str(refused.message)
    text = using.filled(body, request.account, SOMEBODY, request.membership, number=42)
    return render(request, "inbox/macros/_preview.html", {"text": text, "error": error})


def usable(request):
    return request.account.macros.usable_by(request.membership).for_display()


def page(request, form, macro=None):
    context = {"form": form, "macro": macro, "variables": VARIABLES}
    return render_form(request, "inbox/macros/macro.html", context)
