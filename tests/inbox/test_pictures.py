"""E7: pictures that go out with an answer: made fit for every phone, each its bringer's alone until it is sent."""

import io
import random
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts import tenancy
from inbox import pictures, sweeps
from inbox.models import Delivery, Media, Message, Picture, ScheduledReply, Ticket
from tests.pages import part, words

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


def drawn(form="JPEG", size=(40, 30), mode="RGB", **more) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 90 if mode == "L" else (200, 30, 30, 90)[: len(mode)]).save(out, form, **more)
    return out.getvalue()


def moving(form="GIF", frames=3, size=(40, 30)) -> bytes:
    first, *others = [Image.new("RGB", size, (60 * n, 0, 0)) for n in range(frames)]
    out = io.BytesIO()
    first.save(out, form, save_all=True, append_images=others)
    return out.getvalue()


def file(content=None, name="zip.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, drawn() if content is None else content)


def add(client, content=None, name="zip.jpg", number=1, **more):
    return client.post(f"/tickets/{number}/pictures/", {"picture": file(content, name)}, **more)


def ids(answer) -> list[int]:
    return [int(at.partition('"')[0]) for at in answer.content.decode().split('name="picture" value="')[1:]]


def files(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def tray(client) -> str:
    return part(client.get("/tickets/1/?peek"), "composer").partition("</picture-tray>")[0]


# Made fit for sending


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (drawn("JPEG"), "image/jpeg"),
        (drawn("JPEG", mode="L"), "image/jpeg"),
        (drawn("PNG"), "image/png"),
        (drawn("PNG", mode="RGBA"), "image/png"),
        (drawn("GIF", mode="L"), "image/png"),
        (drawn("WEBP"), "image/jpeg"),
        (drawn("WEBP", mode="RGBA"), "image/png"),
        (moving("GIF"), "image/gif"),
        (moving("WEBP"), "image/gif"),
    ],
)
def test_e7_every_picture_becomes_one_that_phones_can_show(content, kind):
    made, told, size = pictures.for_sending(content)
    assert told == kind == Image.MIME[Image.open(io.BytesIO(made)).format]
    assert size == (40, 30)
    assert getattr(Image.open(io.BytesIO(made)), "n_frames", 1) == (3 if kind == "image/gif" else 1)


def test_e7_a_camera_s_photo_is_made_smaller_upright_and_tells_nothing_of_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "52.52, 13.40"
    made, _, size = pictures.for_sending(drawn(size=(4000, 3000), exif=exif))
    assert size == (1536, 2048)
    assert b"52.52" not in made
    assert len(made) < pictures.MAX_BYTES_SENT


def test_e7_a_photo_that_was_saved_as_png_goes_as_jpeg(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_BYTES_SENT", 30_000)
    noise = Image.effect_noise((200, 200), 90).convert("RGBA")
    out = io.BytesIO()
    noise.save(out, "PNG")
    assert pictures.for_sending(out.getvalue())[1] == "image/jpeg"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no picture that can be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that can be read"),
        (b"%PDF-1.7", "no picture that can be read"),
        (drawn()[:200], "no picture that can be read"),
        (drawn("BMP"), "Only JPEG, PNG, GIF and WebP"),
        (drawn("PNG", mode="L", size=(12_000, 12_000)), "no picture that can be read"),
    ],
)
def test_e7_what_is_no_picture_is_refused_and_the_message_says_which_and_why(cast, bob, content, why):
    answer = add(bob, content, "plan.heic")
    assert answer.status_code == 422
    assert "plan.heic was not added." in words(answer.content)
    assert why in words(answer.content)
    assert ids(bob.get("/tickets/1/pictures/")) == []


@pytest.mark.parametrize(("name", "limit", "why"), [
    ("MAX_PIXELS_MOVING", 40 * 30 * 2, "It moves for too long."), ("MAX_BYTES_SENT", 100, "It is larger than"),
])  # fmt: skip
def test_e7_what_would_be_too_large_for_a_text_is_refused(bob, monkeypatch, name, limit, why):
    monkeypatch.setattr(pictures, name, limit)
    assert why in words(add(bob, moving()).content)


def test_e7_a_file_that_is_too_large_is_not_even_opened(bob, monkeypatch):
    monkeypatch.setattr("inbox.models.picturing.MAX_UPLOAD", 100)
    assert "It is larger than" in words(add(bob).content)


def test_e7_a_photo_of_20_mb_is_made_to_fit_into_a_text(cast, bob):
    """Its size is no fault of who took it."""
    noise = Image.frombytes("RGB", (2600, 2600), random.Random(1).randbytes(2600 * 2600 * 3))
    out = io.BytesIO()
    noise.save(out, "PNG", compress_level=0)
    assert len(out.getvalue()) > 20_000_000
    assert add(bob, out.getvalue()).status_code == 201
    with tenancy.enter(cast.acme.pk):
        picture = Picture.objects.get()
    assert (picture.content_type, picture.width) == ("image/jpeg", 2048)
    assert picture.size <= pictures.MAX_BYTES_SENT


