from django.urls import path

from sms.views import hooks

urlpatterns = [
    path("<slug:provider>/<slug:route>/inbound/", hooks.inbound, name="inbound_text"),
    path("<slug:provider>/<slug:route>/status/", hooks.status, name="text_status"),
]
