"""Transcripts that come as files: plain text, SubRip or WebVTT, in the encoding they happened to be saved in."""

import codecs
import re
import unicodedata
from pathlib import PurePath

ENDINGS = (".txt", ".srt", ".vtt")
MAX_BYTES = 4 * 1024 * 1024
# What people send by mistake, told by its first bytes.
_OTHER_KINDS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word document or an archive",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"{\\rtf": "a rich text document",
    b"ID3": "a recording",
    b"RIFF": "a recording",
    b"OggS": "a recording",
}
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16, whose mark its own begins with.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Code pages of one byte a letter cannot be told apart by their bytes. 1250 has Albanian, German and English where
# 1252 has them, and “č”, “ć” and “đ” besides; only these languages need another one.
_CODE_PAGES = {"fr": "cp1252", "tr": "cp1254"}
_OTHERWISE, _CYRILLIC = "cp1250", "cp1251"
_HIGH_LETTER = re.compile(rb"[\x80-\xff]")
_PLAIN_LETTER = re.compile(rb"[A-Za-z]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_SAVE_AS = "Save it as plain text in UTF-8 and send it again, or paste the words."


class FileRefused(ValueError):
    """A file was not taken; the message is for the person who sent it."""


def text_of(data: bytes, name: str, language: str) -> str:
    """Return the text of a transcript's file, its lines ended by line feeds; `language` is the one it is in.

    A byte order mark decides, then UTF-8 where the bytes are valid; only then the code page of the language.

    Raises:
        FileRefused: when it is of another kind, too large, empty or damaged.
    """
    if PurePath(name).suffix.lower() not in ENDINGS:
        raise FileRefused(
            f"Transcripts are taken as {', '.join(ENDINGS[:-1])} and {ENDINGS[-1]} files. {_SAVE_AS}"
        )
    if len(data) > MAX_BYTES:
        raise FileRefused(
            f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. Cut it to the part that matters."
        )
    for beginning, kind in _OTHER_KINDS.items():
        if data.startswith(beginning):
            raise FileRefused(f"This is {kind}, whatever its name says. {_SAVE_AS}")
    text = _decoded(data, language).removeprefix("\ufeff")
    if _CONTROL.search(text):
        raise FileRefused(f"This is not text. {_SAVE_AS}")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text:
        raise FileRefused("The file is empty.")
    return text


def _decoded(data: bytes, language: str) -> str:
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        if encoding != "utf-8" or data.startswith(codecs.BOM_UTF8) or _is_nearly_utf8(data):
            raise FileRefused(f"The file is damaged at byte {problem.start:,}. {_SAVE_AS}") from None
    try:
        return data.decode(_code_page(data, language))
    except UnicodeDecodeError:
        raise FileRefused(f"It cannot be told how this file is encoded. {_SAVE_AS}") from None


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether most letters beyond ASCII are valid UTF-8: read by a code page, all of them would come out wrong."""
    bad = data.decode("utf-8", "replace").count("\ufffd")
    good = sum(ord(letter) > 127 for letter in data.decode("utf-8", "ignore"))
    return good > bad


def _code_page(data: bytes, language: str) -> str:
    """Return the code page of a text: in Cyrillic most letters are beyond ASCII, in Latin script few are."""
    if len(_HIGH_LETTER.findall(data)) > len(_PLAIN_LETTER.findall(data)):
        return _CYRILLIC
    return _CODE_PAGES.get(language, _OTHERWISE)
