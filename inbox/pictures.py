"""Pictures made anew from their pixels: what a file claims to be, its metadata and anything hidden in it are gone."""

import io

from PIL import Image, ImageOps

MAX_PIXELS = 50_000_000
MAX_PIXELS_MOVING = 4 * MAX_PIXELS  # of all frames: a small file can unfold into hours of work
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WEBP"}
JPEG, PNG, GIF, WEBP = FORMATS
# What goes out with one text: a phone shows no more, and a photo of any camera becomes some hundred KB.
LONGEST_SIDE = 2048
MOST_SENT = 10
MAX_BYTES_SENT = 5_000_000

Image.MAX_IMAGE_PIXELS = MAX_PIXELS

Made = tuple[bytes, str, tuple[int, int]]  # the file, its content type, width and height


class Unfit(Exception):
    """It will never be shown or sent; the message says why."""


def reencoded(content: bytes) -> Made:
    """For showing: as it came, but for what is hidden in it."""
    try:
        picture, kind, animated = _opened(content)
        return _written(picture if animated else ImageOps.exif_transpose(picture), kind, animated)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unfit("It is no picture that can be read.") from error


def for_sending(content: bytes) -> Made:
    """As every phone can show it: JPEG, PNG or GIF, no side longer than LONGEST_SIDE, within MAX_BYTES_SENT."""
    try:
        picture, kind, animated = _opened(content)
        made = (
            _written(picture, GIF, animated) if animated else _still(ImageOps.exif_transpose(picture), kind)
        )
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unfit("It is no picture that can be read.") from error
    if len(made[0]) > MAX_BYTES_SENT:
        raise Unfit(f"It is larger than {MAX_BYTES_SENT // 1_000_000} MB.")
    return made


def _opened(content: bytes) -> tuple[Image.Image, str, bool]:
    picture: Image.Image = Image.open(io.BytesIO(content))
    # A phone's portrait or HDR picture is a JPEG with a second one behind it.
    kind = JPEG if picture.format == "MPO" else Image.MIME.get(picture.format or "", "")
    if kind not in FORMATS:
        raise Unfit("Only JPEG, PNG, GIF and WebP pictures are taken.")
    for hidden in ("comment", "xmp"):
        picture.info.pop(hidden, None)
    animated = kind != JPEG and getattr(picture, "is_animated", False)
    if animated and picture.width * picture.height * getattr(picture, "n_frames", 1) > MAX_PIXELS_MOVING:
        raise Unfit("It moves for too long.")
    return picture, kind, animated


def _still(picture: Image.Image, kind: str) -> Made:
    """Photos as JPEG; PNG keeps sharp letters and what is see-through, unless a photo was saved as one."""
    see_through = picture.has_transparency_data
    picture = picture.convert("RGBA" if see_through else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    made = _written(picture, PNG if see_through or kind in (PNG, GIF) else JPEG)
    if len(made[0]) <= MAX_BYTES_SENT or made[1] == JPEG:
        return made
    paper = Image.new("RGBA", picture.size, "white")
    return _written(Image.alpha_composite(paper, picture.convert("RGBA")).convert("RGB"), JPEG)


def _written(picture: Image.Image, kind: str, animated: bool = False) -> Made:
    picture.info.pop("exif", None)
    out = io.BytesIO()
    picture.save(out, FORMATS[kind], **({"save_all": True} if animated else {}))
    return out.getvalue(), kind, picture.size
