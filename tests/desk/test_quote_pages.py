"""Pages of quotes and people: checking words, sealed sources, merging; and who may do it."""

import re
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from articles import corrections, merging, people, sources
from articles.models import (
    CorrectionTask,
    KeptApart,
    Person,
    PersonMerge,
    Quote,
    SealedIdentity,
    SealedLook,
    Story,
    Transcript,
    VerificationStep,
)
from tests.desk.conftest import Desk, address_of
from tests.desk.forms import add_row, opened, send
from tests.stories import edit, write

WORDS = "We have waited long enough"
ALIKE = reverse("admin:articles_person_alike")
WHO = reverse("admin:articles_quote_who")


def page_of(quote: Quote) -> str:
    return reverse("admin:articles_quote_change", args=[quote.pk])


def press(client: Client, quote: Quote, do: str, **fields: object) -> HttpResponse:
    version = Story.objects.get(pk=quote.story_id).version
    address = reverse("admin:articles_quote_do", args=[quote.pk])
    return client.post(address, {"do": do, "version": version, **fields}, follow=True)


@pytest.fixture
def quote(story: Story) -> Quote:
    return story.quotes.get()


@pytest.fixture
def unnamed(reporter: User) -> Quote:
    quote = Quote.objects.get(story=write(by=reporter))
    Quote.objects.filter(pk=quote.pk).update(speaker=None)
    return Quote.objects.get(pk=quote.pk)


@pytest.fixture
def keyholder(editor: User) -> User:
    """An editor who may open sealed sources."""
    editor.user_permissions.add(Permission.objects.get(codename="see_sealed_source"))
    return User.objects.get(pk=editor.pk)


# --- Quotes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["waited long", "vjosa", ""])
def test_quotes_are_found_by_words_and_by_person(
    asked: str, desk: Desk, reporter: User, quote: Quote
) -> None:
    page = desk(reporter).get(reverse("admin:articles_quote_changelist"), {"q": asked}).content.decode()

    assert WORDS in page
    assert page_of(quote) in page


def test_a_check_is_recorded_with_its_evidence(desk: Desk, reporter: User, quote: Quote) -> None:
    client = desk(reporter)
    file = ContentFile(b"<script>alert(1)</script>", "call.html")

    press(client, quote, "verify", rung="recording", file=file)

    step = VerificationStep.objects.get()
    quote.refresh_from_db()
    assert (quote.verification, step.by) == ("recording", reporter)
    evidence = client.get(reverse("admin:articles_quote_evidence", args=[step.pk]))
    assert evidence["Content-Disposition"].startswith("attachment")
    assert evidence["Content-Type"] == "application/octet-stream"
    assert Client().get(reverse("admin:articles_quote_evidence", args=[step.pk])).status_code == 302


def test_a_check_without_evidence_is_refused_and_what_was_filled_in_stays(
    desk: Desk, reporter: User, quote: Quote
) -> None:
    page = press(desk(reporter), quote, "verify", rung="recording", note="On my desk").content.decode()

    assert "needs a link, a file or a transcript" in page
    assert 'value="On my desk"' in page
    assert not VerificationStep.objects.exists()


@pytest.mark.parametrize(("given", "is_recorded"), [({}, False), ({"note": "Read back to her, 10:15"}, True)])
def test_confirmed_by_the_speaker_says_how(
    given: dict[str, str], is_recorded: bool, desk: Desk, reporter: User, quote: Quote
) -> None:
    page = press(desk(reporter), quote, "verify", rung="speaker", **given).content.decode()

    assert VerificationStep.objects.exists() == is_recorded
    assert ("needs a note that says when and how" in page) == (not is_recorded)


def test_a_transcript_is_pasted_and_matched(desk: Desk, reporter: User, quote: Quote) -> None:
    client = desk(reporter)
    text = "DEMA: Good morning. We have waited long enough, all of us. QUESTION: Thank you."

    page = press(client, quote, "paste", title="Opening", text=text).content.decode()
    assert "The words stand here as they are printed" in page
    press(client, quote, f"match {Transcript.objects.get().pk}")

    quote.refresh_from_db()
    assert quote.verification == "transcript"


def test_what_differs_from_a_transcript_stands_beside_its_words(
    desk: Desk, reporter: User, quote: Quote
) -> None:
    text = "[00:01:05] DEMA: We have not waited long enough."

    page = press(desk(reporter), quote, "paste", title="Opening", text=text).content.decode()

    assert "changed sense" in page
    assert re.search(r"We have\s*<mark>\s*not\s*</mark>\s*waited long enough", page)
    assert "DEMA, at 1:05" in page
    assert "Record that it matches" not in page


def test_all_quotations_of_a_story_that_match_are_recorded_by_one_button(desk: Desk, reporter: User) -> None:
    words = ("We have waited long enough", "Nobody asked us")
    story = write(by=reporter, body=f"<p>“{words[0]},” she said. “{words[1]},” she said.</p>", quotes=words)
    client, quote = desk(reporter), story.quotes.first()
    text = "DEMA: We have waited long enough. Nobody asked us."

    page = press(client, quote, "paste", title="Opening", text=text).content.decode()
    assert "Record all of this story’s that match (2)" in page
    press(client, quote, f"match-all {Transcript.objects.get().pk}")

    assert {each.verification for each in Quote.objects.filter(story=story)} == {"transcript"}


