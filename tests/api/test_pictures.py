"""E7, M1: pictures through the API: added to the ticket, then sent with a message."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.inbox.test_pictures import drawn


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def add(machine, content=None, number=1, **more):
    upload = SimpleUploadedFile("zip.jpg", drawn() if content is None else content)
    return machine.client.post(machine.at(f"tickets/{number}/pictures/"), {"picture": upload} | more)


def test_e7_a_picture_is_added_and_goes_with_a_message(machine):
    added = add(machine)
    assert added.status_code == 201
    picture = added.json()
    assert (picture["content_type"], picture["width"], picture["height"]) == ("image/jpeg", 40, 30)
    answer = machine.post("tickets/1/messages/", {"body": "", "pictures": [picture["id"]]})
    assert answer.status_code == 201
    message = answer.json()
    assert [(item["content_type"], item["state"]) for item in message["media"]] == [("image/jpeg", "fetched")]
    assert (message["delivery"]["encoding"], message["delivery"]["segments"]) == ("MMS", 1)


def test_m1_a_repeated_call_answers_the_first_and_other_pictures_are_another_message(machine, problem):
    one, two = add(machine).json()["id"], add(machine).json()["id"]
    key = {"Idempotency-Key": "6f3a5a52-0d9b-4a3e-9d0e-000000000001"}
    first = machine.post("tickets/1/messages/", {"body": "Look", "pictures": [one, one]}, **key)
    again = machine.post("tickets/1/messages/", {"body": "Look", "pictures": [one]}, **key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    problem(
        machine.post("tickets/1/messages/", {"body": "Look", "pictures": [one, two]}, **key),
        409,
        "key_reused",
    )


def test_e7_one_that_is_not_sent_is_removed(machine, problem):
    pk = add(machine).json()["id"]
    assert machine.delete(f"tickets/1/pictures/{pk}/").json()["id"] == pk
    problem(machine.delete(f"tickets/1/pictures/{pk}/"), 404, "not_found")


@pytest.mark.parametrize("content", [b"%PDF", b"x"])
def test_e7_what_is_no_picture_is_refused(machine, problem, content):
    errors = problem(add(machine, content), 400, "invalid")["errors"]
    assert "zip.jpg was not added. It is no picture" in errors["picture"][0]


@pytest.mark.parametrize("form", [{}, {"picture": "words"}])
def test_e7_no_file_is_refused(machine, problem, form):
    answer = machine.client.post(machine.at("tickets/1/pictures/"), form)
    assert problem(answer, 400, "invalid")["errors"].keys() == {"picture"}


@pytest.mark.parametrize("pictures", [["x"], [0], [10**30], "1", [None], {}])
def test_e7_ids_that_are_none_are_refused(machine, problem, pictures):
    answer = machine.post("tickets/1/messages/", {"body": "x", "pictures": pictures})
    (field,) = problem(answer, 400, "invalid")["errors"]
    assert field.partition(".")[0] == "pictures"


def test_e7_a_picture_of_another_ticket_or_of_a_member_is_not_there(cast, machine, sign_in, problem):
    other = add(machine, number=4).json()["id"]
    bobs = sign_in(cast.bob).post("/tickets/1/pictures/", {"picture": SimpleUploadedFile("a.jpg", drawn())})
    assert bobs.status_code == 201
    own = int(bobs.content.decode().split('data-picture="')[1].partition('"')[0])
    for pk in (other, own):
        answer = machine.post("tickets/1/messages/", {"body": "x", "pictures": [pk]})
        assert "no longer here" in problem(answer, 400, "invalid")["errors"]["body"][0]


def test_a1_another_accounts_ticket_is_not_found(stranger, problem):
    problem(add(stranger, number=3), 404, "not_found")


def test_m1_a_key_that_reads_adds_nothing(reader, problem):
    problem(add(reader), 403, "read_only_key")


def test_m1_json_is_no_picture_and_a_form_is_no_message(machine, problem):
    problem(machine.post("tickets/1/pictures/", {"picture": "x"}), 415, "unsupported_media_type")
    answer = machine.client.post(machine.at("tickets/1/messages/"), {"body": "x"})
    problem(answer, 415, "unsupported_media_type")
