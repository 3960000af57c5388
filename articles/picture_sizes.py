"""In which sizes and formats a picture is drawn for readers, and which of them a browser is offered where.

A picture's row names what has been drawn in one line, such as `640.jpg 1280.jpg 320.avif`: its width and its
format. So every address follows from the row, and a page asks for nothing more.
"""

from dataclasses import dataclass

# For browsers, by their pixels; the largest is a lead picture on a sharp screen.
WIDTHS = (320, 640, 960, 1440, 1920)
# For what knows nothing newer: mail, search engines, previews of shared links. The texts of stories name
# these, so a width is never taken away from here.
JPEG_WIDTHS = (640, 1280)
MODERN = ("avif", "webp")

# How wide a picture stands at each place of the readers' site, for a browser that has to choose before it
# knows the style sheet. Kept in step with static/articles/site.css.
SIZES = {
    "story": "(min-width: 62rem) 60rem, 92vw",
    "lead": "(min-width: 84rem) 52rem, (min-width: 62rem) 62vw, 92vw",
    "below": "(min-width: 84rem) 25rem, (min-width: 62rem) 30vw, (min-width: 40rem) 45vw, 92vw",
    "first": "(min-width: 84rem) 38rem, (min-width: 40rem) 48vw, 92vw",
    "portrait": "9rem",
    # A card in a list.
    "": "(min-width: 40rem) 11rem, 26vw",
}


def jpegs_of(width: int) -> list[str]:
    """Return the names of the JPEGs of a picture so wide: drawn while it is taken in, for the desk."""
    return [f"{one}.jpg" for one in _up_to(width, JPEG_WIDTHS)]


def renditions_of(width: int) -> list[str]:
    """Return the names of all that is drawn of a picture so wide; it is never made larger than it is."""
    return [*jpegs_of(width), *(f"{one}.{kind}" for kind in MODERN for one in _up_to(width, WIDTHS))]


def _up_to(width: int, widths: tuple[int, ...]) -> list[int]:
    return [one for one in widths if one < width] + ([width] if width <= widths[-1] else [])


@dataclass(frozen=True, slots=True)
class Drawn:
    """What has been drawn of a picture: names by format, the narrowest first."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, renditions: str) -> "Drawn":
        """Read what a row says; what is no name of a rendition is left out."""
        return cls(tuple(sorted(filter(_is_name, renditions.split()), key=width_in)))

    def as_kind(self, kind: str) -> list[str]:
        """Return the names of one format."""
        return [name for name in self.names if name.endswith(f".{kind}")]


def is_jpeg(name: str) -> bool:
    """Whether a rendition is a JPEG. Those stay where they are: the texts of stories name them."""
    return name.endswith(".jpg")


def width_in(name: str) -> int:
    """Return the width that the name of a rendition says."""
    return int(name.partition(".")[0])


def _is_name(name: str) -> bool:
    width, _, kind = name.partition(".")
    return width.isascii() and width.isdecimal() and kind in {"jpg", *MODERN}
