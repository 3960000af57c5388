"""Transcripts that come as files: read in the encoding they were saved in, or refused in words."""

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Transcript
from articles.transcribing import align, upload
from articles.transcript_files import MAX_BYTES, FileRefused, text_of
from tests.stories import write

ENGLISH = "RUTTE: “We’ve never been stronger – ever.” Vučić and Šekerinska agreed in the café."
SERBIAN = "VUČIĆ: Nećemo odustati, a đaci čekaju."
CYRILLIC = "ВУЧИЋ: Нећемо одустати од дијалога. NATO је ту."
ALBANIAN = "OSMANI: Nuk heqim dorë nga dialogu, çdo ditë."
FRENCH = "MACRON: Très près d’un accord, à l’été."
TURKISH = "ERDOĞAN: Barış için çalışıyoruz."


@pytest.mark.parametrize(
    ("words", "encoding", "language"),
    [
        *((words, "utf-8", "en") for words in (ENGLISH, CYRILLIC, "日本語 🎙 עברית")),
        *((CYRILLIC, encoding, "en") for encoding in ("utf-8-sig", "utf-16", "utf-32")),
        (f"\ufeff{ENGLISH}", "utf-16-be", "en"),
        (ENGLISH, "cp1250", "en"),
        (SERBIAN, "cp1250", "sr-Latn"),
        # A press conference in another language than the story's.
        *((CYRILLIC, "cp1251", language) for language in ("sr", "en", "fr")),
        (ALBANIAN, "cp1252", "sq"),
        ("Wir müssen „größer“ denken.", "cp1252", "de"),
        (FRENCH, "cp1252", "fr"),
        (TURKISH, "cp1254", "tr"),
        ("Plain words", "ascii", "en"),
    ],
)
def test_the_words_come_out_as_they_were_written(words: str, encoding: str, language: str) -> None:
    assert text_of(words.encode(encoding), "talk.txt", language) == words.removeprefix("\ufeff")


def test_lines_end_alike_and_letters_are_whole() -> None:
    assert text_of("a\r\nb\rc\ne\u0308\n\n".encode(), "A.SRT", "sq") == "a\nb\nc\në"


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"words", "talk.docx", ".txt, .srt and .vtt"),
        (b"words", "talk", ".txt, .srt and .vtt"),
        (b"words", "", ".txt, .srt and .vtt"),
        (b"PK\x03\x04 and so on", "talk.txt", "Word document"),
        (b"%PDF-1.7", "talk.txt", "a PDF"),
        (b"{\\rtf1 words", "talk.txt", "rich text"),
        (b"", "talk.txt", "empty"),
        (b" \n\t ", "talk.vtt", "empty"),
        (b"x" * (MAX_BYTES + 1), "talk.txt", "larger than 4 MB"),
        (b"wo\x00rds", "talk.txt", "not text"),
        (b"\x89PNG\r\n\x1a\n", "talk.srt", "not text"),
        ("Дијалог, ".encode() * 9 + b"\xff", "talk.txt", "damaged at byte 144"),
        (b"\xef\xbb\xbfwords \xff", "talk.txt", "damaged at byte 9"),
        (b"\xff\xfew", "talk.txt", "damaged"),
        (b"a\x81b", "talk.txt", "cannot be told"),
    ],
)
def test_what_is_no_text_is_refused_in_words(data: bytes, name: str, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        text_of(data, name, "en")


@given(st.binary(max_size=300), st.sampled_from(["en", "fr", "tr", ""]))
def test_whatever_is_sent_is_read_or_refused(data: bytes, language: str) -> None:
    try:
        text = text_of(data, "a.txt", language)
    except FileRefused:
        return
    assert text
    assert "\x00" not in text
    text.encode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "talk.srt",
            "1\n00:01:02,500 --> 00:01:04,000\nDEMA: We have waited\n\n2\n00:01:04,000 --> 00:01:06,000\nlong enough.\n",
        ),
        ("talk.vtt", "WEBVTT\n\n00:01:02.500 --> 00:01:06.000\n<v DEMA>We have waited long enough.</v>\n"),
        ("talk.txt", "[00:01:02.5] DEMA: We have waited long enough.\n"),
    ],
)
def test_quotations_are_found_in_every_kind_of_file(name: str, words: str, reporter: User) -> None:
    story = write(by=reporter)

    transcript = upload(story, ContentFile(words.encode("utf-16"), name), by=reporter)

    (found,) = align(transcript)
    assert found.is_match
    assert (found.place.speakers, found.place.seconds) == (("DEMA",), 62.5)
    assert Transcript.objects.get().title == "talk"
