"""What a photographer wrote into a picture's file: XMP, IPTC and EXIF, read with care and cut to what we ask.

Whatever stands in a file, nothing here raises: a field that cannot be read is an empty one.
"""

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from PIL import IptcImagePlugin
from PIL.ImageFile import ImageFile

# A packet of XMP is some ten kilobytes; whatever is larger holds something else.
LARGEST_XMP = 1024 * 1024
# Nor is it deep; what is read of an element goes through all that is inside it.
DEEPEST_XMP = 30
MOST_KEYWORDS = 50
LONGEST = 2000

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "rights": "http://ns.adobe.com/xap/1.0/rights/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "iptc": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
}
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_UTF8 = b"\x1b%G"
_EXIF_IFD = 0x8769
_NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufffd\ud800-\udfff]+")
# What cameras write by themselves into the field for a caption.
_BY_CAMERAS = re.compile(r"(OLYMPUS|SONY|KONICA|MINOLTA|SAMSUNG|RICOH|KODAK|DCIM|DSC)[\w ]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a file says of its picture, in plain text; empty where it says nothing."""

    title: str = ""
    alt_text: str = ""
    caption: str = ""
    creator: str = ""
    credit: str = ""
    copyright_notice: str = ""
    rights: str = ""
    keywords: str = ""
    taken_on: date | None = None


@dataclass(slots=True)
class _Found:
    """What one of the three kinds of metadata says."""

    texts: dict[str, str] = field(default_factory=dict)
    keywords: list[str] = field(default_factory=list)
    taken_on: date | None = None

    def take(self, name: str, values: Iterable[str]) -> None:
        """Keep the first of these that says something."""
        if name not in self.texts and (said := next(filter(None, map(_tidy, values)), "")):
            self.texts[name] = said


def facts_in(picture: ImageFile) -> PictureFacts:
    """Return what the file of a picture says of it: XMP before IPTC before EXIF, as photo desks write them."""
    found = [_found(read, picture) for read in (_xmp, _iptc, _exif)]
    texts = {name: text for one in reversed(found) for name, text in one.texts.items()}
    # A line to print, where nobody wrote one: whoever took the picture.
    texts.setdefault("credit", texts.get("creator", ""))
    keywords = next((one.keywords for one in found if one.keywords), [])
    return PictureFacts(
        **texts,
        keywords=", ".join(dict.fromkeys(filter(None, map(_tidy, keywords[:MOST_KEYWORDS])))),
        taken_on=next((one.taken_on for one in found if one.taken_on), None),
    )


def _found(read: Any, picture: ImageFile) -> _Found:
    try:
        return read(picture)
    # Made by anybody, with anything in it: what cannot be read was not written for us.
    except Exception:  # noqa: BLE001
        return _Found()


# --- XMP -------------------------------------------------------------------------------------------


def _xmp(picture: ImageFile) -> _Found:
    found = _Found()
    packet = picture.info.get("xmp", b"")
    packet = packet.encode() if isinstance(packet, str) else packet
    if not packet or len(packet) > LARGEST_XMP:
        return found
    try:
        root = _root(packet.strip(b"\x00 \r\n\t"))
    except (ParseError, DefusedXmlException):
        return found
    for name, prefix, tag in (
        ("title", "photoshop", "Headline"),
        ("title", "dc", "title"),
        ("alt_text", "iptc", "AltTextAccessibility"),
        ("caption", "dc", "description"),
        ("credit", "photoshop", "Credit"),
        ("copyright_notice", "dc", "rights"),
        ("rights", "rights", "UsageTerms"),
    ):
        found.take(name, _values(root, prefix, tag))
    found.take("creator", [", ".join(filter(None, map(_tidy, _values(root, "dc", "creator"))))])
    found.keywords = list(_values(root, "dc", "subject"))
    for prefix, tag in (("photoshop", "DateCreated"), ("exif", "DateTimeOriginal")):
        found.taken_on = found.taken_on or _date(next(_values(root, prefix, tag), ""))
    return found


def _root(packet: bytes) -> Element:
    """Parse a packet; entities and document types are refused, so that a small one cannot become a large one."""
    parsed = iterparse(io.BytesIO(packet), ("start", "end"), forbid_dtd=True)
    depth = 0
    for event, _ in parsed:
        depth += 1 if event == "start" else -1
        if depth > DEEPEST_XMP:
            raise ParseError("Nobody writes this deep.")
    return parsed.root


def _values(root: Element, prefix: str, tag: str) -> Iterator[str]:
    """Yield what a property holds: as an attribute, as text, or as the items of a list, the default language first."""
    name = f"{{{_NAMESPACES[prefix]}}}{tag}"
    for description in root.iter(f"{_RDF}Description"):
        if name in description.attrib:
            yield description.attrib[name]
        for one in description.findall(name):
            items = list(one.iter(f"{_RDF}li"))
            items.sort(key=lambda item: item.get(_LANG) != "x-default")
            if items:
                yield from ("".join(item.itertext()) for item in items)
            else:
                yield "".join(one.itertext())


# --- IPTC ------------------------------------------------------------------------------------------


def _iptc(picture: ImageFile) -> _Found:
    found = _Found()
    written = IptcImagePlugin.getiptcinfo(picture) or {}
    is_utf8 = _UTF8 in _listed(written.get((1, 90)))

    def values(number: int) -> list[str]:
        return [_decoded(raw, is_utf8=is_utf8) for raw in _listed(written.get((2, number)))]

    for name, number in (
        ("title", 105),
        ("title", 5),
        ("caption", 120),
        ("credit", 110),
        ("credit", 115),
        ("copyright_notice", 116),
    ):
        found.take(name, values(number))
    found.take("creator", [", ".join(filter(None, map(_tidy, values(80))))])
    found.keywords = values(25)
    found.taken_on = _date(next(iter(values(55)), ""))
    return found


def _listed(value: bytes | list[bytes] | None) -> list[bytes]:
    return value if isinstance(value, list) else [value] if value else []


def _decoded(raw: bytes, *, is_utf8: bool = False) -> str:
    """Return text from a file that may not say how it is encoded."""
    with suppress(UnicodeDecodeError):
        return raw.decode()
    return raw.decode("utf-8" if is_utf8 else "cp1252", errors="replace")


# --- EXIF ------------------------------------------------------------------------------------------


def _exif(picture: ImageFile) -> _Found:
    found = _Found()
    exif = picture.getexif()
    for name, tag in (("caption", 0x010E), ("creator", 0x013B), ("copyright_notice", 0x8298)):
        value = exif.get(tag)
        text = value if isinstance(value, str) else ""
        with suppress(UnicodeError):
            # Read as Latin-1, as the standard has it; most programs write UTF-8.
            text = _decoded(text.encode("latin-1"))
        # The photographer's rights and the editor's stand one behind the other.
        text = text.replace("\0", " ")
        if not (name == "caption" and _BY_CAMERAS.fullmatch(text.strip())):
            found.take(name, [text])
    found.taken_on = _date(str(exif.get_ifd(_EXIF_IFD).get(0x9003, "")))
    return found


# --- Text and dates --------------------------------------------------------------------------------


def _tidy(text: str) -> str:
    """Return a text in one line, without what cannot be seen, and no longer than anybody writes."""
    return " ".join(_NOT_SHOWN.sub(" ", text).split())[:LONGEST]


def _date(text: str) -> date | None:
    """Return the day that `2017-07-13T17:01`, `2017:07:13 17:01` or `20170713` begins with."""
    digits = re.match(r"(\d{4})[-:]?(\d\d)[-:]?(\d\d)", text.strip())
    with suppress(ValueError):
        return date(*map(int, digits.groups())) if digits else None
    return None
