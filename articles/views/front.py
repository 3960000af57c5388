"""The front page."""

from collections.abc import Iterator, Sequence
from itertools import islice

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from articles.models.published import PublishedStory
from articles.models.quote import PublishedQuote
from articles.pages import readers_page
from articles.structured_data import website
from articles.views.lists import listed

# One lead, two below it, four or two beside it; what is left for the river is an even number.
STORIES = 21
BELOW_LEAD = 2
BESIDE_PICTURE, BESIDE_WORDS = 4, 2

VOICES = 3
# Longer quotations are for their story; and of so many we look for one that is short enough.
LONGEST_VOICE = 220
QUOTES_LOOKED_AT = 60


def front_page(request: HttpRequest) -> HttpResponse:
    """Show the newest stories: the lead, a few around it, and the river; older ones as a plain list."""
    page = listed(request, PublishedStory.objects.as_cards(), size=STORIES)
    which = "The latest stories" if page.is_first else "Older stories"
    context = {"page": page, "description": f"{which} from {settings.SITE_NAME}.", "structured": [website()]}
    if page.is_first and page.rows:
        context |= _arranged(page.rows)
    return readers_page(request, "articles/front_page.html", context)


def _arranged(stories: Sequence[PublishedStory]) -> dict:
    lead, *others = stories
    beside = BESIDE_PICTURE if lead.lead_image_id else BESIDE_WORDS
    below, others = others[:BELOW_LEAD], others[BELOW_LEAD:]
    return {
        "lead": lead,
        "below": below,
        "beside": others[:beside],
        "river": others[beside:],
        "voices": list(_voices([lead, *below, *others[:beside]])),
    }


def _voices(stories: Sequence[PublishedStory]) -> Iterator[tuple[PublishedQuote, PublishedStory]]:
    """Yield a short quotation from each of the first stories that have one, with its story."""
    quotes = (
        PublishedQuote.objects.filter(story__in=[story.pk for story in stories], speaker__isnull=False)
        .select_related("speaker")
        .only("text", "role", "story_id", "speaker__name", "speaker__slug")
        .order_by("story_id", "id")[:QUOTES_LOOKED_AT]
    )
    short = [quote for quote in quotes if len(quote.text) <= LONGEST_VOICE]
    first_of = {quote.story_id: quote for quote in reversed(short)}
    return islice(((first_of[story.pk], story) for story in stories if story.pk in first_of), VOICES)
