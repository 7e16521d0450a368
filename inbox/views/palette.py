from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import agent_required, any_member
from inbox import palette, saved, standing


@any_member
@require_GET
def places(request):
    """Where the palette leads to from any page; asked for when it is opened first."""
    views = [*standing.VIEWS.values(), *saved.views(request).values()]
    return render(request, "inbox/palette/_places.html", {"views": views})


@agent_required
@require_GET
def found(request):
    """The tickets that `?q=` may mean, by their number or by what the search finds."""
    context = {"tickets": palette.find(request.account, request.GET.get("q", ""))}
    return render(request, "inbox/palette/_found.html", context)
