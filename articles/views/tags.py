"""A subject that stories are about."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.models.tag import Tag, TaggedPublishedStory
from articles.pages import readers_page
from articles.views.lists import listed, with_cards


def tag_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """List the stories that carry a tag; a tag that no published story carries is the desk's own."""
    tag = get_object_or_404(Tag, slug=slug)
    tagged = with_cards(TaggedPublishedStory.objects.filter(tag=tag), "content_object")
    page = listed(request, tagged, "content_object_id")
    if not page.rows:
        raise Http404("Nothing published yet.")
    context = {"tag": tag, "page": page, "stories": [row.content_object for row in page.rows]}
    return readers_page(request, "articles/tag_detail.html", context)