def test_a_transcript_is_sent_as_a_file_and_matched(desk: Desk, reporter: User, quote: Quote) -> None:
    client = desk(reporter)
    file = ContentFile(
        "1\n00:00:05,000 --> 00:00:09,000\nDEMA: We have waited long enough.\n".encode("utf-16"), "o.srt"
    )

    page = press(client, quote, "paste", file=file, source_url="https://example.org/").content.decode()

    assert "The words stand here as they are printed" in page
    transcript = Transcript.objects.get()
    assert (transcript.title, transcript.source_url, transcript.by) == ("o", "https://example.org/", reporter)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"file": ("talk.docx", b"PK\x03\x04")}, "Transcripts are taken as .txt, .srt and .vtt files"),
        ({"file": ("talk.txt", b"")}, "The file is empty."),
        ({"file": ("talk.txt", b"x" * 500_001)}, "at most 500000 characters"),
        ({"file": ("talk.txt", b"words"), "text": "words"}, "one of the two"),
        ({}, "one of the two"),
        ({"text": "words"}, "Say what this is a transcript of."),
        ({"text": "words", "title": "T", "language": "xx"}, "not one of the available choices"),
    ],
)
def test_a_transcript_that_is_none_is_refused_in_words_and_what_was_typed_stays(
    sent: dict[str, object], told: str, desk: Desk, reporter: User, quote: Quote
) -> None:
    if "file" in sent:
        name, data = sent["file"]
        sent = sent | {"file": ContentFile(data, name)}

    page = press(
        desk(reporter), quote, "paste", **({"source_url": "https://example.org/kept"} | sent)
    ).content.decode()

    assert told in page
    assert "https://example.org/kept" in page
    assert not Transcript.objects.exists()


def test_the_same_person_with_a_difference_is_shown_side_by_side(desk: Desk, reporter: User) -> None:
    long = "We have waited long enough for this bridge, and now it has to open before the winter"
    one = Quote.objects.get(story=write(by=reporter, quotes=[long]))
    write("Another story", by=reporter, quotes=[long.replace("winter", "summer")])

    page = desk(reporter).get(page_of(one)).content.decode()

    assert "The same person, with a difference" in page
    assert "<mark>winter</mark>" in page
    assert "<mark>summer</mark>" in page


def test_a_correction_task_is_done_by_whoever_may_change_the_story(
    desk: Desk, reporter: User, quote: Quote
) -> None:
    carrier = write("“We have waited long enough”", by=reporter)
    edit(quote.story, by=reporter)
    quote.text = "We have waited far too long"
    quote.save()
    corrections.open_tasks(quote, WORDS, by=reporter)
    task = CorrectionTask.objects.filter(story=carrier).first()

    press(desk(reporter), quote, f"done {task.pk}", **{f"note-{task.pk}": "Headline changed."})

    task.refresh_from_db()
    assert (task.is_open, task.note) == (False, "Headline changed.")


@pytest.mark.parametrize("do", ["verify", "paste", "match 1", "done 1", "seal", "nonsense", ""])
@pytest.mark.parametrize("who", ["other_reporter", "moderator"])
def test_whoever_may_not_change_the_story_changes_nothing_of_its_quotes(
    do: str, who: str, desk: Desk, unnamed: Quote, request: pytest.FixtureRequest
) -> None:
    client = desk(request.getfixturevalue(who))
    assert client.get(page_of(unnamed)).status_code == 200

    press(client, unnamed, do, rung="notes", title="T", text="T", identity="Somebody")

    assert not VerificationStep.objects.exists()
    assert not Transcript.objects.exists()
    assert not SealedIdentity.objects.exists()


def test_a_check_of_an_older_version_is_not_recorded(
    desk: Desk, reporter: User, editor: User, quote: Quote
) -> None:
    address = reverse("admin:articles_quote_do", args=[quote.pk])
    version = quote.story.version
    edit(quote.story, by=editor, standfirst="Somebody was quicker.")

    answer = desk(reporter).post(address, {"do": "verify", "version": version, "rung": "notes"}, follow=True)

    assert "changed in the meantime" in answer.content.decode()
    assert not VerificationStep.objects.exists()


# --- Sealed sources --------------------------------------------------------------------------------


def test_a_source_is_sealed_by_its_writer_and_opened_with_a_reason_by_who_may(
    desk: Desk, reporter: User, keyholder: User, unnamed: Quote
) -> None:
    sealed = press(desk(reporter), unnamed, "seal", identity="Arta Hidden")
    assert "Arta Hidden" not in sealed.content.decode()

    without = press(desk(keyholder), unnamed, "reveal", reason=" ")
    assert "Arta Hidden" not in without.content.decode()
    shown = press(desk(keyholder), unnamed, "reveal", reason="A court asks.")

    assert "Arta Hidden" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert SealedLook.objects.get().reason == "A court asks."
    assert "A court asks." in desk(keyholder).get(page_of(unnamed)).content.decode()
    assert "Arta Hidden" not in desk(keyholder).get(page_of(unnamed)).content.decode()


