"""E8: pictures that customers text: fetched from the provider with its key, made anew, kept privately, shown safely."""

import io
import socket
import threading

import pytest
import requests
from PIL import Image, PngImagePlugin

from accounts import tenancy
from inbox.models import Media
from sms import media
from tests.carrier import free_port, new_number
from tests.pages import words
from tests.world import ACME_NUMBER, ACME_SID, TOKEN, text_from

SECRET = b"geheimer Ort 52.52, 13.40"


def picture(form="JPEG", size=(40, 30), mode="RGB", **more) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, (200, 30, 30) if mode == "RGB" else 0).save(out, form, **more)
    return out.getvalue()


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def texted(cast, carrier, settings, folder):
    """`texted(("image/jpeg", bytes), …)`: a phone sends them, the sweep has not come yet; what we hold of them."""
    settings.TWILIO_BASE_URL = carrier.base_url
    carrier.account("Acme", ACME_SID, TOKEN).number(ACME_NUMBER)
    phone = carrier.phone(new_number())

    def send(*pictures) -> list[Media]:
        sent = phone.text("", to=ACME_NUMBER, pictures=pictures, quiet=True)
        listed = requests.get(
            f"{carrier.base_url}/2010-04-01/Accounts/{ACME_SID}/Messages/{sent['sid']}/Media.json",
            auth=(ACME_SID, TOKEN),
            timeout=5,
        ).json()["media_list"]
        urls = [f"{carrier.base_url}{item['uri'].removesuffix('.json')}" for item in listed]
        return waiting(cast, *urls, phone=phone.number)

    return send


def waiting(cast, *urls, phone="+15035550101") -> list[Media]:
    with tenancy.enter(cast.acme.pk):
        message = text_from(cast.number, phone, "", media=tuple((url, "image/jpeg") for url in urls))
        return list(message.media.order_by("id"))


def again(cast, item) -> Media:
    with tenancy.enter(cast.acme.pk):
        return Media.objects.get(pk=item.pk)


def due(cast):
    with tenancy.enter(cast.acme.pk):
        Media.objects.update(next_attempt_at="2020-01-01T00:00Z")


@pytest.mark.parametrize(
    ("form", "kind"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("GIF", "image/gif"), ("WEBP", "image/webp")],
)
def test_e8_a_picture_is_fetched_by_the_sweep_and_shown_in_the_thread(cast, texted, sign_in, form, kind):
    item = texted((kind, picture(form)))[0]
    bob = sign_in(cast.bob)
    assert "Fetching the picture…" in words(bob.get("/tickets/5/").content)
    assert bob.get(f"/media/{item.pk}/").status_code == 404
    assert media.fetch_due() == 1
    got = again(cast, item)
    assert (got.state, got.content_type, got.width, got.height) == ("fetched", kind, 40, 30)
    assert f'src="/a/acme/media/{item.pk}/"' in bob.get("/tickets/5/").content.decode()
    content = bob.get(f"/media/{item.pk}/").getvalue()
    assert Image.open(io.BytesIO(content)).size == (40, 30)
    assert got.size == len(content)


def test_e8_it_is_served_as_nothing_but_a_picture(cast, texted, sign_in):
    item = texted(("image/png", picture("PNG")))[0]
    media.fetch_due()
    answer = sign_in(cast.bob).get(f"/media/{item.pk}/")
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"].startswith("private")


def test_a1_strangers_analysts_and_people_without_a_session_do_not_get_it(cast, texted, sign_in, client):
    item = texted(("image/png", picture("PNG")))[0]
    media.fetch_due()
    assert sign_in(cast.charlie).get(f"/media/{item.pk}/").status_code == 404
    assert sign_in(cast.charlie).get(f"/a/acme/media/{item.pk}/").status_code == 404
    assert sign_in(cast.anna).get(f"/media/{item.pk}/").status_code == 403
    assert client.get(f"/a/acme/media/{item.pk}/").status_code == 302


