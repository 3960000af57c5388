"""What machines read of a story: schema.org data for search engines and other software."""

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from articles.models.content import Kind
from articles.models.image import Image
from articles.sanitising import clean_address

if TYPE_CHECKING:
    from articles.rendering import StoryPage

# schema.org has a word for some kinds of story; the others are news.
_TYPES = {
    Kind.ANALYSIS: "AnalysisNewsArticle",
    Kind.OPINION: "OpinionNewsArticle",
    Kind.EXPLAINER: "BackgroundNewsArticle",
}
# What would end the script element, or start a comment in it, written so that it cannot.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_script_text(data: dict[str, Any]) -> SafeString:
    """Return data as JSON that can stand inside a `<script>` element."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308  (escaped in this line)


def share_picture() -> str:
    """Return the address of the picture that stands for a story without one.

    By its plain name: it is written into stored pages, which outlive the next set of static files.
    """
    return f"{settings.SITE_URL}{settings.STATIC_URL}articles/share.png"


def news_article(page: "StoryPage", *, text: str, words: int) -> SafeString:
    """Return a story as schema.org `NewsArticle`; `text` is its body in plain words."""
    story = page.story
    publisher = {
        "@type": "NewsMediaOrganization",
        "name": settings.SITE_NAME,
        "url": settings.SITE_URL,
        "logo": {"@type": "ImageObject", "url": share_picture()},
    }
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(Kind(story.kind), "NewsArticle"),
        "mainEntityOfPage": page.url,
        "url": page.url,
        "headline": story.headline,
        "image": [_image(story.lead_image, page.picture_url)],
        "datePublished": page.published_at.isoformat(),
        "dateModified": page.updated_at.isoformat(),
        "author": [_person(byline.credit, byline.author.get_absolute_url()) for byline in page.writers]
        or [publisher],
        "publisher": publisher,
        "inLanguage": story.language,
        "isAccessibleForFree": True,
        "wordCount": words,
        "articleBody": text,
    }
    optional = {
        "description": story.standfirst,
        "articleSection": story.section.name if story.section else "",
        "dateline": story.dateline,
        "isBasedOn": clean_address(story.canonical_url),
        "mentions": [_person(person.name, person.get_absolute_url()) for person, _ in page.speakers],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": change.note,
                "datePublished": change.published_at.isoformat(),
                "url": settings.SITE_URL + change.address(story.slug),
            }
            for change in page.corrections
        ],
        "hasPart": [
            {
                "@type": "Quotation",
                "text": quote.text,
                "spokenByCharacter": _person(person.name, person.get_absolute_url()),
            }
            for person, quotes in page.speakers
            for quote in quotes
        ],
    }
    return as_script_text(data | {name: value for name, value in optional.items() if value})


def _person(name: str, path: str) -> dict[str, str]:
    return {"@type": "Person", "name": name, "url": settings.SITE_URL + path}


def _image(image: Image | None, url: str) -> dict[str, Any]:
    data: dict[str, Any] = {"@type": "ImageObject", "url": url}
    if image:
        described = {"caption": image.alt_text, "creditText": image.credit}
        width, height = image.jpeg_size
        data |= {"width": width, "height": height}
        data |= {name: value for name, value in described.items() if value}
    return data
