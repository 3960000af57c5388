"""What machines read of our pages: schema.org data for search engines and other software."""

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from articles.addresses import absolute, picture_address
from articles.models.author import Author
from articles.models.content import Kind
from articles.models.image import Image
from articles.models.person import Person
from articles.sanitising import clean_address

if TYPE_CHECKING:
    from articles.rendering import StoryPage

# schema.org has a word for some kinds of story; the others are news.
_TYPES = {
    Kind.ANALYSIS: "AnalysisNewsArticle",
    Kind.OPINION: "OpinionNewsArticle",
    Kind.EXPLAINER: "BackgroundNewsArticle",
}
# The size of the picture that stands for a page without one.
SHARE_SIZE = (1200, 630)
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


def publisher() -> dict[str, Any]:
    """Return this newsroom as schema.org has it, with the pages by which readers can hold it to its word."""
    logo = f"{settings.SITE_URL}{settings.STATIC_URL}articles/icon-512.png"
    return {
        "@type": "NewsMediaOrganization",
        "name": settings.SITE_NAME,
        "url": settings.SITE_URL,
        "logo": {"@type": "ImageObject", "url": logo, "width": 512, "height": 512},
        "correctionsPolicy": absolute("/corrections/"),
        "masthead": absolute("/masthead/"),
    }


def website() -> SafeString:
    """Return the site itself, for its front page."""
    return as_script_text(
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": settings.SITE_NAME,
            "url": absolute("/"),
            "publisher": publisher(),
        }
    )


def breadcrumbs(*steps: tuple[str, str]) -> SafeString:
    """Return the way from the front page to a page: the name and the path of each step, this page last."""
    return as_script_text(
        {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": name,
                    "item": {"@type": "WebPage", "@id": absolute(path), "name": name},
                }
                for position, (name, path) in enumerate([(settings.SITE_NAME, "/"), *steps], start=1)
            ],
        }
    )


def author_profile(author: Author) -> SafeString:
    """Return the page of somebody who writes here."""
    told = {
        "jobTitle": author.role,
        "description": author.bio,
        "email": author.contact,
        "image": picture_address(author.photo) if author.photo and author.photo.jpeg else "",
    }
    works = {
        "worksFor": {"@type": "NewsMediaOrganization", "name": settings.SITE_NAME, "url": settings.SITE_URL}
    }
    return _profile(_person(author.name, author.get_absolute_url()), works | told)


def person_profile(person: Person, *, other_names: list[str], position: str = "") -> SafeString:
    """Return the page of somebody who is quoted."""
    told = {"description": person.description, "alternateName": other_names, "jobTitle": position}
    return _profile(_person(person.name, person.get_absolute_url()), told)


def _profile(somebody: dict[str, Any], told: dict[str, Any]) -> SafeString:
    return as_script_text(
        {
            "@context": "https://schema.org",
            "@type": "ProfilePage",
            "url": somebody["url"],
            "mainEntity": somebody | {name: value for name, value in told.items() if value},
        }
    )


def news_article(page: "StoryPage", *, text: str, words: int) -> SafeString:
    """Return a story as schema.org `NewsArticle`; `text` is its body in plain words."""
    story = page.story
    own = publisher()
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(Kind(story.kind), "NewsArticle"),
        "mainEntityOfPage": page.url,
        "url": page.url,
        "headline": story.headline,
        "image": [_image(story.lead_image, page)],
        "datePublished": page.published_at.isoformat(),
        "dateModified": page.updated_at.isoformat(),
        "author": [_person(byline.credit, byline.author.get_absolute_url()) for byline in page.writers]
        or [own],
        "publisher": own,
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
                "url": absolute(reverse("articles:quote-detail", args=[quote.uuid])),
                "spokenByCharacter": _person(person.name, person.get_absolute_url()),
            }
            for person, quotes in page.speakers
            for quote in quotes
        ],
    }
    return as_script_text(data | {name: value for name, value in optional.items() if value})


def _person(name: str, path: str) -> dict[str, str]:
    return {"@type": "Person", "name": name, "url": settings.SITE_URL + path}


def _image(image: Image | None, page: "StoryPage") -> dict[str, Any]:
    width, height = page.picture_size
    data: dict[str, Any] = {
        "@type": "ImageObject",
        "url": page.picture_url,
        "width": width,
        "height": height,
    }
    if image:
        described = {"caption": image.alt_text, "creditText": image.credit}
        data |= {name: value for name, value in described.items() if value}
    return data