def test_e8_its_file_name_can_not_be_guessed_and_lies_outside_the_web(cast, texted, settings):
    item = texted(("image/png", picture("PNG")))[0]
    media.fetch_due()
    name = again(cast, item).file.name
    assert len(name.rpartition("/")[2]) > 32
    assert not str(settings.MEDIA_ROOT).startswith(str(settings.STATIC_ROOT))


def exif() -> Image.Exif:
    found = Image.Exif()
    found[0x010E] = SECRET.decode()
    return found


def hidden_in_png() -> PngImagePlugin.PngInfo:
    chunk = PngImagePlugin.PngInfo()
    chunk.add_text("Comment", SECRET.decode())
    chunk.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return chunk


HIDING = {
    "jpeg exif": picture("JPEG", exif=exif()),
    "jpeg comment": picture("JPEG", comment=SECRET),
    "jpeg xmp": picture("JPEG", xmp=SECRET),
    "jpeg colour profile": picture("JPEG", icc_profile=b"\0" * 128 + SECRET),
    "jpeg tail": picture("JPEG") + SECRET,
    "png exif": picture("PNG", exif=exif()),
    "png text": picture("PNG", pnginfo=hidden_in_png()),
    "png tail": picture("PNG") + SECRET,
    "gif comment": picture("GIF", comment=SECRET),
    "webp exif": picture("WEBP", exif=exif()),
    "webp xmp": picture("WEBP", xmp=SECRET),
}


@pytest.mark.parametrize("content", HIDING.values(), ids=HIDING)
def test_e8_what_is_hidden_in_a_picture_is_gone(content):
    assert SECRET in content
    made, *_ = media.reencoded(content)
    assert SECRET not in made


def test_e8_a_picture_taken_sideways_stands_upright():
    sideways = Image.Exif()
    sideways[0x0112] = 6
    _, _, size = media.reencoded(picture("JPEG", size=(40, 30), exif=sideways))
    assert size == (30, 40)


def test_e8_a_moving_picture_keeps_moving():
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), (n, 0, 0)) for n in (0, 120, 240)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100)
    made, kind, _ = media.reencoded(out.getvalue())
    assert (kind, Image.open(io.BytesIO(made)).n_frames) == ("image/gif", 3)


def test_e8_a_phones_picture_with_a_second_one_inside_is_shown():
    """Portrait and HDR pictures: a JPEG that holds more than one."""
    out = io.BytesIO()
    first, second = Image.new("RGB", (40, 30)), Image.new("RGB", (40, 30))
    first.save(out, "MPO", save_all=True, append_images=[second])
    made, kind, size = media.reencoded(out.getvalue())
    assert (kind, size) == ("image/jpeg", (40, 30))


NO_PICTURES = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "nothing": b"",
    "half a picture": picture("JPEG", size=(400, 300))[:600],
    "a gif that is a script": b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//",
    "pdf": b"%PDF-1.7\n",
    "tiff": picture("TIFF"),
    "bmp": picture("BMP"),
    "icon": picture("ICO", size=(32, 32)),
    "an ancient one": picture("PPM"),
    "noise": bytes(range(256)) * 40,
}


@pytest.mark.parametrize("content", NO_PICTURES.values(), ids=NO_PICTURES)
def test_e8_what_is_no_picture_is_never_shown(content):
    with pytest.raises(media.Unfit):
        media.reencoded(content)


def test_e8_a_bomb_of_pixels_is_refused_before_it_is_unpacked():
    with pytest.raises(media.Unfit):
        media.reencoded(picture("PNG", size=(12_000, 12_000), mode="1"))


def test_e8_a_polyglot_comes_out_as_a_picture_only(cast, texted, sign_in):
    item = texted(("image/png", picture("PNG") + b"<script>alert(1)</script>"))[0]
    media.fetch_due()
    assert b"script" not in sign_in(cast.bob).get(f"/media/{item.pk}/").getvalue()


def test_e8_no_picture_is_told_in_plain_words_and_the_text_stays(cast, texted, sign_in):
    item = texted(("image/jpeg", NO_PICTURES["html"]))[0]
    media.fetch_due()
    assert again(cast, item).state == "dead"
    assert "It is no picture that can be read." in words(sign_in(cast.bob).get("/tickets/5/").content)
    assert sign_in(cast.bob).get(f"/media/{item.pk}/").status_code == 404


