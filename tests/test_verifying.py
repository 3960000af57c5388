"""Checking quotations: a ladder with evidence, bound to the words that were checked."""

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.test import Client
from django.urls import reverse

from articles import checks, quoting, verifying, workflow
from articles.models import Quote, Story, Verification, VerificationStep
from articles.permissions import NotAllowed
from articles.proposing import changed_quotes
from articles.verifying import StepNotPossible, verify
from tests.stories import BODY, bring_to, edit, write

pytestmark = pytest.mark.django_db

LINK = "https://example.org/press-conference"


@pytest.fixture
def quote(reporter: User) -> Quote:
    return write(by=reporter).quotes.get()


def files_in(storage: Storage, folder: str) -> list[str]:
    if not storage.exists(folder):
        return []
    folders, files = storage.listdir(folder)
    return [*files, *(name for inner in folders for name in files_in(storage, f"{folder}/{inner}"))]


@pytest.mark.parametrize("rung", [rung for rung in Verification if rung != Verification.UNVERIFIED])
def test_each_rung_is_reached_with_who_when_and_evidence(
    rung: Verification, quote: Quote, reporter: User
) -> None:
    step = verify(quote, rung, by=reporter, link=LINK, note="Heard twice.")

    quote.refresh_from_db()
    assert quote.verification == rung
    assert (step.by, step.by_name, step.link, step.note, step.words) == (
        reporter,
        "Rina Gashi",
        LINK,
        "Heard twice.",
        quote.text,
    )
    assert quote.story.revision.content["quotes"][0]["verification"] == rung


def test_a_lower_check_after_a_higher_one_takes_nothing_away(quote: Quote, reporter: User) -> None:
    verify(quote, Verification.RECORDING, by=reporter, link=LINK)
    verify(quote, Verification.NOTES, by=reporter)

    assert quote.verification == Verification.RECORDING
    assert [step.rung for step in verifying.steps_of(quote)] == ["recording", "notes"]


@pytest.mark.parametrize("rung", [Verification.RECORDING, Verification.TRANSCRIPT])
def test_a_recording_needs_something_to_open(rung: Verification, quote: Quote, reporter: User) -> None:
    with pytest.raises(StepNotPossible):
        verify(quote, rung, by=reporter, note="I heard it.")

    assert not VerificationStep.objects.exists()


def test_a_second_listener_is_somebody_else(quote: Quote, reporter: User, editor: User) -> None:
    verify(quote, Verification.RECORDING, by=reporter, link=LINK)

    with pytest.raises(StepNotPossible):
        verify(quote, Verification.SECOND_LISTENER, by=reporter)
    verify(quote, Verification.SECOND_LISTENER, by=editor)

    assert quote.verification == Verification.SECOND_LISTENER


def test_not_yet_checked_is_no_check(quote: Quote, reporter: User) -> None:
    with pytest.raises(StepNotPossible):
        verify(quote, Verification.UNVERIFIED, by=reporter)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "not an address"])
def test_a_link_is_one_that_can_be_followed(link: str, quote: Quote, reporter: User) -> None:
    with pytest.raises(ValidationError):
        verify(quote, Verification.RECORDING, by=reporter, link=link)


def test_only_who_may_edit_the_story_checks_its_quotations(
    quote: Quote, other_reporter: User, moderator: User
) -> None:
    for somebody in (other_reporter, moderator):
        with pytest.raises(NotAllowed):
            verify(quote, Verification.NOTES, by=somebody)

    quote.refresh_from_db()
    assert quote.verification == Verification.UNVERIFIED


def test_words_that_changed_have_to_be_checked_anew(quote: Quote, reporter: User) -> None:
    verify(quote, Verification.RECORDING, by=reporter, link=LINK)
    story = quote.story
    edit(story, by=reporter, body=BODY.replace("waited long enough", "waited for long enough"))
    (changed,) = changed_quotes(story)

    changed.quote.story = story
    fresh = quoting.repoint(changed.quote, changed.passage, by=reporter)

    assert fresh.verification == Verification.UNVERIFIED
    assert VerificationStep.objects.filter(quote_uuid=quote.uuid).count() == 1


