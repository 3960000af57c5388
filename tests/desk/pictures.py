"""Pictures for tests."""

import io
from typing import Any

from PIL import Image


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


_RED: dict[str, Any] = {"RGB": (200, 10, 10), "RGBA": (200, 10, 10, 120), "CMYK": (0, 200, 200, 0)}
