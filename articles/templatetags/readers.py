"""What the readers' templates ask for that Django has no filter for."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django import template
from django.conf import settings
from django.utils import dateformat, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.cards import Card, CardPicture, markup
from articles.languages import language_name
from articles.models.image import Image, address
from articles.models.published import PublishedStory
from articles.models.quote import QuoteContent, Verification
from articles.picture_sizes import MODERN, SIZES, Drawn, width_in
from articles.quotation.marks import find_nested
from articles.sanitising import clean_address
from articles.search_snippets import Piece

register = template.Library()

_STEPS = 4
_QUOTATION_MARKS = frozenset('“”„‟«»"')


@register.simple_tag(takes_context=True)
def card(
    context: template.Context, story: PublishedStory, *, level: int, place: str = "", eager: bool = False
) -> SafeString:
    """Return a story as lists show it."""
    return markup(Card.of(story), level=level, place=place, eager=eager, in_section="section" in context)


class ShownPicture(NamedTuple):
    """What a browser is offered of a picture, to choose from by its screen and by what it can read."""

    # Each a media type and the addresses with their widths, the newest format first.
    sources: list[tuple[str, str]]
    src: str
    srcset: str
    sizes: str


@register.filter
def as_picture(image: Image | CardPicture, place: str = "") -> ShownPicture | None:
    """Return what a browser is offered of a picture at a place of `SIZES`; None before anything is drawn."""
    drawn = Drawn.of(image.renditions)
    jpegs = drawn.as_kind("jpg")
    if not jpegs:
        return None
    return ShownPicture(
        [(f"image/{kind}", _srcset(image, names)) for kind in MODERN if (names := drawn.as_kind(kind))],
        address(image.folder, jpegs[-1]),
        _srcset(image, jpegs),
        SIZES.get(place, SIZES[""]),
    )


def _srcset(image: Image | CardPicture, names: list[str]) -> str:
    return ", ".join(f"{address(image.folder, name)} {width_in(name)}w" for name in names)


@register.filter
def focus(image: Image | CardPicture) -> str:
    """Return the classes that keep the image's focal point in view when it is cropped.

    Classes and not a style: readers' pages carry no inline style. The style sheet knows five places
    from left to right and five from top to bottom.
    """
    return f"focus-x{round(image.focal_x * _STEPS)} focus-y{round(image.focal_y * _STEPS)}"


@register.filter
def as_day(moment: datetime | date) -> SafeString:
    """Return a day, or the day of a moment in the newsroom's time zone, as a `<time>` element.

    One filter for what would be four: dates are a third of the work of a list.
    """
    if not isinstance(moment, datetime):
        machine = moment.isoformat()
    else:
        moment = timezone.localtime(moment)
        machine = moment.isoformat(timespec="seconds")
    return format_html('<time datetime="{}">{}</time>', machine, dateformat.format(moment, "j F Y"))


@register.filter
def as_moment(moment: datetime) -> SafeString:
    """Return a moment with its clock and time zone; `site.js` may show it in the reader's own."""
    local = timezone.localtime(moment)
    shown = dateformat.format(local, "j F Y, H:i T")
    machine = local.isoformat(timespec="seconds")
    return format_html('<time datetime="{}" data-clock>{}</time>', machine, shown)


@register.filter
def with_marks(pieces: Iterable[Piece]) -> SafeString:
    """Return some words, with those marked that were looked for."""
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", words) if is_found else words,) for words, is_found in pieces),
    )


@register.filter
def followable(address: str) -> str:
    """Return an address that readers may follow, or nothing: the form has checked it, an import may not have."""
    return clean_address(address) or ""


@register.filter
def how_checked(quote: QuoteContent) -> str:
    """Return how a quotation's words were checked, where this newsroom shows that; else nothing."""
    if not settings.SHOW_VERIFICATION or quote.verification == Verification.UNVERIFIED:
        return ""
    return quote.get_verification_display()


@register.filter
def translated_from(quote: QuoteContent) -> str:
    """Return that these are not the words as they were spoken, from which language and by whom; or nothing."""
    if not quote.is_translated:
        return ""
    language = language_name(quote.original_language)
    return " ".join(
        [
            "Translated",
            *([f"from {language}"] if language else []),
            *([f"by {quote.translator}"] if quote.translator else []),
        ]
    )


@register.filter
def spoken(text: str) -> str:
    """Return a quotation to stand by itself.

    Without the quotation marks around it, because the page sets those of the story's language, and without
    the comma that led back into the sentence.
    """
    words = text.strip().rstrip(", ")
    pairs = find_nested(words, 0, len(words))
    if pairs == [(0, len(words))]:
        return words[1:-1].rstrip(", ")
    # Marks of a quotation within it stay, and so do the apostrophes of ’tis and the workers’.
    if words[:1] in _QUOTATION_MARKS and not (pairs and pairs[0][0] == 0):
        words = words[1:]
    elif words[-1:] in _QUOTATION_MARKS and not (pairs and pairs[-1][1] == len(words)):
        words = words[:-1]
    return words.rstrip(", ")
