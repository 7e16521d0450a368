from django.urls import include, path

from bench import bare

urlpatterns = [
    path("bare/text/", bare.text),
    path("bare/rows/", bare.rows),
    path("", include("helpdesk.urls")),
]
