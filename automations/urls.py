from django.urls import path

from automations.views import automations, sessions, simulations, sources

app_name = "automations"
urlpatterns = [
    path("automations/", automations.automations, name="automations"),
    path("automations/sources/<int:source_id>/", sources.source, name="source"),
    path("tickets/<int:number>/session/", sessions.session, name="session"),
    path("tickets/<int:number>/sessions/", sessions.sessions, name="sessions"),
    path("automations/<int:automation_id>/", automations.automation, name="automation"),
    path("automations/<int:automation_id>/simulation/", simulations.simulation, name="simulation"),
]