@pytest.mark.parametrize("who", ["reporter", "editor", "moderator"])
def test_without_the_permission_neither_the_name_nor_the_log_is_seen(
    who: str, desk: Desk, reporter: User, superuser: User, unnamed: Quote, request: pytest.FixtureRequest
) -> None:
    source = sources.seal(unnamed, "Arta Hidden", by=reporter)
    sources.reveal(source, by=superuser, reason="A court asks.")

    page = press(desk(request.getfixturevalue(who)), unnamed, "reveal", reason="I wonder.").content.decode()

    assert "Arta Hidden" not in page
    assert "A court asks." not in page
    assert SealedLook.objects.count() == 1


# --- People ----------------------------------------------------------------------------------------


@pytest.fixture
def two(reporter: User) -> tuple[Person, Person]:
    return people.introduce("Aleksandar Vučić", by=reporter), people.introduce(
        "Aleksandar Vucic", by=reporter
    )


def test_people_are_suggested_merged_with_a_preview_and_parted_again(
    desk: Desk, editor: User, two: tuple[Person, Person], quote: Quote
) -> None:
    kept, other = two
    Quote.objects.filter(pk=quote.pk).update(speaker=other)
    client = desk(editor)
    other.positions.create(title="President", organisation="Serbia")
    page = client.get(ALIKE).content.decode()
    assert f"Keep “{kept}”" in page
    assert "1 quote · President, Serbia" in page
    merge = reverse("admin:articles_person_merge", args=[other.pk])
    assert "1 quote in working copies" in client.get(merge, {"into": kept.pk}).content.decode()

    client.post(merge, {"into": kept.pk, "note": "One office, one man."})
    quote.refresh_from_db()
    assert quote.speaker == kept
    assert "One office, one man." in client.get(ALIKE).content.decode()

    client.post(ALIKE, {"do": f"undo {PersonMerge.objects.get().pk}"})
    quote.refresh_from_db()
    assert quote.speaker == other

    client.post(ALIKE, {"do": f"apart {kept.pk}-{other.pk}"})
    assert KeptApart.objects.exists()
    assert "Nobody’s name reads like another’s." in client.get(ALIKE).content.decode()


def test_whoever_was_merged_is_neither_listed_nor_offered_and_found_as_who_they_became(
    desk: Desk, editor: User, two: tuple[Person, Person]
) -> None:
    kept, other = two
    merging.merge(other, kept, by=editor)
    client = desk(editor)
    field = {"app_label": "articles", "model_name": "quote", "field_name": "speaker", "term": "Vucic"}

    offered = client.get(reverse("admin:autocomplete"), field).json()["results"]
    listed = client.get(reverse("admin:articles_person_changelist"), {"q": "Vucic"}).content.decode()

    assert [one["text"] for one in offered] == [kept.name]
    assert f">{kept}</a>" in listed
    assert f">{other}</a>" not in listed
    assert client.get(reverse("admin:articles_person_change", args=[other.pk])).status_code == 200


def test_a_quote_given_in_an_older_window_to_somebody_merged_since_goes_to_who_they_became(
    desk: Desk, editor: User, two: tuple[Person, Person]
) -> None:
    kept, other = two
    story = write(by=editor, quotes=())
    client = desk(editor)
    fields = opened(client, address_of(story))
    merging.merge(other, kept, by=editor)
    row = {"text": "Said since", "speaker": other.pk, "key": uuid4().hex, "verification": "unverified"}

    send(client, address_of(story), add_row(fields, "quotes", **row))

    assert story.quotes.get().speaker == kept


@pytest.mark.parametrize("who", ["reporter", "moderator"])
def test_only_editors_merge_part_and_count(
    who: str, desk: Desk, two: tuple[Person, Person], request: pytest.FixtureRequest
) -> None:
    client = desk(request.getfixturevalue(who))
    merge = reverse("admin:articles_person_merge", args=[two[0].pk])

    assert [client.get(address).status_code for address in (ALIKE, merge, WHO)] == [403, 403, 403]
    assert client.post(merge, {"into": two[1].pk}).status_code == 403
    assert client.post(ALIKE, {"do": f"apart {two[0].pk}-{two[1].pk}"}).status_code == 403
    assert not PersonMerge.objects.exists()


@pytest.mark.parametrize(
    "do", ["", "apart", "apart 1", "apart x-y", "undo", "undo x", "undo 99999999999999999999", "merge 1"]
)
def test_tampered_decisions_about_people_do_nothing(
    do: str, desk: Desk, editor: User, two: tuple[Person, Person]
) -> None:
    assert desk(editor).post(ALIKE, {"do": do}).status_code in {302, 404}
    assert not KeptApart.objects.exists()
