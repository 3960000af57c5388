"""A story as readers would see it, before they do."""

from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin

from articles import permissions
from articles.admin.typed import read
from articles.models import Story
from articles.pages import readers_page
from articles.rendering import StoryPage, TagLink, as_shown, render, story_page
from articles.text import address_word


def preview(request: HttpRequest, story_id: int) -> HttpResponse:
    """Show the working copy as it was last saved, in a frame as wide as a telephone, a tablet or a desk."""
    story = _story(request, story_id)
    return TemplateResponse(
        request,
        "admin/articles/story/preview.html",
        {
            **admin.site.each_context(request),
            "opts": Story._meta,
            "story": story,
            "original": story,
            "title": "Preview",
            "subtitle": str(story),
        },
    )


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def preview_page(request: HttpRequest, story_id: int) -> HttpResponse:
    """Render the working copy through the very code that publishing uses."""
    story = _story(request, story_id)
    now = timezone.now()
    return _as_readers_see(
        request, story_page(story, published_at=story.first_published_at or now, updated_at=now)
    )


def preview_typed(request: HttpRequest) -> HttpResponse:
    """Render a story's form as it is being typed, through the same code; nothing is saved."""
    if not permissions.can_write_stories(request.user):
        raise PermissionDenied("Only reporters and editors write stories.")
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        story = Story.objects.filter(uuid=UUID(request.POST.get("uuid", ""))).first()
    except ValueError:
        story = None
    typed = read(admin.site.get_model_admin(Story), request, story, request.POST)
    # The page names its own address, which is yet to be made, or to be mended.
    typed.story.slug = address_word(typed.story.slug or typed.story.headline) or "preview"
    now = timezone.now()
    return _as_readers_see(
        request,
        StoryPage(
            story=typed.story,
            bylines=typed.bylines,
            quotes=typed.quotes,
            tags=typed.tags,
            published_at=typed.story.first_published_at or now,
            updated_at=now,
        ),
    )


def _as_readers_see(request: HttpRequest, page: StoryPage) -> HttpResponse:
    rendered, story = render(page), page.story
    response = readers_page(
        request,
        "articles/story_detail.html",
        as_shown(
            language=story.language,
            head_html=rendered.head_html,
            article_html=rendered.article_html,
            tags=[TagLink(tag.name, tag.slug) for tag in page.tags],
        ),
    )
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response


def _story(request: HttpRequest, story_id: int) -> Story:
    if not permissions.can_read_stories(request.user):
        raise PermissionDenied
    return get_object_or_404(Story.objects.select_related("section", "lead_image"), pk=story_id)
