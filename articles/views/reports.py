"""Saying that something in a story is wrong: a form that needs no JavaScript, no login and no cookie."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles import reporting
from articles.models.published import PublishedStory
from articles.page_cache import NOT_KEPT
from articles.pages import readers_page
from articles.reporting import ReportForm
from articles.views.stories import old_address

# What the pages show of the story.
SHOWN = ("slug", "headline", "language")


# Django's check would set a cookie for a reader; `reporting.check_sender` and the form's signed word stand in.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def story_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form, or take what a reader sent; whatever stops it, the reader's words stay in the form."""
    story = PublishedStory.objects.filter(slug=slug).only(*SHOWN).first()
    if story is None:
        return old_address(request, slug)
    if request.method != "POST":
        return _page(request, story, ReportForm())
    form = ReportForm(request.POST)
    try:
        reporting.check_sender(request)
        if form.is_valid():
            reporting.receive(story, form, address=reporting.address_of(request))
            thanks = reverse("articles:story-report-thanks", args=[slug])
            return HttpResponseRedirect(thanks, headers={"Cache-Control": NOT_KEPT})
    except reporting.NotTaken as problem:
        return _page(request, story, form, problem=problem)
    return _page(request, story, form, status=400)


@require_safe
def story_report_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """Thank the reader, and say what happens next."""
    story = get_object_or_404(PublishedStory.objects.only(*SHOWN), slug=slug)
    return readers_page(request, "articles/story_report.html", {"story": story, "is_sent": True})


def _page(
    request: HttpRequest,
    story: PublishedStory,
    form: ReportForm,
    *,
    problem: reporting.NotTaken | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "story": story,
        "form": form,
        "problem": problem,
        "token": problem.token if problem and problem.token else reporting.token_for(story),
    }
    response = readers_page(
        request, "articles/story_report.html", context, status=problem.status if problem else status
    )
    # The form says when it was made: nobody is given another's.
    response.headers["Cache-Control"] = NOT_KEPT
    return response
