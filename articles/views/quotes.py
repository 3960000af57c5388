"""One quotation at its permanent address, and the search for what was said."""

from textwrap import shorten
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.citing import address_of, citation, quotation, speaker_of
from articles.models.quote import PublishedQuote
from articles.page_cache import NOT_KEPT, asked
from articles.pages import readers_page
from articles.quote_search import search_quotes
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


def quote_search(request: HttpRequest) -> HttpResponse:
    """Find what was said; without a question, show the latest."""
    question = asked(request).get("q", "")
    if question:
        response = readers_page(
            request, "articles/quote_search.html", {"found": search_quotes(question), "description": _about()}
        )
        # There are as many questions as readers: no cache should fill with them.
        response.headers["Cache-Control"] = NOT_KEPT
        return response
    latest = (
        PublishedQuote.objects.select_related("story", "speaker")
        .defer(*PAGES)
        .order_by("-published_at", "-pk")
    )
    return readers_page(
        request, "articles/quote_search.html", {"latest": latest[:LATEST], "description": _about()}
    )


def _about() -> str:
    return f"Search what was said in the stories of {settings.SITE_NAME}."
