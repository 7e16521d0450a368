from django.shortcuts import redirect

from accounts import tenancy
from accounts.access import public, signed_in
from accounts.forms import OpenAccountForm
from accounts.models import Account, Membership
from accounts.rendering import render_form


@signed_in
def choose(request):
    """The user's accounts; with one only, straight into it."""
    form = OpenAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = Account.open(
            form.cleaned_data["brand"], owner=request.user, support_email=request.user.email
        )
        return redirect(f"/a/{account.slug}/")
    with tenancy.as_user(request.user.pk):
        memberships = list(Membership.objects.of(request.user))
    if len(memberships) == 1 and request.method == "GET" and "all" not in request.GET:
        return redirect(f"/a/{memberships[0].account.slug}/")
    return render_form(request, "accounts/choose.html", {"memberships": memberships, "form": form})


@public
def front_door(request):
    return redirect("choose" if request.user.is_authenticated else "account_login")
