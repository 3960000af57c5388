"""Pictures from outside: opened with care, drawn anew."""

import io
import random
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from articles.images import LONGEST_SIDE, PictureRefused, clean_upload
from tests.desk.pictures import a_picture


def opened(cleaned: Any) -> Image.Image:
    """Open what was stored."""
    return Image.open(io.BytesIO(cleaned.read()))


@pytest.mark.parametrize(
    ("kind", "mode", "stored"),
    [
        ("JPEG", "RGB", "JPEG"),
        ("JPEG", "CMYK", "JPEG"),
        ("JPEG", "L", "JPEG"),
        ("PNG", "RGB", "PNG"),
        ("PNG", "RGBA", "PNG"),
        ("PNG", "P", "PNG"),
        ("PNG", "1", "PNG"),
        ("PNG", "I;16", "PNG"),
        ("WEBP", "RGB", "JPEG"),
        ("WEBP", "RGBA", "PNG"),
        ("AVIF", "RGB", "JPEG"),
        ("GIF", "P", "PNG"),
    ],
)
def test_five_formats_are_taken_and_two_are_stored(kind: str, mode: str, stored: str) -> None:
    cleaned = clean_upload(a_picture(mode=mode, kind=kind))

    assert cleaned.name == f"picture.{'jpg' if stored == 'JPEG' else 'png'}"
    picture = opened(cleaned)
    assert (picture.format, picture.size) == (stored, (60, 40))


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "TGA", "PDF", "EPS"])
def test_other_formats_are_refused_whatever_they_are_called(kind: str) -> None:
    with pytest.raises(PictureRefused, match="not a picture we can open"):
        clean_upload(a_picture(size=(32, 32), kind=kind))


def test_nothing_but_pixels_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    exif[0x9003] = "2026:01:01 00:00:00"
    exif.get_ifd(0x8825)[2] = (42.0, 39.0, 0.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in ("JPEG", "PNG", "WEBP", "AVIF"):
        upload = a_picture(kind=kind, exif=exif, icc_profile=profile)
        assert b"Secret camera" in upload.getvalue()

        cleaned = clean_upload(upload)

        content = cleaned.read()
        assert b"Secret camera" not in content
        picture = Image.open(io.BytesIO(content))
        assert not picture.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & {*picture.info}


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
@pytest.mark.parametrize("profile", [b"", b"<script>alert(1)</script>" * 100], ids=["empty", "words"])
def test_a_profile_that_is_none_is_left_out_and_the_picture_is_taken(kind: str, profile: bytes) -> None:
    content = clean_upload(a_picture(kind=kind, icc_profile=profile)).read()
    assert Image.open(io.BytesIO(content)).size == (60, 40)
    assert b"script" not in content


def test_comments_and_texts_of_a_file_are_left_behind() -> None:
    upload = a_picture(comment=b"private note")
    assert b"private note" in upload.getvalue()
    assert b"private note" not in clean_upload(upload).read()


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (60, 40)), (3, (60, 40)), (6, (40, 60)), (8, (40, 60)), (5, (40, 60))]
)
def test_a_picture_stands_the_right_way_up(orientation: int, size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation

    picture = opened(clean_upload(a_picture(exif=exif)))

    assert picture.size == size
    red_at = {1: (2, 2), 3: (57, 37), 6: (37, 2), 8: (2, 57), 5: (2, 2)}[orientation]
    assert picture.getpixel(red_at)[0] > 120


def test_a_large_picture_is_scaled_down() -> None:
    picture = opened(clean_upload(a_picture(size=(LONGEST_SIDE * 2, 400))))
    assert picture.size == (LONGEST_SIDE, 200)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
@pytest.mark.thorough
def test_more_pixels_than_memory_is_refused_by_the_header_alone(kind: str) -> None:
    bomb = a_picture(size=(13_000, 13_000), mode="L", kind=kind)
    assert len(bomb.getvalue()) < 5_000_000

    with pytest.raises(PictureRefused):
        clean_upload(bomb)


def test_moving_pictures_are_refused() -> None:
    frames = [Image.new("RGB", (20, 20), (shade % 250, 0, 0)) for shade in range(0, 3000, 100)]
    for kind in ("GIF", "WEBP", "PNG", "AVIF"):
        out = io.BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:])
        with pytest.raises(PictureRefused, match="Moving pictures"):
            clean_upload(out)


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(PictureRefused, match="25 MB"):
        clean_upload(io.BytesIO(b"\xff" * (25 * 1024 * 1024 + 1)))


