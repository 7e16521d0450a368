"""M1: the API describes itself, for machines and for people."""

import warnings

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from api import calls, schema
from api import urls as api_urls
from api.problems import CODES

METHODS = {"get", "post", "patch", "delete"}


@pytest.fixture(scope="module")
def document():
    return schema.description()


def operations(document):
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_m1_the_description_is_valid_openapi_and_made_without_guessing(document):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        validate_schema(document)
    assert not GENERATOR_STATS


def test_m1_every_action_is_described(document):
    served = {
        (f"/api/{pattern.pattern}".replace("<int:", "{").replace(">", "}"), method)
        for pattern in api_urls.urlpatterns
        for method in METHODS & (getattr(pattern.callback, "actions", None) or {}).keys()
    }
    assert {(path, method) for path, method, _ in operations(document)} == served
    assert len(served) > 20


def test_m1_every_action_says_what_it_does_answers_and_refuses(document):
    for path, method, operation in operations(document):
        assert operation["summary"], (path, method)
        assert operation["security"] == [{"apiKey": []}]
        answers = operation["responses"]
        assert {"200", "201"} & answers.keys()
        assert {"401", "429"} <= answers.keys()
        assert ("404" in answers) == ("{" in path)
        assert ("403" in answers) == (method != "get")


def test_m1_what_is_never_written_is_read_only(document):
    profile = document["components"]["schemas"]["Profile"]["properties"]
    for name in (
        "id",
        "marketing_since",
        "transactional_since",
        "opted_out_at",
        "created_at",
        "is_subscriber",
    ):
        assert profile[name]["readOnly"]
    assert "account" not in profile


def test_m1_machines_get_it_without_a_key(db, client, document):
    answer = client.get("/api/v1/schema/")
    assert answer.status_code == 200
    assert answer.json()["paths"].keys() == document["paths"].keys()


def test_m1_people_get_a_page_of_all_calls_and_all_problems(db, client):
    page = client.get("/api/v1/docs/")
    text = page.content.decode()
    assert page.status_code == 200
    for noun in calls.nouns():
        for call in noun.calls:
            assert f'id="{call.id}"' in text
    for code in CODES:
        assert f'id="{code}"' in text
    assert " style=" not in text, "the content security policy forbids inline styles"


def test_m1_examples_are_ready_to_paste():
    answer = next(
        call for noun in calls.nouns() for call in noun.calls if call.id == "tickets_messages_create"
    )
    assert answer.curl.splitlines()[0].endswith("/api/v1/tickets/<number>/messages/' \\")
    assert """-d '{"body": "Your parcel is on its way."}'""" in answer.curl
    assert [(field.name, field.required) for field in answer.body] == [
        ("body", True), ("pictures", False), ("client_id", False), ("seen", False), ("confirm_hours", False)
    ]  # fmt: skip
    assert {"200", "201", "400", "401", "403", "404", "409", "429"} == set(answer.codes)


def test_e7_the_page_shows_how_a_file_is_sent():
    upload = next(
        call for noun in calls.nouns() for call in noun.calls if call.id == "tickets_pictures_create"
    )
    assert "-F picture=@photo.jpg" in upload.curl
    assert [(field.name, field.type, field.required) for field in upload.body] == [("picture", "file", True)]
