from django.urls import path

from automations.views import automations, people, results, sessions, sources, synonyms

app_name = "automations"
urlpatterns = [
    path("automations/", automations.automations, name="automations"),
    path("automations/sources/<int:source_id>/", sources.source, name="source"),
    path("tickets/<int:number>/session/", sessions.session, name="session"),
    path("tickets/<int:number>/sessions/", sessions.sessions, name="sessions"),
    path("automations/<int:automation_id>/", automations.automation, name="automation"),
    path("automations/<int:automation_id>/results/", results.results, name="results"),
    path("automations/<int:automation_id>/people/", people.people, name="people"),
    path("automations/<int:automation_id>/people.csv", people.people_file, name="people_file"),
    path("automations/<int:automation_id>/not-understood/", synonyms.words, name="not_understood"),
    path("automations/<int:automation_id>/synonyms/", synonyms.synonyms, name="synonyms"),
]
