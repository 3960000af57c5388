"""What stands where at the top of the front page and of a section: by importance, without a hole, nothing twice.

Editors pin the first few; the newest fill what is left. A pinned story that readers do not see is not
there, and the next moves up.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from articles.keyset import PAGE_SIZE, ListPage
from articles.models.front import Front
from articles.models.published import PublishedStory, PublishedStoryQuerySet
from articles.models.quote import PublishedQuote
from articles.models.section import Section

# One lead, two below it, four or two beside it; what is left for the river is an even number.
STORIES = 21
BELOW_LEAD = 2
BESIDE_PICTURE, BESIDE_WORDS = 4, 2
# So few would not fill what is beside a lead with its picture: they stand as on a section's page.
FEW = 3
# On a section's own page: one lead and three below it.
BELOW_SECTION_LEAD = 3

# What is said beside the lead is no longer than what stands on the other side.
VOICES_BESIDE_PICTURE, VOICES_BESIDE_WORDS = 3, 1
# Longer quotations are for their story; and of so many we look for one that is short enough.
LONGEST_VOICE = 220
QUOTES_LOOKED_AT = 60


def size_of(section: Section | None) -> int:
    """Return how many stories the first page shows in all."""
    return STORIES if section is None else PAGE_SIZE


def rows_of(section: Section | None) -> PublishedStoryQuerySet:
    """Return what may stand on this page, as cards."""
    rows = PublishedStory.objects.as_cards()
    return rows if section is None else rows.filter(section=section)


def pinned_now(section: Section | None) -> list[PublishedStory]:
    """Return the stories that editors have put at the top of this page, by two queries, or one if they have not."""
    keys = Front.objects.filter(section=section).values_list("pinned", flat=True).first()
    return pinned(section, keys) if keys else []


def pinned(section: Section | None, keys: Sequence[int]) -> list[PublishedStory]:
    """Return the stories with these keys that readers see here, in this order."""
    found = {story.pk: story for story in rows_of(section).filter(pk__in=keys)}
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def rest_of(section: Section | None, top: Sequence[PublishedStory]) -> PublishedStoryQuerySet:
    """Return what may follow the stories at the top."""
    return rows_of(section).exclude(pk__in=[story.pk for story in top])


def front_page_of(top: Sequence[PublishedStory], page: ListPage) -> dict[str, Any]:
    """Return what the front page's template needs: the pinned stories first, then those of the page."""
    stories = [*top, *page.rows]
    if not stories:
        return {"page": page}
    lead, *others = stories
    has_picture = lead.lead_image_id is not None
    is_few = has_picture and len(stories) <= FEW
    beside = 0 if is_few else BESIDE_PICTURE if has_picture else BESIDE_WORDS
    # What is beside a picture is filled first: there a hole is seen, below it none.
    below_lead = min(max(len(others) - beside, 0), BELOW_LEAD) if has_picture else BELOW_LEAD
    below, others = others[:below_lead], others[below_lead:]
    most = VOICES_BESIDE_PICTURE if has_picture else VOICES_BESIDE_WORDS
    voices = list(islice(_voices([lead, *below, *others[:beside]]), most))
    if has_picture and not is_few:
        # Where nobody is heard, stories stand there instead.
        beside += max(2 - len(voices), 0)
    return {
        "page": page,
        "lead": lead,
        "below": below,
        "beside": others[:beside],
        "river": others[beside:],
        "voices": voices,
        "is_few": is_few,
    }


def section_page_of(section: Section, top: Sequence[PublishedStory], page: ListPage) -> dict[str, Any]:
    """Return what a section's template needs for its first page."""
    stories = [*top, *page.rows]
    return {
        "section": section,
        "current_section": section.slug,
        "page": page,
        "lead": stories[0] if stories else None,
        "below": stories[1 : 1 + BELOW_SECTION_LEAD],
        "river": stories[1 + BELOW_SECTION_LEAD :],
    }


def _voices(stories: Sequence[PublishedStory]) -> Iterator[tuple[PublishedQuote, PublishedStory]]:
    """Yield a short quotation from each story that has one, with its story; the same words once."""
    quotes = (
        PublishedQuote.objects.filter(story__in=[story.pk for story in stories], speaker__isnull=False)
        .select_related("speaker")
        .only("text", "role", "story_id", "speaker__name", "speaker__slug")
        .order_by("story_id", "id")[:QUOTES_LOOKED_AT]
    )
    short = [quote for quote in quotes if len(quote.text) <= LONGEST_VOICE]
    first_of = {quote.story_id: quote for quote in reversed(short)}
    said = set()
    for story in stories:
        quote = first_of.get(story.pk)
        if quote and (quote.speaker_id, quote.text) not in said:
            said.add((quote.speaker_id, quote.text))
            yield quote, story
