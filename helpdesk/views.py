from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render


def csrf_failure(request, reason=""):
    return render(request, "csrf_failure.html", status=403)


def healthy(request):
    """The process can work: its database answers (otherwise 503, from OutageMiddleware)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


setattr(healthy, "policy", "public")  # noqa: B010  the mark of accounts.access, which lies above