def test_e8_a_dead_picture_does_not_hold_up_the_next_one(cast, texted):
    first, second = texted(("image/jpeg", b"broken"), ("image/png", picture("PNG")))
    media.fetch_due()
    assert (again(cast, first).state, again(cast, second).state) == ("dead", "fetched")


def test_e8_a_picture_that_is_gone_is_given_up_at_once(cast, texted, carrier):
    item = waiting(cast, f"{carrier.base_url}/2010-04-01/Accounts/{ACME_SID}/Messages/MM1/Media/ME1")[0]
    media.fetch_due()
    now = again(cast, item)
    assert (now.state, now.reason) == ("dead", "The provider no longer has it.")


def test_e8_a_picture_that_is_too_large_is_refused(cast, texted, monkeypatch):
    monkeypatch.setattr(media, "MAX_BYTES", 500)
    item = texted(("image/png", picture("PNG", size=(400, 400)) + b"x" * 500))[0]
    media.fetch_due()
    assert (again(cast, item).state, again(cast, item).reason) == ("dead", "It is larger than 10 MB.")


def test_e8_a_provider_that_is_away_is_asked_again_later_and_given_up_in_the_end(cast, settings, folder):
    settings.TWILIO_BASE_URL = f"http://127.0.0.1:{free_port()}"
    item = waiting(cast, f"{settings.TWILIO_BASE_URL}/x")[0]
    assert media.fetch_due() == 1
    assert media.fetch_due() == 0, "not at once again"
    assert (again(cast, item).state, again(cast, item).attempts) == ("waiting", 1)
    for _ in range(5):
        due(cast)
        media.fetch_due()
    assert (again(cast, item).state, again(cast, item).attempts) == ("dead", 6)


class Listener:
    """Somebody else's host: who connects, and what they say."""

    def __init__(self, answer=b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"):
        self.socket, self.answer = socket.create_server(("127.0.0.1", 0)), answer
        self.port, self.heard = self.socket.getsockname()[1], []
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            connection.settimeout(2)
            self.heard.append(connection.recv(4096))
            connection.sendall(self.answer)
            connection.close()


@pytest.fixture
def stranger():
    listener = Listener()
    yield listener
    listener.socket.close()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/picture.jpg",
        "https://127.0.0.1:{port}/picture.jpg",
        "http://127.0.0.1:{port}/api.twilio.com",
        "http://api.twilio.com@127.0.0.1:{port}/",
        "https://127.0.0.1:{port}/?x=.twilio.com",
        "https://127.0.0.1:{port}#.twilio.com",
        "https://127.0.0.1:{port}\\.twilio.com/x",
        "https://127.0.0.1\\.twilio.com/x",
        "{base}@127.0.0.1:{port}/",
        "{base}.127.0.0.1:{port}/",
        "file:///etc/passwd",
        "//127.0.0.1:{port}/",
        "ftp://127.0.0.1:{port}/",
        "",
    ],
)
def test_e8_another_host_is_never_asked_let_alone_told_the_key(
    cast, carrier, settings, folder, stranger, url
):
    settings.TWILIO_BASE_URL = carrier.base_url
    item = waiting(cast, url.format(port=stranger.port, base=carrier.base_url))[0]
    media.fetch_due()
    assert stranger.heard == []
    assert again(cast, item).state == "dead"


def test_e8_a_redirect_elsewhere_does_not_carry_the_key(cast, settings, folder, stranger):
    """The provider redirects to a store of files, which needs no key and must not get it."""
    away = (
        f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{stranger.port}/cdn\r\nContent-Length: 0\r\n\r\n"
    )
    provider = Listener(away.encode())
    settings.TWILIO_BASE_URL = f"http://localhost:{provider.port}"
    waiting(cast, f"{settings.TWILIO_BASE_URL}/media")
    media.fetch_due()
    provider.socket.close()
    assert b"authorization: basic" in provider.heard[0].lower()
    assert len(stranger.heard) == 1
    assert b"authorization" not in stranger.heard[0].lower()
