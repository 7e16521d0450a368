from django.urls import path

from automations.views import (
    automations,
    drafts,
    people,
    restorations,
    results,
    sessions,
    simulations,
    sources,
    stand_ins,
    switches,
    synonyms,
    trials,
    variables,
)

app_name = "automations"
urlpatterns = [
    path("automations/", automations.automations, name="automations"),
    path("automations/templates/", automations.templates, name="templates"),
    path("automations/sources/<int:source_id>/", sources.source, name="source"),
    path("tickets/<int:number>/session/", sessions.session, name="session"),
    path("tickets/<int:number>/sessions/", sessions.sessions, name="sessions"),
    path("automations/<int:automation_id>/", automations.automation, name="automation"),
    path("automations/<int:automation_id>/draft/", drafts.draft, name="draft"),
    path("automations/<int:automation_id>/switch/", switches.switch, name="switch"),
    path("automations/<int:automation_id>/stand-ins/", stand_ins.of_text, name="stand_ins"),
    path("automations/<int:automation_id>/variables/", variables.variables, name="variables"),
    path("automations/<int:automation_id>/copies/", automations.copies, name="copies"),
    path(
        "automations/<int:automation_id>/versions/<int:number>/restoration/",
        restorations.restoration,
        name="restoration",
    ),
    path("automations/<int:automation_id>/results/", results.results, name="results"),
    path("automations/<int:automation_id>/people/", people.people, name="people"),
    path("automations/<int:automation_id>/people.csv", people.people_file, name="people_file"),
    path("automations/<int:automation_id>/not-understood/", synonyms.words, name="not_understood"),
    path("automations/<int:automation_id>/synonyms/", synonyms.synonyms, name="synonyms"),
    path("automations/<int:automation_id>/simulation/", simulations.simulation, name="simulation"),
    path("automations/<int:automation_id>/trial/", trials.trial, name="trial"),
]
