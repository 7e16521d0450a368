"""The least that Django can do: one ORM INSERT in a transaction, and 50 rows by an index as JSON."""

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from bench.models import Bare

OWNER, OTHERS = 1, 2  # whose rows are listed, and whose are added


@csrf_exempt
def text(request):
    with transaction.atomic():
        Bare.objects.create(owner=OTHERS, phone=request.POST["From"], body=request.POST["Body"])
    # The length by hand: where this is served in front of all middleware nobody else adds it.
    return HttpResponse(b"<Response/>", content_type="text/xml", headers={"Content-Length": "11"})


def rows(request):
    newest = Bare.objects.filter(owner=OWNER).order_by("-at", "-id").values("id", "phone", "body", "at")
    return JsonResponse({"rows": list(newest[:50])})
