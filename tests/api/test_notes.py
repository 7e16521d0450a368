"""C12 through the API: for keys of the team, at an address of their own."""

from accounts import tenancy
from inbox.models import Note


def test_c12_a_note_is_written_and_listed_with_whom_it_mentions(cast, machine):
    answer = machine.post("tickets/1/notes/", {"body": "@Dora, the parcel came back"})
    assert answer.status_code == 201
    written = answer.json()
    assert (written["author"], written["author_name"]) == (None, "Shop (API)")
    assert written["mentions"] == [cast.dora.pk]
    with tenancy.enter(cast.acme.pk):
        cast.broken_zip.add_note("Seen", by=cast.dora)
    listed = machine.get("tickets/1/notes/").json()["results"]
    assert [(note["author_name"], note["body"]) for note in listed] == [
        ("Dora", "Seen"),
        ("Shop (API)", "@Dora, the parcel came back"),
    ]


def test_c12_no_note_is_among_the_messages(machine):
    machine.post("tickets/1/notes/", {"body": "For us"})
    for path in ("tickets/1/messages/", "tickets/1/", "tickets/", "tickets/1/events/", "profiles/"):
        assert b"For us" not in machine.get(path).content


def test_c12_the_same_client_id_again_adds_nothing(cast, machine):
    body = {"body": "Once", "client_id": "0d7a3c4e-2f7d-4a4e-9f0c-111111111111"}
    assert machine.post("tickets/1/notes/", body).json() == machine.post("tickets/1/notes/", body).json()
    with tenancy.enter(cast.acme.pk):
        assert Note.objects.count() == 1


def test_c12_without_words_there_is_no_note(machine, reader, problem):
    errors = problem(machine.post("tickets/1/notes/", {"body": " "}), 400, "invalid")["errors"]
    assert errors == {"body": ["Write something first."]}
    problem(reader.post("tickets/1/notes/", {"body": "x"}), 403, "read_only_key")


def test_c12_what_a_key_wrote_it_may_change_and_delete(cast, machine, problem):
    made = machine.post("tickets/1/notes/", {"body": "@Dora, look"}).json()
    path = f"tickets/1/notes/{made['id']}/"
    changed = machine.patch(path, {"body": "@Alice, look"}).json()
    assert (changed["body"], changed["mentions"]) == ("@Alice, look", [cast.alice.pk])
    assert changed["edited_at"] is not None
    assert problem(machine.patch(path, {"body": " "}), 400, "invalid")["errors"].keys() == {"body"}
    assert machine.delete(path).json()["body"] == "@Alice, look"
    assert machine.get("tickets/1/notes/").json()["results"] == []


def test_c12_a_members_note_is_not_a_keys_to_change(cast, machine, problem):
    with tenancy.enter(cast.acme.pk):
        note = cast.broken_zip.add_note("Mine", by=cast.dora)
    problem(machine.patch(f"tickets/1/notes/{note.pk}/", {"body": "Yours"}), 404, "not_found")
    problem(machine.delete(f"tickets/1/notes/{note.pk}/"), 404, "not_found")
