"""Which checks there are before publishing, and how strict the newsroom is about each."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles import checks, permissions
from articles.admin.desk_page import desk_page
from articles.models import Level, Story

# How the parts of the form are called on it.
PLACES = {
    "headline": "Headline",
    "standfirst": "Standfirst",
    "body": "Body",
    "quotes": "Quotes",
    "bylines": "Bylines",
    "section": "Section",
    "tag_names": "Tags",
    "lead_image": "Pictures",
    "slug": "Address",
}


def check_levels(request: HttpRequest) -> HttpResponse:
    """Show every check with its level, and keep what was chosen."""
    permissions.check_choose_checks(request.user)
    if request.method == "POST":
        # What was left as the page had it may be chosen otherwise by now, by somebody else.
        sent = {
            check.name: level
            for check in checks.ALL
            if (level := request.POST.get(check.name, "")) != request.POST.get(f"was-{check.name}")
        }
        checks.choose({name: level for name, level in sent.items() if level in Level.values}, by=request.user)
        messages.success(request, "The checks are as you chose.")
        return HttpResponseRedirect(reverse("admin:articles_check_levels"))
    levels = checks.chosen_levels()
    rows = [(check, PLACES[check.place], levels[check.name]) for check in checks.ALL]
    return desk_page(
        request,
        "admin/articles/story/check_levels.html",
        Story,
        title="Checks before publishing",
        rows=rows,
        levels=Level.choices,
    )
