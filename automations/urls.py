from django.urls import path

from automations.views import automations

app_name = "automations"
urlpatterns = [
    path("automations/", automations.automations, name="automations"),
    path("automations/<int:automation_id>/", automations.automation, name="automation"),
]
