"""Campaigns (G1): their list, the editor of a draft, and the page of one that has begun."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Action, member_may
from accounts.rendering import render_form
from campaigns import wording
from campaigns.campaign_form import CampaignForm
from campaigns.forecasting import Forecast
from campaigns.results import results_of
from helpdesk.numbers import whole
from inbox.channels import Refusal

PAGE = 30
manager_required = member_may(Action.MANAGE_AUTOMATIONS)


@manager_required
@require_http_methods(["GET", "POST"])
def campaigns(request):
    if request.method == "POST":
        return saved(request, CampaignForm(request.POST, request.FILES, account=request.account))
    page = Paginator(request.account.campaigns.for_display(), PAGE).get_page(request.GET.get("page"))
    return render(request, "campaigns/campaigns/list.html", {"page": page})


@manager_required
@require_safe
def new(request):
    return editor(request, CampaignForm(account=request.account))


@manager_required
@require_http_methods(["GET", "POST", "DELETE"])
def campaign(request, campaign_id):
    campaign = campaign_of(request, campaign_id)
    if request.method == "DELETE":
        return discarded(request, campaign)
    if not campaign.is_draft:
        return shown(request, campaign)
    uploaded = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CampaignForm(*uploaded, account=request.account, campaign=campaign)
    return saved(request, form) if form.is_bound else editor(request, form)


@manager_required
@require_POST
def preview(request, campaign_id=None):
    """What stands in the editor just now, as a phone shows it, and what it would take."""
    draft = campaign_of(request, campaign_id) if campaign_id else None
    campaign = CampaignForm(request.POST, account=request.account, campaign=draft).unsaved()
    person = request.account.profiles.filter(pk=whole(request.POST.get("as", ""))).first()
    context = {"forecast": Forecast(campaign, person), "campaign": campaign}
    return render(request, "campaigns/campaigns/_preview.html", context)


def saved(request, form):
    """And on to what was asked for: the review, a test text, or the editor again."""
    campaign = form.save()
    if campaign is None:
        return editor(request, form)
    then = request.POST.get("then", "")
    if then == "review":
        return redirect("campaigns:review", campaign.pk)
    if then == "try":
        return tried(request, form)
    if picture := campaign.pictures.filter(pk=whole(request.POST.get("remove", ""))).first():
        campaign.remove_picture(picture)
    messages.success(request, "Saved.")
    return redirect("campaigns:campaign", campaign.pk)


def tried(request, form):
    """A test text to one's own phones."""
    numbers = [number for number in form.cleaned_data["phones"].split(",") if number.strip()]
    try:
        trials = form.campaign.try_on(numbers, by=request.membership)
    except (ValidationError, Refusal) as refused:
        form.add_error("phones", str(refused) if isinstance(refused, Refusal) else refused)
        return editor(request, form)
    messages.success(
        request, f"On its way to {', '.join(trial.message.profile.phone_display for trial in trials)}."
    )
    return redirect("campaigns:campaign", form.campaign.pk)


def discarded(request, campaign):
    try:
        campaign.discard()
    except Refusal as refusal:
        messages.error(request, refusal.text)
        return redirect("campaigns:campaign", campaign.pk)
    messages.success(request, f"“{campaign.name}” is deleted.")
    return redirect("campaigns:campaigns")


def editor(request, form):
    return render_form(
        request,
        "campaigns/campaigns/editor.html",
        {"form": form, "campaign": form.campaign, "variables": wording.variables_for(request.account)},
    )


def shown(request, campaign):
    context = {"campaign": campaign, "progress": campaign.progress(), "results": results_of(campaign.source)}
    return render(request, "campaigns/campaigns/campaign.html", context)


def campaign_of(request, campaign_id):
    return get_object_or_404(request.account.campaigns.for_display(), pk=campaign_id)