def test_evidence_lies_where_no_reader_can_ask_for_it(quote: Quote, reporter: User, reader: Client) -> None:
    step = verify(
        quote,
        Verification.RECORDING,
        by=reporter,
        file=ContentFile(b"RIFF canary", name="../talk with Z.wav"),
    )

    assert step.file.name.startswith("evidence/")
    assert "talk" not in step.file.name
    assert str(django_settings.MEDIA_ROOT) not in step.file.path
    assert (step.file.storage.path(step.file.name)).startswith(str(django_settings.DATA_DIR))
    assert reader.get(f"/media/{step.file.name}").status_code == 404
    assert step.file.read() == b"RIFF canary"
    step.file.delete()


def test_a_check_that_is_refused_leaves_no_file(quote: Quote, other_reporter: User) -> None:
    before = files_in(storages["private"], "evidence")

    with pytest.raises(NotAllowed):
        verify(quote, Verification.RECORDING, by=other_reporter, file=ContentFile(b"RIFF", name="talk.wav"))

    assert files_in(storages["private"], "evidence") == before


# --- What keeps a story from readers -----------------------------------------------------------------


def problems(story: Story) -> list[str]:
    return checks.what_stops(story)


def approved(editor: User, **fields: object) -> Story:
    story = write(by=editor)
    Quote.objects.filter(story=story).update(**fields)
    workflow.record_edit(story, by=editor)
    return bring_to("approved", story, by=editor)


def test_a_section_sets_the_least_that_is_published(editor: User) -> None:
    story = approved(editor)
    story.section.least_verification = Verification.RECORDING
    story.section.save()
    assert problems(story)
    with pytest.raises(workflow.NotReady):
        workflow.publish(story, by=editor)

    verify(story.quotes.get(), Verification.NOTES, by=editor)
    assert problems(Story.objects.get(pk=story.pk))
    verify(story.quotes.get(), Verification.RECORDING, by=editor, link=LINK)
    assert problems(Story.objects.get(pk=story.pk)) == []


def test_of_many_quotations_that_lack_a_check_a_few_are_named_and_the_rest_counted(editor: User) -> None:
    words = [f"We have waited {number} years" for number in range(2, 10)]
    body = "".join(f"<p>“{said},” Vjosa Dema told reporters.</p>" for said in words)
    story = write(by=editor, body=body, quotes=words)
    story.section.least_verification = Verification.RECORDING
    story.section.save()

    *named, last = [problem for problem in problems(story) if "more" in problem]
    assert len(named) == 5
    assert "So it is with 3 more quotations." in last


def test_the_desk_sets_it_on_the_section_s_page(editor: User, superuser: User) -> None:
    story = write(by=editor)
    client = Client()
    client.force_login(superuser, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("admin:articles_section_change", args=[story.section_id])
    fields = {"name": "World", "slug": story.section.slug, "order": 0, "least_verification": "recording"}

    assert client.post(address, fields).status_code == 302

    assert any(
        "asks for “Recording” or more" in problem for problem in problems(Story.objects.get(pk=story.pk))
    )


def test_what_is_off_the_record_is_not_published(editor: User) -> None:
    assert "off the record" in problems(approved(editor, terms="off_record"))[0]


def test_what_was_given_on_background_bears_no_name(editor: User) -> None:
    assert "background" in problems(approved(editor, terms="background"))[0]
    assert problems(approved(editor, terms="background", speaker=None)) == []


def test_a_translated_quotation_is_known_as_one(quote: Quote) -> None:
    assert not quote.is_translated
    quote.original_text, quote.original_language = "Kemi pritur mjaft", "sq"
    assert quote.is_translated