def test_e7_nothing_chosen_is_said(bob):
    answer = bob.post("/tickets/1/pictures/")
    assert (answer.status_code, words(answer.content)) == (422, "Choose a picture first. Dismiss")


# Waiting in the tray


def test_e7_a_picture_waits_in_the_tray_of_who_brought_it(cast, sign_in, bob):
    (pk,) = ids(add(bob))
    assert f'src="/a/acme/tickets/1/pictures/{pk}/"' in tray(bob)
    answer = bob.get(f"/tickets/1/pictures/{pk}/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert Image.open(io.BytesIO(answer.getvalue())).size == (40, 30)
    dora = sign_in(cast.dora)
    assert "<img" not in tray(dora)
    assert dora.get(f"/tickets/1/pictures/{pk}/").status_code == 404
    assert dora.delete(f"/tickets/1/pictures/{pk}/", headers=HTMX).status_code == 204
    assert dora.post("/tickets/1/messages/", {"body": "x", "picture": pk}, headers=HTMX).status_code == 422
    assert ids(bob.get("/tickets/1/pictures/")) == [pk]


def test_a1_strangers_and_analysts_get_nothing(cast, sign_in, bob):
    (pk,) = ids(add(bob))
    charlie = sign_in(cast.charlie)
    assert charlie.get(f"/tickets/1/pictures/{pk}/").status_code == 404
    assert charlie.delete(f"/tickets/1/pictures/{pk}/", headers=HTMX).status_code == 204
    assert charlie.get(f"/a/acme/tickets/1/pictures/{pk}/").status_code == 404
    assert sign_in(cast.anna).get("/tickets/1/pictures/").status_code == 403
    assert ids(bob.get("/tickets/1/pictures/")) == [pk]


def test_e7_it_belongs_to_its_ticket(cast, bob):
    (pk,) = ids(add(bob))
    assert bob.get(f"/tickets/4/pictures/{pk}/").status_code == 404
    assert bob.post("/tickets/4/messages/", {"picture": pk}, headers=HTMX).status_code == 422


def test_e7_removed_its_file_goes_too(bob, folder, django_capture_on_commit_callbacks):
    (pk,) = ids(add(bob))
    assert files(folder) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert bob.delete(f"/tickets/1/pictures/{pk}/", headers=HTMX).status_code == 204
    assert files(folder) == 0
    assert "<img" not in tray(bob)


def test_e7_a_browser_without_scripts_removes_one_and_keeps_what_was_typed(bob):
    (pk,) = ids(add(bob))
    answer = bob.post(f"/tickets/1/pictures/{pk}/", {"_method": "DELETE", "body": "Here is", "picture": pk})
    assert "Here is" in part(answer, "composer")
    assert "<img" not in part(answer, "composer").partition("</picture-tray>")[0]


def test_e7_ten_wait_at_most(bob):
    for _ in range(10):
        assert add(bob).status_code == 201
    answer = add(bob)
    assert answer.status_code == 422
    assert "10 can be sent at once. Send these first, or remove one." in words(answer.content)


def test_d3_what_was_never_sent_is_forgotten_after_a_day(
    cast, bob, folder, django_capture_on_commit_callbacks
):
    for _ in range(2):
        add(bob)
    with tenancy.enter(cast.acme.pk):
        old = Picture.objects.first()
        Picture.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert sweeps.forget_pictures() == 1
    assert files(folder) == 1
    assert old.pk not in ids(bob.get("/tickets/1/pictures/"))
    assert sweeps.forget_pictures() == 0


# Sent


def test_e7_pictures_go_with_the_answer_in_their_order(cast, bob):
    one, two = ids(add(bob)), ids(add(bob, drawn("PNG"), "two.png"))
    answer = bob.post("/tickets/1/messages/", {"body": "Like this?", "picture": two + one}, headers=HTMX)
    assert answer.status_code == 200
    with tenancy.enter(cast.acme.pk):
        message = Message.objects.get(body="Like this?")
        assert [item.content_type for item in message.media.all()] == ["image/png", "image/jpeg"]
        assert (message.delivery.encoding, message.delivery.segments) == ("MMS", 1)
        assert not Picture.objects.exists()
        shown = [f'src="/a/acme/media/{item.pk}/"' for item in message.media.all()]
    assert all(each in answer.content.decode() for each in shown)
    assert 'alt="Picture for Paula"' in answer.content.decode()
    assert 'title="MMS"' in answer.content.decode()
    assert "<img" not in tray(bob)


def test_e7_a_picture_needs_no_words_and_the_list_names_it(cast, bob):
    assert bob.post("/tickets/1/messages/", {"picture": ids(add(bob))}, headers=HTMX).status_code == 200
    with tenancy.enter(cast.acme.pk):
        assert Ticket.objects.get(number=1).preview == "Picture"


def test_c17_the_same_answer_again_takes_nothing_twice(cast, bob):
    first = {"body": "Look", "client_id": str(uuid4()), "picture": ids(add(bob))}
    for _ in range(2):
        assert bob.post("/tickets/1/messages/", first, headers=HTMX).status_code == 200
    with tenancy.enter(cast.acme.pk):
        assert Message.objects.filter(body="Look").count() == Media.objects.count() == 1


def test_c17_a_picture_that_is_gone_stops_the_answer_and_nothing_is_kept_of_it(cast, bob):
    pks = ids(add(bob)) + ids(add(bob))
    bob.delete(f"/tickets/1/pictures/{pks[0]}/", headers=HTMX)
    answer = bob.post("/tickets/1/messages/", {"body": "Look", "picture": pks}, headers=HTMX)
    assert answer.status_code == 422
    assert "A picture is no longer here" in words(answer.content)
    with tenancy.enter(cast.acme.pk):
        assert not Message.objects.filter(body="Look").exists()
        assert not Delivery.objects.exists()
    assert ids(bob.get("/tickets/1/pictures/")) == pks[1:]


def test_e7_all_together_must_fit_one_text(bob, monkeypatch):
    pks = ids(add(bob)) + ids(add(bob))
    monkeypatch.setattr(pictures, "MAX_BYTES_SENT", len(drawn()) + 100)
    answer = bob.post("/tickets/1/messages/", {"picture": pks}, headers=HTMX)
    assert answer.status_code == 422
    assert "Send them in two." in words(answer.content)


@pytest.mark.parametrize("given", ["x", "-1", "9" * 30, "\0"])
def test_e7_ids_that_are_none_are_passed_over(bob, given):
    answer = bob.post("/tickets/1/messages/", {"body": "", "picture": given}, headers=HTMX)
    assert "Write something first." in words(answer.content)


def test_e7_a_browser_without_scripts_sends_the_files_with_the_answer(cast, bob):
    answer = bob.post("/tickets/1/messages/", {"body": "Two", "pictures": [file(), file(name="b.jpg")]})
    assert answer.status_code == 302
    with tenancy.enter(cast.acme.pk):
        assert Message.objects.get(body="Two").media.count() == 2


def test_e7_without_scripts_one_bad_file_loses_neither_the_words_nor_the_good_ones(cast, bob):
    answer = bob.post("/tickets/1/messages/", {"body": "Two", "pictures": [file(), file(b"x", "b.heic")]})
    assert answer.status_code == 422
    page = part(answer, "composer")
    assert "Two" in page
    assert "b.heic was not added." in words(page)
    assert len(ids(bob.get("/tickets/1/pictures/"))) == 1


def test_e4_who_may_not_be_texted_gets_no_picture(cast, bob):
    """Quinn has given no consent."""
    pks = ids(add(bob, number=2))
    answer = bob.post("/tickets/2/messages/", {"body": "x", "picture": pks}, headers=HTMX)
    assert answer.status_code == 422
    assert ids(bob.get("/tickets/2/pictures/")) == pks


def test_e7_more_than_one_text_takes_is_refused(acme):
    with pytest.raises(ValidationError, match="11 pictures are too many"):
        acme.broken_zip.reply("", by=acme.bob, pictures=list(range(11)))


# With an answer that waits (C18)


def scheduled(cast, client, *pictures) -> ScheduledReply:
    form = {"body": "", "send_at": "tomorrow", "picture": pictures}
    assert client.post("/tickets/1/messages/", form).status_code == 302
    with tenancy.enter(cast.acme.pk):
        return ScheduledReply.objects.get()


def test_c18_pictures_wait_with_their_answer_and_leave_with_it(cast, bob, sign_in):
    first, second = ids(add(bob)), ids(add(bob))
    reply = scheduled(cast, bob, *first, *second)
    assert ids(bob.get("/tickets/1/pictures/")) == [], "not in the tray"
    assert sign_in(cast.dora).get(f"/tickets/1/pictures/{first[0]}/").status_code == 200, (
        "in the thread for all"
    )
    with tenancy.enter(cast.acme.pk):
        Picture.objects.update(created_at=timezone.now() - timedelta(days=9))
    sweeps.forget_pictures()
    with tenancy.enter(cast.acme.pk):
        assert ScheduledReply.objects.lock(reply.pk).leave()
        message = Message.objects.get(origin="agent")
        assert (message.media.count(), message.author) == (2, cast.bob)
        assert not Picture.objects.exists()


def test_c18_taken_back_they_are_in_the_tray_of_who_took_it_back(cast, bob):
    added = ids(add(bob))
    reply = scheduled(cast, bob, *added)
    with tenancy.enter(cast.acme.pk):
        Picture.objects.update(created_at=timezone.now() - timedelta(days=9))
    bob.post(f"/tickets/1/scheduled-replies/{reply.pk}/", {"_method": "DELETE"})
    sweeps.forget_pictures()
    assert ids(bob.get("/tickets/1/pictures/")) == added


def test_c18_discarded_they_are_gone_with_their_files(cast, bob, folder, django_capture_on_commit_callbacks):
    reply = scheduled(cast, bob, *ids(add(bob)))
    with django_capture_on_commit_callbacks(execute=True):
        bob.post(f"/tickets/1/scheduled-replies/{reply.pk}/", {"_method": "DELETE", "discard": "1"})
    with tenancy.enter(cast.acme.pk):
        assert not Picture.objects.exists()
    assert files(folder) == 0
