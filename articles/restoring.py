"""Taking up an old text again: the working copy says once more what a revision says, as a new revision."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from articles import permissions, workflow
from articles.models import STORY_FIELDS, Byline, Quote, Revision, Story
from articles.reopening import reopened
from articles.tagging import set_tags
from articles.verifying import rung_of


def bring_back(
    story: Story, revision: Revision, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None
) -> tuple[Revision | None, list[str]]:
    """Let a story say what one of its revisions says; every revision since then is kept.

    Returns the new revision, or None when the story says the same already, and what could not be brought
    back, in words for the person: rows that are gone, an address that is another story's by now. What
    readers see stays as it is, and an approved story becomes a draft again.

    Raises:
        NotAllowed: when this person may not change the story.
        MoveNotPossible: when the revision is another story's.
    """
    permissions.check_edit(by, story)
    if revision.story_id != story.pk:
        raise workflow.MoveNotPossible("That is a revision of another story. Nothing was done.")
    then = reopened(revision)
    lost = [f"{what} is not there any more." for what in then.missing]
    with transaction.atomic():
        own_slug = story.slug
        for name in STORY_FIELDS:
            setattr(story, name, getattr(then.story, name))
        if not story.slug or not story.is_slug_free():
            if story.slug:
                lost.append(f"The address “{story.slug}” belongs to another story by now.")
            story.slug = own_slug
        story.save(update_fields=STORY_FIELDS)
        _replace_bylines(story, then.bylines)
        lost += _replace_quotes(story, then.quotes)
        set_tags(story, [tag.name for tag in then.tags], by=by)
        note = note or f"Revision {revision.number} was brought back."
        return workflow.record_edit(story, by=by, note=note, now=now), lost


def _replace_bylines(story: Story, bylines: list[Byline]) -> None:
    story.bylines.all().delete()
    # Two rows of one author can come of a name that was found again.
    by_author = {byline.author_id: byline for byline in reversed(bylines)}
    for byline in reversed(by_author.values()):
        byline.story = story
        byline.save()


def _replace_quotes(story: Story, quotes: list[Quote]) -> list[str]:
    """Write the quotes as they were; how far their words are checked is asked anew. Return what was left out."""
    story.quotes.all().delete()
    elsewhere = set(
        Quote.objects.filter(uuid__in=[quote.uuid for quote in quotes]).values_list("uuid", flat=True)
    )
    left_out = []
    for quote in quotes:
        quote.story = story
        try:
            quote.full_clean(exclude={"story", "uuid"}, validate_unique=False)
        except ValidationError:
            left_out.append(f"The quote “{quote}” does not fit today’s rules.")
            continue
        if quote.uuid in elsewhere:
            left_out.append(f"The quote “{quote}” belongs to another story by now.")
            continue
        quote.verification = rung_of(quote)
        quote.save()
    return left_out