def test_a_jpeg_of_thousands_of_scans_is_refused_undecoded() -> None:
    plain = a_picture(size=(2000, 2000), progressive=True).getvalue()
    scan = plain[plain.rindex(b"\xff\xda") : -2]
    began = time.process_time()

    with pytest.raises(PictureRefused):
        clean_upload(io.BytesIO(plain[:-2] + scan * 2_000 + b"\xff\xd9"))

    assert time.process_time() - began < 1


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG"])
def test_a_header_that_claims_65535_pixels_each_way_is_refused(kind: str) -> None:
    claims = bytearray(a_picture(kind=kind).getvalue())
    at, size = {
        "PNG": (16, b"\0\0\xff\xff" * 2),
        "GIF": (6, b"\xff" * 4),
        "JPEG": (claims.find(b"\xff\xc0") + 5, b"\xff" * 4),
    }[kind]
    claims[at : at + len(size)] = size
    if kind == "PNG":
        claims[29:33] = struct.pack(">I", zlib.crc32(claims[12:29]))

    with pytest.raises(PictureRefused):
        clean_upload(io.BytesIO(claims))


# Each as large as it is taken, and those that only say they are small.
HEAVY = {
    "JPEG": ("RGB", (9_200, 6_900), {"quality": 60}),
    "progressive JPEG": ("RGB", (6_480, 4_320), {"quality": 40, "progressive": True, "subsampling": 0}),
    "PNG": ("RGBA", (5_470, 3_650), {}),
    "gray PNG": ("LA", (5_470, 3_650), {}),
    "GIF": ("L", (5_470, 3_650), {"transparency": 3}),
    "WEBP": ("RGBA", (4_890, 3_260), {"method": 0}),
    "AVIF": ("RGBA", (4_890, 3_260), {"speed": 10}),
    "PNG bomb": ("L", (13_000, 13_000), {}),
}
TAKE_IN = """
import resource, sys, time, warnings
warnings.simplefilter("ignore")
from django.conf import settings
settings.configure()
from articles.images import PictureRefused, clean_upload
before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    with open(sys.argv[1], "rb") as file:
        clean_upload(file)
except PictureRefused:
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, time.process_time() - began)
"""


@pytest.mark.parametrize("name", HEAVY)
@pytest.mark.thorough
def test_no_picture_takes_more_than_300_mb_or_two_seconds(name: str, tmp_path: Path) -> None:
    mode, size, options = HEAVY[name]
    picture = Image.linear_gradient("L").resize(size).convert(mode)
    picture.save(tmp_path / "heavy", name.rsplit(maxsplit=1)[-1].replace("bomb", "PNG"), **options)
    picture.close()

    done = subprocess.run(
        [sys.executable, "-c", TAKE_IN, str(tmp_path / "heavy")], capture_output=True, check=True, text=True
    )

    kilobytes, seconds = map(float, done.stdout.split())
    assert kilobytes < 300 * 1024
    assert seconds < 2


@pytest.mark.parametrize("count", [150, pytest.param(1_000, marks=pytest.mark.thorough)])
def test_a_damaged_picture_is_refused_or_drawn_anew_never_an_error(count: int) -> None:
    chance = random.Random(count)
    originals = [a_picture(kind=kind).getvalue() for kind in ("JPEG", "PNG", "WEBP", "GIF", "AVIF")]
    for _ in range(count):
        damaged = bytearray(chance.choice(originals))
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        cut = (
            bytes(damaged[: chance.randrange(1, len(damaged) + 1)])
            if chance.random() < 0.3
            else bytes(damaged)
        )
        try:
            kind = opened(clean_upload(io.BytesIO(cut))).format
        except PictureRefused:
            continue
        assert kind in {"JPEG", "PNG"}


def test_a_picture_with_a_page_behind_it_loses_the_page() -> None:
    polyglot = io.BytesIO(a_picture(kind="PNG").getvalue() + b"<html><script>alert(1)</script>")
    assert b"script" not in clean_upload(polyglot).read()
