"""A story as lists show it: what is on its card, and the card's markup, made once and remembered.

Cards are most of the work of a list, and lists show the same ones again and again: the front page, the
section, the tags, the author. A card is remembered under everything that it shows, so one that is
remembered cannot be out of date.
"""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, Self

from django.template.loader import get_template
from django.utils.safestring import SafeString

from articles.models.published import PublishedStory

# About as many as are live on the newest pages of all lists; some 5 MB in each process.
REMEMBERED = 2048


class CardSection(NamedTuple):
    """The section that a card names."""

    name: str
    slug: str


class CardPicture(NamedTuple):
    """The picture on a card."""

    folder: str
    renditions: str
    alt_text: str
    width: int
    height: int
    focal_x: float
    focal_y: float


class Card(NamedTuple):
    """Everything that a card shows of a story."""

    slug: str
    headline: str
    standfirst: str
    kind: str
    kind_name: str
    language: str
    byline_text: str
    reading_minutes: int
    published_at: datetime
    section: CardSection
    lead_image: CardPicture | None

    @classmethod
    def of(cls, story: PublishedStory) -> Self:
        """Take it from a row that was read for a list (`as_cards`)."""
        section, picture = story.section, story.lead_image
        # The database sees to it (`published_has_section`).
        assert section is not None
        return cls(
            story.slug,
            story.headline,
            story.standfirst,
            story.kind,
            story.get_kind_display(),
            story.language,
            story.byline_text,
            story.reading_minutes,
            story.published_at,
            CardSection(section.name, section.slug),
            CardPicture(*(getattr(picture, name) for name in CardPicture._fields)) if picture else None,
        )


@lru_cache(maxsize=REMEMBERED)
def markup(card: Card, *, level: int, place: str, eager: bool, in_section: bool) -> SafeString:
    """Return a card: its headline at this level, its place in the list, its picture waited for or not.

    On its section's own page (`in_section`) a story need not say where it is.
    """
    context = {"story": card, "level": level, "place": place, "eager": eager, "section": in_section}
    return SafeString(get_template("articles/_card.html").render(context))
