from urllib.parse import urlsplit

from django.conf import settings as django_settings
from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Action, member_may
from accounts.rendering import render_form
from inbox.forms import AutoCloseForm
from inbox.models import Channel
from sms import words
from sms.forms import AddressesForm, ResponderForm, SubscribeKeywordForm, TextsForm
from sms.link_forms import LinkDomainForm, LinkOptionsForm
from sms.models import SUGGESTED_RESPONSE, LinkOptions, SendingOptions, Texts
from sms.number_forms import NumberForm, SendingForm


def page(request, **changed):
    """The SMS settings: everything the channel does, with the form that was just refused in its place."""
    channel = _channel(request)
    kept = Texts.of(channel)
    context = {
        "numbers": request.account.sms_numbers.default_first(),
        "sending_form": SendingForm(instance=SendingOptions.of(channel)),
        "number_form": NumberForm(account=request.account, initial=request.GET.dict()),
        "texts_form": TextsForm(instance=kept, prefix="texts"),
        "responder_form": ResponderForm(instance=kept, prefix="responder"),
        "auto_close_form": AutoCloseForm(instance=channel),
        "links_form": LinkOptionsForm(instance=LinkOptions.of(channel), prefix="links"),
        "domains": request.account.link_domains.all(),
        "domain_form": LinkDomainForm(account=request.account),
        "ours": urlsplit(django_settings.PUBLIC_BASE_URL),
        "keyword_form": SubscribeKeywordForm(account=request.account),
        "keywords": request.account.subscribe_keywords.all(),
        "fixed_keywords": sorted(words.RESERVED[words.Word.START]),
        "addresses": channel.notification_addresses.listed(),
        "addresses_form": AddressesForm(),
        "suggested_response": SUGGESTED_RESPONSE,
        "may_connect": request.membership.may(Action.MANAGE_CHANNELS),
        "may_word": request.membership.may(Action.MANAGE_AUTOMATIONS),
    }
    return render_form(request, "sms/settings.html", context | changed)


@member_may(Action.MANAGE_INBOX)
@require_safe
def settings(request):
    return page(request)


def _save(request, name: str, form):
    if not form.is_valid():
        return page(request, **{name: form})
    form.save()
    messages.success(request, "Saved.")
    return redirect("sms:settings")


def _channel(request) -> Channel:
    kept = Channel.objects.select_related("sms_texts", "sms_sending", "link_options")
    return kept.for_kind(request.account, "sms")


@member_may(Action.MANAGE_INBOX)
@require_POST
def texts(request):
    form = TextsForm(request.POST, instance=Texts.of(_channel(request)), prefix="texts")
    return _save(request, "texts_form", form)


@member_may(Action.MANAGE_INBOX)
@require_POST
def auto_responder(request):
    form = ResponderForm(request.POST, instance=Texts.of(_channel(request)), prefix="responder")
    return _save(request, "responder_form", form)


@member_may(Action.MANAGE_CHANNELS)
@require_POST
def sending(request):
    options = SendingOptions.of(_channel(request))
    return _save(request, "sending_form", SendingForm(request.POST, instance=options))


@member_may(Action.MANAGE_INBOX)
@require_POST
def auto_close(request):
    return _save(request, "auto_close_form", AutoCloseForm(request.POST, instance=_channel(request)))


@member_may(Action.MANAGE_INBOX)
@require_POST
def links(request):
    form = LinkOptionsForm(request.POST, instance=LinkOptions.of(_channel(request)), prefix="links")
    return _save(request, "links_form", form)
