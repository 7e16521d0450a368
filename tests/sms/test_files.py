"""E8: video, sound, contact cards and PDF that customers text: told by their bytes, kept privately, downloaded and never
shown; what could not be fetched is fetched again when an agent says so."""

import pytest

from accounts import tenancy
from inbox.models import Media
from sms import media
from sms.sniffing import sniff
from tests.api.conftest import Machine
from tests.pages import words
from tests.sms.test_media import ACME_SID, again, folder, picture, texted, waiting  # noqa: F401
from tests.world import text_from

CARD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Example;Ann\r\nFN:Ann Ex\r\n ample\r\nTEL:+15035550111\r\nEND:VCARD\r\n"
)
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 64
FILES = {
    "video/mp4": MP4,
    "video/3gpp": MP4.replace(b"mp42", b"3gp4"),
    "video/quicktime": MP4.replace(b"mp42", b"qt  "),
    "audio/mp4": MP4.replace(b"mp42", b"M4A "),
    "audio/amr": b"#!AMR\n<" + b"\0" * 20,
    "audio/mpeg": b"ID3\x03\0\0\0\0\0\0",
    "audio/ogg": b"OggS\0\x02" + b"\0" * 20,
    "application/pdf": b"%PDF-1.7\n%\xe2\xe3\n",
    "text/vcard": CARD,
}


@pytest.mark.parametrize(("kind", "content"), FILES.items(), ids=FILES)
def test_e8_a_file_is_told_by_its_bytes(kind, content):
    assert sniff(content).content_type == kind


def test_e8_sound_without_a_tag_before_it():
    assert sniff(b"\xff\xfb\x90\x64" + b"\0" * 400).content_type == "audio/mpeg"


@pytest.mark.parametrize(
    "content",
    [b"", b"\0", b"\xff\xd8\xff\xe0 jpeg", b"<html>", b"<svg onload=alert(1)>", b"MZ\x90", b"PK\x03\x04", b"BEGIN:VCARD",
     b"<script>BEGIN:VCARD END:VCARD", b"\x7fELF", b" %PDF-1.7", picture("PNG"), picture("GIF")],
    ids=repr,
)  # fmt: skip
def test_e8_all_else_is_none_of_them(content):
    assert sniff(content) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("FN:Ann Example", "Ann Example"),
        ("item1.fn;CHARSET=UTF-8:Änne", "Änne"),
        ("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen", "Jürgen"),
        (r"FN:Example\, Ann\; PhD", "Example, Ann; PhD"),
        ("FN:  \u202e<b>evil</b> ", "<b>evil</b>"),
        ("FN:" + "x" * 300, "x" * 80),
        ("TEL:1", ""),
        ("FN:Ann\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Bob", "Ann and 1 more"),
    ],
)
def test_e8_a_contact_card_is_called_by_its_person(line, name):
    card = f"BEGIN:VCARD\r\nVERSION:2.1\r\n{line}\r\nEND:VCARD\r\n"
    assert sniff(card.encode()).title == name


@pytest.mark.parametrize(
    ("kind", "shown", "file_name"),
    [
        ("video/mp4", "Video MP4 · 88", "video.mp4"),
        ("video/3gpp", "Video 3GP · 88", "video.3gp"),
        ("audio/amr", "Sound AMR · 27", "sound.amr"),
        ("application/pdf", "Document PDF · 13", "document.pdf"),
        ("text/vcard", "Ann Example Contact card · 99", "Ann Example.vcf"),
    ],
)
def test_e8_it_is_a_download_and_never_shown(cast, texted, sign_in, kind, shown, file_name):  # noqa: F811
    """Also when the provider calls it a picture."""
    item = texted((kind, FILES[kind]))[0]
    media.fetch_due()
    assert (again(cast, item).state, again(cast, item).content_type) == ("fetched", kind)
    bob = sign_in(cast.bob)
    page = bob.get("/tickets/5/").content
    assert shown.partition(" · ")[0] in words(page).replace("\xa0", " ")
    assert b"<img src" not in page
    answer = bob.get(f"/media/{item.pk}/")
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert f'filename="{file_name}"' in answer["Content-Disposition"]
    assert answer["Content-Type"].partition(";")[0] == kind
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.getvalue() == FILES[kind]
    assert sign_in(cast.charlie).get(f"/media/{item.pk}/").status_code == 404


def test_e8_while_it_is_fetched_and_when_it_is_dead_it_is_called_what_it_should_be(cast, sign_in, folder):  # noqa: F811
    with tenancy.enter(cast.acme.pk):
        message = text_from(cast.number, cast.paula.phone, "", media=(("https://x.example/1", "video/mp4"),))
        item = message.media.get()
    bob = sign_in(cast.bob)
    assert "Fetching the video…" in words(bob.get("/tickets/1/").content)
    media.fetch_due()
    said = words(bob.get("/tickets/1/").content)
    assert "Video could not be fetched. It does not lie at the provider. Fetch again" in said
    assert again(cast, item).state == "dead"


def test_e8_a_dead_one_is_really_fetched_again(cast, texted, sign_in, carrier):  # noqa: F811
    """The provider had lost it for a while."""
    item = texted(("image/png", picture("PNG")))[0]
    with tenancy.enter(cast.acme.pk):
        right = item.source_url
        Media.objects.update(
            source_url=f"{carrier.base_url}/2010-04-01/Accounts/{ACME_SID}/Messages/MM1/Media/ME1"
        )
    media.fetch_due()
    assert again(cast, item).state == "dead"
    with tenancy.enter(cast.acme.pk):
        Media.objects.update(source_url=right)
    assert media.fetch_due() == 0, "not by itself"
    bob = sign_in(cast.bob)
    answer = bob.post(f"/media/{item.pk}/fetch/", headers={"HX-Request": "true"})
    assert "Fetching the picture…" in words(answer.content)
    assert media.fetch_due() == 1
    assert again(cast, item).state == "fetched"
    assert bob.post(f"/media/{item.pk}/fetch/").status_code == 302
    assert again(cast, item).state == "fetched", "what is here is left alone"


def test_a1_strangers_and_analysts_have_nothing_fetched(cast, sign_in, folder):  # noqa: F811
    item = waiting(cast, "https://x.example/1")[0]
    media.fetch_due()
    assert sign_in(cast.charlie).post(f"/media/{item.pk}/fetch/").status_code == 404
    assert sign_in(cast.anna).post(f"/media/{item.pk}/fetch/").status_code == 403
    assert again(cast, item).state == "dead"


def test_e8_a_contact_cards_name_is_shown_as_text_only(cast, texted, sign_in):  # noqa: F811
    card = CARD.replace(b"Ann Ex\r\n ample", b"<img src=x onerror=alert(1)>")
    texted(("text/vcard", card))
    media.fetch_due()
    page = sign_in(cast.bob).get("/tickets/5/").content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img src=x" not in page


def test_e8_over_the_api_a_dead_one_is_fetched_again(cast, folder):  # noqa: F811
    item = waiting(cast, "https://x.example/1")[0]
    media.fetch_due()
    machine = Machine(cast.alice)
    with tenancy.enter(cast.acme.pk):
        address = f"messages/{again(cast, item).message_id}/"
    shown = machine.get(address).json()["media"][0]
    assert (shown["state"], shown["reason"]) == ("dead", "It does not lie at the provider.")
    assert machine.post(f"media/{item.pk}/fetch/").json()["state"] == "waiting"
