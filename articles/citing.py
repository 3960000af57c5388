"""How a quotation is cited: one line with its words, who said them, when, and where they stand for good."""

from typing import Any

from django.conf import settings
from django.utils import dateformat, timezone
from django.utils.safestring import SafeString

from articles.models.quote import PublishedQuote
from articles.sanitising import clean_address
from articles.structured_data import as_script_text


def address_of(quote: PublishedQuote) -> str:
    """Return the permanent address of a quotation, absolute."""
    return settings.SITE_URL + quote.get_absolute_url()


def speaker_of(quote: PublishedQuote) -> str:
    """Return who readers are told said it: a name, else the role, else nobody."""
    return quote.speaker.name if quote.speaker else quote.role


def citation(quote: PublishedQuote, words: str) -> str:
    """Return a quotation with its source, ready to be pasted: “Words” – Name, role, occasion, day. Story, Site, day, address."""
    told = [speaker_of(quote)]
    if quote.speaker:
        told.append(quote.role)
    told += [quote.occasion, quote.place]
    if quote.said_on:
        told.append(dateformat.format(quote.said_on, "j F Y"))
    who = ", ".join(part for part in told if part)
    published = dateformat.format(timezone.localdate(quote.published_at), "j F Y")
    source = f"{quote.story.headline}, {settings.SITE_NAME}, {published}, {address_of(quote)}"
    return f"“{words}” – {who}. {source}" if who else f"“{words}” {source}"


def quotation(quote: PublishedQuote, words: str) -> SafeString:
    """Return a quotation as schema.org `Quotation`."""
    story = quote.story
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Quotation",
        "@id": address_of(quote),
        "url": address_of(quote),
        "text": words,
        "inLanguage": story.language,
        "isPartOf": {
            "@type": "NewsArticle",
            "headline": story.headline,
            "url": settings.SITE_URL + story.get_absolute_url(),
            "datePublished": quote.published_at.isoformat(),
        },
        "publisher": {"@type": "NewsMediaOrganization", "name": settings.SITE_NAME, "url": settings.SITE_URL},
    }
    if quote.speaker:
        data["spokenByCharacter"] = data["creator"] = {
            "@type": "Person",
            "name": quote.speaker.name,
            "url": settings.SITE_URL + quote.speaker.get_absolute_url(),
            **({"jobTitle": quote.role} if quote.role else {}),
        }
    if quote.said_on:
        data["dateCreated"] = quote.said_on.isoformat()
    if source := clean_address(quote.source_url):
        data["isBasedOn"] = source
    if quote.original_text:
        data["translationOfWork"] = {
            "@type": "Quotation",
            "text": quote.original_text,
            "inLanguage": quote.original_language,
        }
    if quote.translator:
        data["translator"] = {"@type": "Person", "name": quote.translator}
    return as_script_text(data)
