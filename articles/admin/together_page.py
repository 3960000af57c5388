"""The page on which somebody chooses between two texts of one paragraph or field. Nothing is saved yet."""

from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from articles.admin.together import CHOSEN_FOR, Together, hidden_fields
from articles.models import Story


def choose(request: HttpRequest, story: Story, together: Together) -> HttpResponse:
    """Show base, theirs and mine side by side, and hold all that was sent."""
    was_asked = CHOSEN_FOR in request.POST
    return TemplateResponse(
        request,
        "admin/articles/story/choose.html",
        {
            **site.each_context(request),
            "opts": Story._meta,
            "story": story,
            "title": "Choose what stands",
            "subtitle": str(story),
            "together": together,
            "fields": list(hidden_fields(request.POST)),
            "chosen_for": CHOSEN_FOR,
            "asked_again": was_asked,
            "once_more": was_asked and request.POST[CHOSEN_FOR] != str(story.revision_id),
        },
    )
