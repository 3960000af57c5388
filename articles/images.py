"""Pictures from outside: opened with care, drawn anew, and stored with nothing else in the file."""

import io
from typing import BinaryIO

from django.core.files.base import ContentFile
from PIL import Image, ImageCms, UnidentifiedImageError

MAX_BYTES = 25 * 1024 * 1024
# What one picture may take in memory: 50 megapixels are 150 to 200 MB while it is open.
MAX_PIXELS = 50_000_000
# Readers never see more; larger pictures are scaled down.
LONGEST_SIDE = 3200
JPEG_QUALITY = 88
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

TAKEN = "JPEG, PNG, WebP, AVIF and GIF pictures are taken"


class PictureRefused(Exception):
    """A file was not taken; the message is for the person who sent it."""


def clean_upload(upload: BinaryIO) -> ContentFile:
    """Return a picture drawn anew from what was uploaded: right way up, sRGB, without any metadata.

    The extension of its name says its real format, whatever it was called before.

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
            _check_header(picture)
            return _drawn_anew(picture)
    except PictureRefused:
        raise
    except UnidentifiedImageError:
        raise PictureRefused(f"This is not a picture we can open. {TAKEN}.") from None
    # Decoders fail in many ways, and whatever they say, the file is not one we take.
    except Exception as error:
        raise PictureRefused(f"The picture is damaged or not what it seems to be. {TAKEN}.") from error


def _check_header(picture: Image.Image) -> None:
    """Refuse by what the file says of itself, before a single pixel is decoded."""
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise PictureRefused(
            f"The picture has {width} × {height} pixels; at most {MAX_PIXELS // 1_000_000} million are taken. "
            "Scale it down first."
        )
    # A telephone's JPEG may hold a second, small picture; that is no animation.
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise PictureRefused("Moving pictures are not taken. Choose a still one.")


def _drawn_anew(picture: Image.Image) -> ContentFile:
    """Decode, scale, turn upright and encode again, taking over nothing but pixels."""
    lossless = picture.format in _LOSSLESS
    orientation = picture.getexif().get(_ORIENTATION)
    # Lets the JPEG decoder skip what would be scaled away.
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    has_alpha = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    plain = picture.convert("RGBA") if has_alpha else _in_srgb(picture)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if orientation in _TURNS:
        plain = plain.transpose(_TURNS[orientation])
    # A new picture: what the decoder left beside the pixels would be written out again.
    clean = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    out = io.BytesIO()
    if lossless or has_alpha:
        clean.save(out, "PNG", optimize=True)
        return ContentFile(out.getvalue(), name="picture.png")
    clean.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return ContentFile(out.getvalue(), name="picture.jpg")


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
        except ImageCms.PyCMSError:
            # A broken profile: the numbers are taken as they are, as browsers do.
            return picture.convert("RGB")
    return picture.convert("L" if picture.mode in {"1", "L"} else "RGB")
