from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Action, member_may
from accounts.rendering import render_form
from inbox.models import Channel
from sms import words
from sms.forms import NumberForm, ResponderForm, SubscribeKeywordForm, TextsForm
from sms.models import SUGGESTED_RESPONSE, Texts


def page(request, **changed):
    """The SMS settings: everything the channel does, with the form that was just refused in its place."""
    kept = Texts.of(Channel.objects.for_kind(request.account, "sms"))
    context = {
        "numbers": request.account.sms_numbers.connected(),
        "number_form": NumberForm(account=request.account),
        "texts_form": TextsForm(instance=kept, prefix="texts"),
        "responder_form": ResponderForm(instance=kept, prefix="responder"),
        "keyword_form": SubscribeKeywordForm(account=request.account),
        "keywords": request.account.subscribe_keywords.all(),
        "fixed_keywords": sorted(words.RESERVED[words.Word.START]),
        "suggested_response": SUGGESTED_RESPONSE,
        "may_connect": request.membership.may(Action.MANAGE_CHANNELS),
        "may_word": request.membership.may(Action.MANAGE_AUTOMATIONS),
    }
    return render_form(request, "sms/settings.html", context | changed)


@member_may(Action.MANAGE_INBOX)
@require_safe
def settings(request):
    return page(request)


def _save(request, name: str, form_class, prefix: str):
    kept = Texts.of(Channel.objects.for_kind(request.account, "sms"))
    form = form_class(request.POST, instance=kept, prefix=prefix)
    if not form.is_valid():
        return page(request, **{name: form})
    form.save()
    messages.success(request, "Saved.")
    return redirect("sms:settings")


@member_may(Action.MANAGE_INBOX)
@require_http_methods(["POST"])
def texts(request):
    return _save(request, "texts_form", TextsForm, "texts")


@member_may(Action.MANAGE_INBOX)
@require_http_methods(["POST"])
def auto_responder(request):
    return _save(request, "responder_form", ResponderForm, "responder")
