"""verify_integrity finds whatever must not be, says where and how to mend it, and is quiet about the rest."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image as Picture

from articles import public_state, workflow
from articles.integrity import stories as story_rules
from articles.models import (
    Address,
    Image,
    PictureInText,
    PublicChange,
    PublicState,
    PublishedByline,
    PublishedQuote,
    PublishedStory,
    Quote,
    Revision,
    Section,
    Story,
    Tag,
    TagAlias,
    TaggedPublishedStory,
    Transition,
)
from tests import stories

pytestmark = pytest.mark.django_db


def verify() -> str:
    said = io.StringIO()
    call_command("verify_integrity", stdout=said)
    return said.getvalue()


def problems() -> list[str]:
    said = io.StringIO()
    with pytest.raises(CommandError, match=r"problems? found"):
        call_command("verify_integrity", stdout=said)
    return said.getvalue().splitlines()


def an_image() -> Image:
    drawn = io.BytesIO()
    Picture.new("RGB", (4, 3)).save(drawn, "PNG")
    return Image.objects.create(
        title="Bridge", alt_text="Steel", credit="Shala", file=ContentFile(drawn.getvalue(), "bridge.png")
    )


@pytest.fixture
def story(story_at: Callable[..., Story], editor: User) -> Story:
    """A live story that has moved and been changed since, among neighbours in other states."""
    story = story_at("live", "Bridge opens", lead_image=an_image(), tags=["Bridges", "Rivers"])
    stories.edit(story, by=editor, slug="bridge-open", headline="Bridge open")
    stories.bring_to("live", story, by=editor)
    stories.edit(story, by=editor, standfirst="It is open.")
    TagAlias.objects.create(tag=Tag.objects.get(name="Rivers"), name="Streams")
    for state in ("draft", "live", "scheduled", "withdrawn"):
        story_at(state)
    public_state.refresh()
    return story


@pytest.mark.thorough
def test_a_sound_newsroom_passes(story: Story) -> None:
    assert verify() == f"{Story.objects.count()} stories: everything is in order.\n"


def test_an_empty_newsroom_passes() -> None:
    assert "0 stories" in verify()


def live(story: Story) -> PublishedStory:
    return PublishedStory.objects.get(pk=story.pk)


def remove_published(story: Story) -> None:
    Address.objects.filter(working_copy=story).delete()
    PublicChange.objects.update(published=None)
    live(story).delete()


def not_live_though_published(story: Story) -> None:
    Story.objects.filter(pk=story.pk).update(live_revision=None)


def change_live_quote(story: Story) -> None:
    live(story).quotes.update(text="They never said this.")


def close_an_address_of_a_live_story(story: Story) -> None:
    story.addresses.update(published=None, withdrawn_at=timezone.now())


def reopen_an_address_of_a_withdrawn_story(story: Story) -> None:
    withdrawn = Story.objects.exclude(withdrawn_at=None).get()
    withdrawn.addresses.update(published=live(story), withdrawn_at=None)


def lead_an_address_elsewhere(story: Story) -> None:
    other = PublishedStory.objects.exclude(pk=story.pk).first()
    story.addresses.update(published=other)


def address_of_one_never_published(story: Story) -> None:
    draft = Story.objects.filter(first_published_at=None).first()
    Address.objects.create(slug="never-there", working_copy=draft, published=live(story))


def address_at_a_live_slug(story: Story) -> None:
    slug = PublishedStory.objects.exclude(pk=story.pk).first().slug
    Address.objects.create(slug=slug, working_copy=story, published=live(story))


def borrow_a_revision(story: Story) -> None:
    other = Revision.objects.exclude(story=story).first()
    story.transitions.filter(verb="submit").update(revision=other)


def lose_the_first_revision(story: Story) -> None:
    story.revisions.filter(number=1).update(number=9)


def forget_the_newest_revision(story: Story) -> None:
    Story.objects.filter(pk=story.pk).update(revision=story.revisions.get(number=1))


def approve_something_else(story: Story) -> None:
    Story.objects.filter(status="approved").update(approved_fingerprint="0" * 64)


def skip_a_move(story: Story) -> None:
    story.transitions.filter(verb="submit").first().delete()


def end_elsewhere(story: Story) -> None:
    story.transitions.filter(verb="approve").update(to_status="draft")


def end_too_early(story: Story) -> None:
    story.transitions.filter(verb="record_edit").last().delete()


def withdraw_without_a_word(story: Story) -> None:
    Story.objects.filter(pk=Story.objects.exclude(withdrawn_at=None).get().pk).update(
        withdrawn_at=timezone.now()
    )


def not_scheduled_any_more(story: Story) -> None:
    Story.objects.exclude(publish_at=None).update(publish_at=None)


def another_first_date(story: Story) -> None:
    story.transitions.filter(verb="publish").update(at=timezone.now() + timedelta(days=1))


def lose_a_file(story: Story) -> None:
    image = Image.objects.get()
    image.file.storage.delete(image.file.name)


def lose_a_rendition(story: Story) -> None:
    default_storage.delete(f"{Image.objects.get().folder}/4.avif")


def leave_a_file(story: Story) -> None:
    folder = Path(settings.MEDIA_ROOT) / "images" / "zz"
    folder.mkdir(parents=True)
    (folder / "orphan.jpg").write_bytes(b"x")


# What is done behind the newsroom's back, and what verify_integrity must say of it.
BROKEN: list[tuple[Callable[[Story], object], str]] = [
    # The published copy
    (remove_published, "no published copy"),
    (not_live_though_published, "readers see it, but it is not live"),
    (
        lambda story: Story.objects.filter(pk=story.pk).update(live_revision=story.revisions.first()),
        "another revision",
    ),
    (
        lambda story: PublishedStory.objects.filter(pk=story.pk).update(headline="Another"),
        "not the revision that was",
    ),
    (change_live_quote, "not the revision that was published"),
    (lambda story: live(story).bylines.all().delete(), "not the revision that was published"),
    (lambda story: live(story).tagged.first().delete(), "not the revision that was published"),
    (
        lambda story: PublishedStory.objects.filter(pk=story.pk).update(lead_image=None),
        "not the revision that was",
    ),
    (
        lambda story: PublishedQuote.objects.filter(story=story.pk).update(uuid=Quote(text="x").uuid),
        "not the revision that was published",
    ),
    (lambda story: PublishedStory.objects.filter(pk=story.pk).update(uuid=Story().uuid), "another uuid"),
    (
        lambda story: PublishedStory.objects.filter(pk=story.pk).update(
            published_at=story.first_published_at - timedelta(days=1)
        ),
        "another date than that of its first",
    ),
    *(
        (lambda story, model=model: model.objects.update(published_at=timezone.now()), "bear another date")
        for model in (PublishedByline, PublishedQuote, TaggedPublishedStory)
    ),
    (
        lambda story: PublishedStory.objects.filter(pk=story.pk).update(body="<p onclick='x()'>Hello</p>"),
        "readers are shown markup that is not allowed",
    ),
    (
        lambda story: PublishedStory.objects.filter(pk=story.pk).update(article_html=""),
        "does not show its text",
    ),
    (
        lambda story: PublishedStory.objects.filter(pk=story.pk).update(
            article_html=f"{live(story).article_html}<script>x()</script>"
        ),
        "holds a script",
    ),
    # The working copy and its history
    (
        lambda story: Story.objects.filter(pk=story.pk).update(body="<script>x()</script>"),
        "markup that is not allowed",
    ),
    (
        lambda story: Story.objects.filter(pk=story.pk).update(headline="Behind"),
        "not what its newest revision keeps",
    ),
    (lambda story: story.quotes.all().delete(), "not what its newest revision keeps"),
    (approve_something_else, "what was approved is not its newest revision"),
    (lose_the_first_revision, "first revision is missing"),
    (lambda story: story.revisions.filter(number=1).update(content={}), "revision 1 was changed"),
    (forget_the_newest_revision, "does not point to its newest revision"),
    (borrow_a_revision, "a revision of another story"),
    (skip_a_move, "cannot have made the move “approve”"),
    (
        lambda story: story.transitions.filter(verb="publish").update(verb="burn"),
        "cannot have made the move “burn”",
    ),
    (end_elsewhere, "cannot have ended so"),
    (end_too_early, "its moves end at “approved”, but it is “draft”"),
    (not_scheduled_any_more, "otherwise whether it is live or scheduled"),
    (another_first_date, "another date of first publication"),
    (withdraw_without_a_word, "otherwise whether and when it was withdrawn"),
    # Addresses
    (close_an_address_of_a_live_story, "is closed, though the story is live"),
    (reopen_an_address_of_a_withdrawn_story, "not all its addresses say so"),
    (lambda story: Address.objects.exclude(withdrawn_at=None).delete(), "not all its addresses say so"),
    (lead_an_address_elsewhere, "leads to another story"),
    (address_of_one_never_published, "was never published"),
    (address_at_a_live_slug, "a live story is there too"),
    # The rest of the newsroom
    (lambda story: PublicState.objects.all().delete(), "its row is missing"),
    (lambda story: Section.objects.create(name="New", slug="new"), "the menu is not that of the sections"),
    (lambda story: Tag.objects.filter(name="Rivers").update(key="RIVERS"), "not in its one form"),
    (lambda story: Tag.objects.filter(name="Rivers").update(name=" Rivers"), "not in its one form"),
    (lambda story: TagAlias.objects.update(name="Stre\u200bams"), "not in its one form"),
    (lambda story: TagAlias.objects.update(name="Bridges", key="bridges"), "also another tag's name"),
    (lose_a_file, "is missing"),
    (lose_a_rendition, ".avif is missing"),
    (lambda story: Image.objects.update(renditions="4.jpg"), "not all its sizes are drawn"),
    (
        lambda story: PictureInText.objects.create(story=story.published, image=Image.objects.get()),
        "not in its text",
    ),
    (leave_a_file, "images/zz/orphan.jpg: it is no rendition of any picture"),
]


@pytest.mark.parametrize(
    ("break_it", "said"), BROKEN, ids=[f"{number}-{said}" for number, (_, said) in enumerate(BROKEN)]
)
@pytest.mark.thorough
def test_what_must_not_be_is_found(story: Story, break_it: Callable[[Story], object], said: str) -> None:
    break_it(story)

    found = problems()

    assert any(said in line for line in found), found
    # Where it is comes first, how to mend it comes last.
    assert all(": " in line and line.endswith(".") for line in found)


@pytest.mark.thorough
def test_a_problem_names_its_story(story: Story) -> None:
    PublishedStory.objects.filter(pk=story.pk).update(social_text="Another")

    (line,) = problems()
    assert line.startswith(f"Story {story.pk} “Bridge open”: what readers see is not the revision")
    assert line.endswith("have it approved and publish it again.")


@pytest.mark.thorough
def test_a_portion_of_stories_needs_as_many_queries_as_one(story_at: Callable[..., Story]) -> None:
    story_at("live")
    with CaptureQueriesContext(connection) as for_one:
        verify()
    for number in range(5):
        story_at("live_draft", author=f"Author {number}", tags=[f"Tag {number}"])
    public_state.refresh()

    with CaptureQueriesContext(connection) as for_six:
        verify()

    assert len(for_six) == len(for_one) < 45


@pytest.mark.thorough
def test_portions_miss_nobody(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story_rules, "PORTION", 2)
    Story.objects.update(headline="Behind their backs")

    named = {line.split(" “")[0] for line in problems()}

    assert named == {f"Story {pk}" for pk in Story.objects.values_list("pk", flat=True)}


def test_a_revision_of_a_story_that_was_only_begun_is_not_missed(reporter: User) -> None:
    workflow.begin(Story(headline="Only begun"), by=reporter)

    assert "1 story:" in verify()


@pytest.mark.thorough
def test_renaming_what_stories_point_to_breaks_nothing(story: Story) -> None:
    tag = Tag.objects.get(name="Bridges")
    tag.name = "Zebra crossings"
    tag.save()

    verify()


@pytest.mark.thorough
def test_transitions_are_read_in_the_order_in_which_they_were_made(story: Story) -> None:
    """The clock of one server may be behind that of another."""
    moved = Transition.objects.filter(story=story, verb="submit").first()
    Transition.objects.filter(pk=moved.pk).update(at=moved.at + timedelta(days=2))

    verify()
