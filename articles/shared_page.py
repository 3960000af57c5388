"""A story at the address of a share link: for one person outside, never for a cache, a crawler or a log.

Whatever is wrong with an address (never made, mistyped, expired, closed, its maker gone, the story spiked
or withdrawn), the answer is the one 404 that every address without a page gets.
"""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import sharing
from articles.models import ShareLink
from articles.pages import readers_page
from articles.rendering import StoryPage, render, story_page
from articles.reopening import reopened

HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    # A link in the story leads elsewhere without telling from where.
    "Referrer-Policy": "no-referrer",
}


@require_safe
def shared_story(request: HttpRequest, token: str) -> HttpResponse:
    """Show the revision that is shared, or the text as it is last saved."""
    link = sharing.opened(token)
    if link is None:
        raise Http404("No such page.")
    page = _page(link)
    response = readers_page(
        request,
        "articles/shared_story.html",
        {
            "headline": page.story.headline,
            "article_html": render(page).article_html,
            "language": page.story.language,
            "link": link,
            "is_public": (link.revision_id or link.story.revision_id) == link.story.live_revision_id,
        },
    )
    if request.method == "GET":
        sharing.count_view(link)
    for name, value in HEADERS.items():
        response[name] = value
    return response


def _page(link: ShareLink) -> StoryPage:
    now = timezone.now()
    published_at = link.story.first_published_at or now
    is_unpublished = link.story.first_published_at is None
    if link.revision is None:
        page = story_page(link.story, published_at=published_at, updated_at=now)
        return replace(page, is_unpublished=is_unpublished)
    then = reopened(link.revision)
    then.story.slug = then.story.slug or link.story.slug
    return StoryPage(
        story=then.story,
        bylines=then.bylines,
        quotes=then.quotes,
        tags=then.tags,
        published_at=published_at,
        updated_at=now,
        is_unpublished=is_unpublished,
    )
