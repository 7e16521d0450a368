"""Sending a campaign: its review with the exact numbers, its beginning, and what people do to it on the way."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns import checking
from campaigns.forecasting import Forecast
from campaigns.views.campaigns import campaign_of, manager_required
from inbox.channels import Refusal


@manager_required
@require_safe
def review(request, campaign_id):
    campaign = campaign_of(request, campaign_id)
    return reviewed(request, campaign) if campaign.is_draft else back(campaign)


def reviewed(request, campaign, status=200):
    context = {
        "campaign": campaign,
        "forecast": Forecast(campaign, is_final=True),
        "problems": checking.before_review(campaign),
    }
    return render(request, "campaigns/campaigns/review.html", context, status=status)


@manager_required
@require_http_methods(["POST", "DELETE"])
def sending(request, campaign_id):
    """POST: it begins, or waits for its time. DELETE: it is a draft again."""
    campaign = campaign_of(request, campaign_id)
    if request.method == "DELETE":
        return done(request, campaign, campaign.unschedule)
    try:
        begin = partial(
            campaign.send, request.membership, campaign.scheduled_at, request.POST.get("edition", "")
        )
        return done(request, campaign, begin)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return reviewed(request, campaign, status=422)


@manager_required
@require_http_methods(["POST", "DELETE"])
def pause(request, campaign_id):
    campaign = campaign_of(request, campaign_id)
    return done(request, campaign, campaign.pause if request.method == "POST" else campaign.resume)


@manager_required
@require_POST
def cancellation(request, campaign_id):
    campaign = campaign_of(request, campaign_id)
    return done(request, campaign, campaign.cancel)


@manager_required
@require_POST
def copies(request, campaign_id):
    copy = campaign_of(request, campaign_id).duplicate()
    messages.success(request, "This is the copy: a draft.")
    return back(copy)


@manager_required
@require_POST
def name(request, campaign_id):
    campaign = campaign_of(request, campaign_id)
    try:
        campaign.rename(request.POST.get("name", ""))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return back(campaign)


@manager_required
@require_safe
def progress(request, campaign_id):
    """How far it is; fetched again while it moves."""
    campaign = campaign_of(request, campaign_id)
    context = {"campaign": campaign, "progress": campaign.progress()}
    return render(request, "campaigns/campaigns/_progress.html", context)


def done(request, campaign, verb):
    """And back to its page, with the reason where it was refused."""
    try:
        verb()
    except Refusal as refusal:
        messages.error(request, refusal.text)
    return back(campaign)


def back(campaign):
    return redirect("campaigns:campaign", campaign.pk)
