"""Pictures from outside: opened with care, drawn anew, and stored with nothing else in the file."""

import io
from typing import BinaryIO

from django.core.files.base import ContentFile
from PIL import Image, ImageCms, UnidentifiedImageError
from PIL.ImageFile import ImageFile

from articles.picture_facts import PictureFacts, facts_in

MAX_BYTES = 25 * 1024 * 1024
# What may be decoded, in pixels. A JPEG is scaled while it is read; each pixel of the others is in memory
# several times over: of these many it takes less than 300 MB, as the tests measure.
MOST_PIXELS = {"JPEG": 64_000_000, "MPO": 64_000_000, "PNG": 20_000_000, "GIF": 20_000_000}
MOST_PIXELS_ELSE = 16_000_000
# A progressive JPEG holds all of its picture in memory, and each scan goes over all of it again.
MOST_PIXELS_PROGRESSIVE = 28_000_000
MOST_SCANS = 40
# Readers never see more; larger pictures are scaled down.
LONGEST_SIDE = 3200
JPEG_QUALITY = 90
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
# Formats that keep every pixel stay so; the others become photographs again.
_LOSSLESS = frozenset({"PNG", "GIF"})
_SRGB = ImageCms.createProfile("sRGB")
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_START_OF_SCAN = b"\xff\xda"
_PART = 1024 * 1024

TAKEN = "JPEG, PNG, WebP, AVIF and GIF pictures are taken"


class PictureRefused(Exception):
    """A file was not taken; the message is for the person who sent it."""


class CleanPicture(ContentFile):
    """A picture drawn anew, and what its file said of it."""

    facts = PictureFacts()


def clean_upload(upload: BinaryIO) -> CleanPicture:
    """Return a picture drawn anew from what was uploaded: right way up, sRGB, without any metadata.

    The extension of its name says its real format, whatever it was called before. What the photographer
    wrote into the file is in its `facts`.

    Raises:
        PictureRefused: when it is no picture of a kind we take, too large, or damaged.
    """
    if upload.seek(0, io.SEEK_END) > MAX_BYTES:
        raise PictureRefused(
            f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. Scale the picture down first."
        )
    upload.seek(0)
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            _check_header(picture, upload)
            return _drawn_anew(picture)
    except PictureRefused:
        raise
    except UnidentifiedImageError:
        raise PictureRefused(f"This is not a picture we can open. {TAKEN}.") from None
    except Image.DecompressionBombError:
        raise PictureRefused("The picture has far too many pixels. Scale it down first.") from None
    # Decoders fail in many ways, and whatever they say, the file is not one we take.
    except Exception as error:
        raise PictureRefused(f"The picture is damaged or not what it seems to be. {TAKEN}.") from error


def _check_header(picture: ImageFile, upload: BinaryIO) -> None:
    """Refuse by what the file says of itself, before a single pixel is decoded."""
    width, height = picture.size
    most = MOST_PIXELS.get(picture.format or "", MOST_PIXELS_ELSE)
    if "progressive" in picture.info:
        most = MOST_PIXELS_PROGRESSIVE
        if _scans_in(upload) > MOST_SCANS:
            raise PictureRefused(f"The picture is not what it seems to be. {TAKEN}.")
    if width * height > most:
        raise PictureRefused(
            f"The picture has {width} × {height} pixels; of its kind, at most {most // 1_000_000} million are "
            "taken. Scale it down first."
        )
    # A telephone's JPEG may hold a second, small picture; that is no animation.
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise PictureRefused("Moving pictures are not taken. Choose a still one.")


def _scans_in(upload: BinaryIO) -> int:
    """Count the scans of a JPEG: the marker of their start stands nowhere else among the pixels."""
    upload.seek(0)
    return sum(part.count(_START_OF_SCAN) for part in iter(lambda: upload.read(_PART), b""))


def _drawn_anew(picture: ImageFile) -> CleanPicture:
    """Decode, scale, turn upright and encode again, taking over nothing but pixels."""
    lossless = picture.format in _LOSSLESS
    # Lets the JPEG decoder skip what would be scaled away.
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    picture.load()
    facts = facts_in(picture)
    orientation = picture.getexif().get(_ORIENTATION)
    has_alpha = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    if picture.mode in {"RGB", "RGBA", "CMYK", "L", "LA"} and "transparency" not in picture.info:
        # Where it can be, before anything is copied.
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    plain = picture.convert("RGBA") if has_alpha else _in_srgb(picture)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if orientation in _TURNS:
        plain = plain.transpose(_TURNS[orientation])
    # A new picture: what the decoder left beside the pixels would be written out again.
    clean = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    out = io.BytesIO()
    if lossless or has_alpha:
        clean.save(out, "PNG", compress_level=3)
        drawn = CleanPicture(out.getvalue(), name="picture.png")
    else:
        clean.save(out, "JPEG", quality=JPEG_QUALITY)
        drawn = CleanPicture(out.getvalue(), name="picture.jpg")
    drawn.facts = facts
    return drawn


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Return the picture in the colours that a browser assumes when a file does not say."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB")
            return converted or picture.convert("RGB")
        # One that cannot be opened is an OSError, one that does not fit the picture the other.
        except (OSError, ImageCms.PyCMSError):
            # A broken profile: the numbers are taken as they are, as browsers do.
            return picture.convert("RGB")
    return picture.convert("L" if picture.mode in {"1", "L"} else "RGB")
