from django.urls import path

from sms.views import hooks

urlpatterns = [
    path("twilio/<slug:route>/inbound/", hooks.inbound, name="twilio_inbound"),
    path("twilio/<slug:route>/status/", hooks.status, name="twilio_status"),
]
