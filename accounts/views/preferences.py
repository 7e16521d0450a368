from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import any_member


@any_member
@require_GET
def preferences(request):
    """What a member chose for the browser in front of them. It is kept there (static/js/choices.js)."""
    return render(request, "accounts/preferences.html")
