from django.urls import path

from sms.views import hooks

urlpatterns = [
    path("twilio/<str:route>/inbound/", hooks.inbound, name="twilio_inbound"),
    path("twilio/<str:route>/status/", hooks.status, name="twilio_status"),
]
