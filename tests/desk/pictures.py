"""Pictures for tests."""

import io
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from articles import models, pictures


def a_picture(
    size: tuple[int, int] = (60, 40), mode: str = "RGB", kind: str = "JPEG", **options: Any
) -> io.BytesIO:
    """Return the file of a picture with a corner of another colour."""
    picture = Image.new(mode, size)
    picture.paste(_RED.get(mode, 200), (0, 0, size[0] // 3, size[1] // 2))
    out = io.BytesIO()
    picture.save(out, kind, **options)
    out.seek(0)
    return out


def in_library(size: tuple[int, int] = (60, 40), **fields: Any) -> models.Image:
    """Return a picture of the library as an upload leaves it: described, and drawn as JPEG only."""
    described = {"title": "A bridge", "alt_text": "Steel", "credit": "Drita Shala"}
    image = models.Image(**described | fields)
    image.file = ContentFile(a_picture(size).getvalue(), "x.jpg")
    pictures.keep(image)
    return image


_RED: dict[str, Any] = {"RGB": (200, 10, 10), "RGBA": (200, 10, 10, 120), "CMYK": (0, 200, 200, 0)}
