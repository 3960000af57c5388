"""One quotation at its permanent address, and what was said lately."""

from textwrap import shorten
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles.citing import address_of, citation, quotation, speaker_of
from articles.models.quote import PublishedQuote
from articles.page_cache import NOT_KEPT, asked
from articles.pages import readers_page
from articles.templatetags.readers import spoken

PAGES = ("story__body", "story__head_html", "story__article_html")
LATEST = 10


def quote_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a quotation with everything that is known of it, ready to be cited."""
    quotes = PublishedQuote.objects.select_related("story", "speaker").defer(*PAGES)
    quote = get_object_or_404(quotes, uuid=uuid)
    words, speaker = spoken(quote.text), speaker_of(quote)
    context = {
        "quote": quote,
        "story": quote.story,
        "speaker_name": speaker,
        "words": words,
        "citation": citation(quote, words),
        "address": address_of(quote),
        "structured": [quotation(quote, words)],
        "quotation_title": " ".join(
            [f"{speaker}:"] * bool(speaker) + [f"“{shorten(words, 110, placeholder='…')}”"]
        ),
        "site_name": settings.SITE_NAME,
    }
    return readers_page(request, "articles/quote_detail.html", context)


def quote_index(request: HttpRequest) -> HttpResponse:
    """Show what was said lately; who looks for words is led to the search."""
    question = asked(request).get("q", "")
    if question:
        address = f"{reverse('articles:search')}?{urlencode({'tab': 'quotes', 'q': question})}"
        return HttpResponsePermanentRedirect(address, headers={"Cache-Control": NOT_KEPT})
    latest = (
        PublishedQuote.objects.select_related("story", "speaker")
        .defer(*PAGES)
        .order_by("-published_at", "-pk")
    )
    about = f"Search what was said in the stories of {settings.SITE_NAME}."
    return readers_page(
        request, "articles/quote_index.html", {"latest": latest[:LATEST], "description": about}
    )
