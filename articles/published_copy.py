"""The published copy of a story: written whole from the working copy, or removed whole.

`workflow` decides when; nothing else calls this.
"""

from datetime import datetime

from articles import card_files, search_index
from articles.models.address import Address
from articles.models.author import PublishedByline
from articles.models.content import BYLINE_FIELDS, QUOTE_FIELDS, STORY_FIELDS
from articles.models.public_change import PublicChange
from articles.models.published import PictureInText, PublishedStory
from articles.models.quote import PublishedQuote
from articles.models.story import Story, WithdrawnMode
from articles.models.tag import TaggedPublishedStory
from articles.models.tag_journal import Copy, TaggingChange
from articles.rendering import render, story_page
from articles.renditions import in_text

# What is worked out from a story's content and from the names around it. Not `body`: that is its words.
RENDERED_FIELDS = ("byline_text", "word_count", "reading_minutes", "head_html", "article_html")


def write(story: Story, *, published_at: datetime, updated_at: datetime) -> PublishedStory:
    """Write the published copy of a story, its bylines, quotes and tags, replacing what was there.

    `published_at` is when readers first saw it, `updated_at` when they last saw it change.
    """
    card = _card_of(story)
    page = story_page(
        story, published_at=published_at, updated_at=updated_at, card_url=card_files.address(card)
    )
    rendered = render(page)
    published, _ = PublishedStory.objects.update_or_create(
        working_copy=story,
        defaults={
            **{name: getattr(story, name) for name in STORY_FIELDS},
            "uuid": story.uuid,
            "revision": story.revision,  # type: ignore[misc]  # what is published was saved, so it has one
            "published_at": published_at,
            "updated_at": updated_at,
            "body": rendered.body,
            **{name: getattr(rendered, name) for name in RENDERED_FIELDS},
            "share_card": card,
        },
    )
    _remove_rows(published)
    around = {"story": published, "published_at": published_at}
    PublishedByline.objects.bulk_create(
        PublishedByline(**_copied(byline, BYLINE_FIELDS), **around) for byline in page.bylines
    )
    PublishedQuote.objects.bulk_create(
        PublishedQuote(**_copied(quote, QUOTE_FIELDS), **around) for quote in page.quotes
    )
    TaggedPublishedStory.objects.bulk_create(
        TaggedPublishedStory(content_object=published, tag=tag, published_at=published_at)
        for tag in page.tags
    )
    PictureInText.objects.bulk_create(
        PictureInText(story=published, image=image) for image in in_text(rendered.body)
    )
    _follow_tagging_desk(story)
    PublicChange.objects.filter(working_copy=story).update(published=published)
    search_index.keep([published])
    return published


def _card_of(story: Story) -> str:
    """Return the card readers see of a story, if it still says its headline; else throw it away."""
    card = (
        PublishedStory.objects.filter(working_copy=story).values_list("share_card", flat=True).first() or ""
    )
    if story.lead_image_id is None and card_files.shows(card, story.headline):
        return card
    card_files.discard(card)
    return ""


def _follow_tagging_desk(story: Story) -> None:
    """Let whatever is undone on the tagging desk from now on reach readers as it reaches the working copy."""
    standing = TaggingChange.objects.filter(story=story, is_settled=False)
    standing.filter(copy=Copy.PUBLISHED).update(is_settled=True)
    changes = list(standing.filter(copy=Copy.WORKING).order_by("pk"))
    for change in changes:
        change.pk, change.copy = None, Copy.PUBLISHED
    TaggingChange.objects.bulk_create(changes)


def render_again(published: PublishedStory, *, dry_run: bool = False) -> bool:
    """Render the page of a live story anew, after a template or a name has changed.

    Its words, its dates and its revision stay; only what was worked out from them is written, and not
    even that when the story was published in the meantime. Returns whether the page is a different one.
    """
    page = story_page(
        published,
        published_at=published.published_at,
        updated_at=published.updated_at,
        card_url=card_files.address(published.share_card),
    )
    rendered = render(page)
    fresh = {name: getattr(rendered, name) for name in RENDERED_FIELDS}
    if all(getattr(published, name) == value for name, value in fresh.items()):
        return False
    if not dry_run:
        # A minor change moves no date, so the revision is asked for as well.
        unchanged = {"updated_at": published.updated_at, "revision": published.revision_id}
        PublishedStory.objects.filter(pk=published.pk, **unchanged).update(**fresh)
    return True


def remove(story: Story) -> None:
    """Take the published copy away from readers, and with it the story's place in the ledger."""
    PublicChange.objects.filter(working_copy=story).update(published=None)
    for card in PublishedStory.objects.filter(working_copy=story).values_list("share_card", flat=True):
        card_files.discard(card)
    PublishedStory.objects.filter(working_copy=story).delete()
    search_index.has_changed([story.pk])


def slug_of(story: Story) -> str | None:
    """Return the address at which readers find the story now, or None."""
    return PublishedStory.objects.filter(working_copy=story).values_list("slug", flat=True).first()


def move_addresses(story: Story, published: PublishedStory, *, old_slug: str | None) -> None:
    """Lead every address the story ever had in public to where it is now."""
    Address.objects.filter(slug=published.slug).delete()
    if old_slug and old_slug != published.slug:
        Address.objects.update_or_create(
            slug=old_slug, defaults={"working_copy": story, "published": published}
        )
    Address.objects.filter(working_copy=story).update(published=published, withdrawn_at=None, explanation="")
    lead_on(story)


def close_addresses(story: Story, *, explanation: str, at: datetime) -> None:
    """Say at every address the story ever had in public that it was withdrawn, and why; or lead from there to another.

    Without an explanation the page is gone and says nothing.
    """
    Address.objects.update_or_create(
        slug=slug_of(story), defaults={"working_copy": story, "published": None, "withdrawn_at": at}
    )
    Address.objects.filter(working_copy=story).update(
        published=None, withdrawn_at=at, explanation=explanation
    )
    lead_on(story)


def lead_on(story: Story) -> None:
    """Let the addresses of stories that lead to this one, directly or through others, end where readers find something.

    That is the first live story on the way; where there is none, or the way is a circle, the page is gone.
    """
    seen: set[int] = set()
    waiting = [story]
    while waiting:
        here = waiting.pop()
        if here.pk in seen:
            continue
        seen.add(here.pk)
        waiting += Story.objects.filter(withdrawn_to=here)
        if here.withdrawn_mode == WithdrawnMode.REDIRECT:
            end = landing(here)
            Address.objects.filter(working_copy=here).update(
                published=end.pk if end else None,
                withdrawn_at=None if end else here.withdrawn_at,
                explanation="",
            )


def landing(story: Story) -> Story | None:
    """Return the live story at which readers arrive who look for a withdrawn one, or None."""
    seen = set()
    here: Story | None = story
    while here is not None and not here.is_live and here.pk not in seen:
        seen.add(here.pk)
        here = here.withdrawn_to
    return here if here is not None and here.is_live else None


def _remove_rows(published: PublishedStory) -> None:
    published.bylines.all().delete()
    published.quotes.all().delete()
    published.tagged.all().delete()
    published.pictures_in_text.all().delete()


def _copied(row: object, names: tuple[str, ...]) -> dict:
    return {name: getattr(row, name) for name in names}
