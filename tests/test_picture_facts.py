"""What photographers write into files: read from XMP, IPTC and EXIF, whoever wrote it and however oddly."""

import io
import struct
import time
from datetime import date
from typing import Any

import pytest
from PIL import Image

from articles.images import clean_upload
from articles.picture_facts import LARGEST_XMP, PictureFacts
from tests.desk.pictures import a_picture

pytestmark = pytest.mark.looks

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:r="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:iptc="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 photoshop:Credit="Koha / Reuters" photoshop:DateCreated="2026-03-06T10:21:00+01:00">
 <photoshop:Headline>The bridge opens</photoshop:Headline>
 <dc:description><rdf:Alt><rdf:li xml:lang="sq">Ura</rdf:li>
  <rdf:li xml:lang="x-default">Mayor Vjosa Demë cuts the ribbon.</rdf:li></rdf:Alt></dc:description>
 <dc:creator><rdf:Seq><rdf:li>Drita Shala</rdf:li><rdf:li>Luan Hoti</rdf:li></rdf:Seq></dc:creator>
 <dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2026 Koha</rdf:li></rdf:Alt></dc:rights>
 <dc:subject><rdf:Bag><rdf:li>bridge</rdf:li><rdf:li>Prishtinë</rdf:li></rdf:Bag></dc:subject>
 <r:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Once, in print and online.</rdf:li></rdf:Alt></r:UsageTerms>
 <iptc:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">A woman with scissors</rdf:li></rdf:Alt>
 </iptc:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""

BOMB = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "'
    + "&a;" * 10
    + '">'
    + "".join(
        f'<!ENTITY {after} "{f"&{before};" * 10}">'
        for before, after in zip("bcdefgh", "cdefghi", strict=True)
    )
    + "]>"
)


def facts_of(upload: io.BytesIO) -> PictureFacts:
    return clean_upload(upload).facts


def with_iptc(*rows: tuple[int, int, bytes]) -> io.BytesIO:
    """Return a JPEG with these data sets of IPTC: record, number, bytes."""
    written = b"".join(
        struct.pack(">BBBH", 0x1C, record, number, len(raw)) + raw for record, number, raw in rows
    )
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(written)) + written + b"\0" * (len(written) % 2)
    segment = b"Photoshop 3.0\0" + block
    jpeg = a_picture().getvalue()
    return io.BytesIO(jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + jpeg[2:])


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
def test_xmp_is_read_from_every_kind_of_file(kind: str) -> None:
    assert facts_of(a_picture(kind=kind, xmp=XMP.encode())) == PictureFacts(
        title="The bridge opens",
        alt_text="A woman with scissors",
        caption="Mayor Vjosa Demë cuts the ribbon.",
        creator="Drita Shala, Luan Hoti",
        credit="Koha / Reuters",
        copyright_notice="© 2026 Koha",
        rights="Once, in print and online.",
        keywords="bridge, Prishtinë",
        taken_on=date(2026, 3, 6),
    )


@pytest.mark.parametrize(
    ("marker", "encoding"),
    [(b"\x1b%G", "utf-8"), (None, "utf-8"), (None, "cp1252")],
    ids=["marked", "utf8", "old"],
)
def test_iptc_is_read_however_it_is_encoded(marker: bytes | None, encoding: str) -> None:
    said = "Vjosa Demë “opens” it"
    rows = [
        *([(1, 90, marker)] if marker else []),
        *((2, number, said.encode(encoding)) for number in (105, 120, 80, 110, 116)),
        *((2, 25, word) for word in (b"bridge", b"river", b"bridge")),
        (2, 55, b"20260306"),
    ]
    facts = facts_of(with_iptc(*rows))

    assert {facts.title, facts.caption, facts.creator, facts.credit, facts.copyright_notice} == {said}
    assert (facts.keywords, facts.taken_on) == ("bridge, river", date(2026, 3, 6))


def exif(**tags: Any) -> Image.Exif:
    written = Image.Exif()
    for tag, value in tags.items():
        written[int(tag[1:])] = value
    return written


def test_exif_is_read_where_nothing_better_is_written() -> None:
    written = exif(_270="Hills\0 ", _315=b"Drita Shala", _33432="(c) Drita Shala")
    written.get_ifd(0x8769)[0x9003] = "2026:03:06 10:21:26"

    facts = facts_of(a_picture(exif=written))

    assert (facts.caption, facts.creator, facts.credit) == ("Hills", "Drita Shala", "Drita Shala")
    assert (facts.copyright_notice, facts.taken_on) == ("(c) Drita Shala", date(2026, 3, 6))
    better = facts_of(a_picture(exif=written, xmp=XMP.encode()))
    assert (better.caption, better.creator) == ("Mayor Vjosa Demë cuts the ribbon.", "Drita Shala, Luan Hoti")


def test_what_a_camera_writes_by_itself_is_no_caption() -> None:
    assert facts_of(a_picture(exif=exif(_270="OLYMPUS DIGITAL CAMERA"))).caption == ""


@pytest.mark.parametrize(
    "packet",
    [
        BOMB.encode() + XMP.partition("?>")[2].replace("The bridge opens", "&i;").encode(),
        b'<!DOCTYPE x [<!ENTITY i "expanded">]>'
        + XMP.partition("?>")[2].replace("The bridge opens", "&i;").encode(),
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>' + b"<x>&f;</x>",
        b"<" * 100_000,
        b"<a>" * 20_000,
        b"\xff\xfe\0\0",
        XMP.replace("2026-03-06", "2026-02-31").replace("Koha /", "\x00\x1b").encode()[:1500],
    ],
    ids=["entities", "an entity", "a file", "no markup", "deep", "no text", "cut off"],
)
def test_hostile_xmp_is_left_out_and_the_picture_is_taken(packet: bytes) -> None:
    began = time.process_time()

    facts = facts_of(a_picture(xmp=packet[:60_000]))

    assert facts == PictureFacts()
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "nested", ["<rdf:li>", "<rdf:Description>", "<rdf:Description><dc:subject>"], ids=["li", "node", "both"]
)
def test_xmp_inside_xmp_is_not_read_over_and_over(nested: str) -> None:
    """A megabyte of it, each level of which would be gone through for all above it."""
    begin, end = XMP.split("<rdf:li>bridge</rdf:li>")
    closing = "".join(f"</{tag}>" for tag in reversed(nested.strip("<>").split("><")))
    times = LARGEST_XMP // len(nested + closing) - 1000
    packet = f"{begin}{nested * times}x{closing * times}{end}".encode()
    assert len(packet) < LARGEST_XMP
    began = time.process_time()

    assert facts_of(a_picture(kind="WEBP", xmp=packet)) == PictureFacts()

    assert time.process_time() - began < 2


def test_hostile_iptc_and_odd_characters_do_no_harm() -> None:
    facts = facts_of(with_iptc((2, 120, b"a\0b\x1b\xe2\x80\xaec  d"), (2, 55, b"99999999"), (2, 110, b"")))
    assert (facts.caption, facts.taken_on, facts.credit) == ("a b c d", None, "")
    broken = with_iptc((2, 120, b"kept")).getvalue().replace(b"\x1c\x02\x78", b"\x1c\x02\xff")
    assert facts_of(io.BytesIO(broken)).caption == ""
