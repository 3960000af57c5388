"""Tags suggested beside a story: taken or dismissed with a click, and looked for again while somebody writes."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from articles import permissions, retagging, suggesting, workflow
from articles.keys import sent_key
from articles.models import Story, Tag
from articles.sanitising import MAX_BODY_LENGTH
from articles.tag_decisions import DecisionNotPossible
from articles.tagging import set_tags

TEMPLATE = "admin/articles/story/_tag_suggestions.html"


def act(request: HttpRequest, story_id: int) -> HttpResponse:
    """Take or dismiss a suggested tag, and lead back to the story."""
    if not permissions.can_read_stories(request.user):
        raise permissions.NotAllowed("You cannot read stories.")
    if request.method == "POST":
        verb, _, about = request.POST.get("do", "").partition(" ")
        try:
            messages.success(request, _do(request, story_id, verb, about))
        except (DecisionNotPossible, workflow.WorkflowError) as problem:
            messages.error(request, str(problem))
    if request.headers.get("X-Requested-With") == "fetch":
        # The page's script shows what was done; it would be said once more on the next page.
        said = " ".join(str(message) for message in messages.get_messages(request))
        return HttpResponse(said, content_type="text/plain")
    return HttpResponseRedirect(reverse("admin:articles_story_change", args=[story_id]) + "#tag-suggestions")


def look(request: HttpRequest) -> HttpResponse:
    """Show which tags the words suggest that somebody is just writing; nothing is saved."""
    if not permissions.can_read_stories(request.user):
        raise permissions.NotAllowed("You cannot read stories.")
    sent = request.POST
    story = Story.objects.filter(pk=sent_key(sent.get("story", ""))).first() or Story()
    story.headline = sent.get("headline", "")[:200]
    story.standfirst = sent.get("standfirst", "")[:600]
    story.body = sent.get("body", "")[:MAX_BODY_LENGTH]
    story.language = sent.get("language", "")[:12] or story.language
    context = {"story": story, "suggestions": suggesting.suggestions(story)}
    return render(request, TEMPLATE, context)


@transaction.atomic
def _do(request: HttpRequest, story_id: int, verb: str, about: str) -> str:
    story = _held(story_id)
    suggesting.check_suggestions(request.user, story)
    tag = Tag.objects.current().filter(pk=sent_key(about)).first()
    if tag is None:
        raise DecisionNotPossible("That tag is not there any more. Nothing was done.")
    match verb:
        case "take":
            return _take(request, story, tag)
        case "dismiss":
            suggesting.dismiss(story, tag, by=request.user)
            return f"Dismissed: {tag}. It is not suggested for this story again."
        case "bring-back":
            suggesting.undo_dismissal(story, tag, by=request.user)
            return f"{tag} may be suggested again."
    raise DecisionNotPossible("There is no such button. Nothing was done.")


def _take(request: HttpRequest, story: Story, tag: Tag) -> str:
    """Give the story the tag: as a change of their text by those who write in it, else at the tagging desk."""
    if not permissions.can_edit(request.user, story):
        retagging.tag_story(story, tag, by=request.user)
        return f"Tagged: {tag}."
    set_tags(story, [*story.tags.values_list("name", flat=True), tag.name], by=request.user)
    workflow.record_edit(story, by=request.user, note=f"Tagged: {tag}")
    return f"Tagged: {tag}."


def _held(story_id: int) -> Story:
    return get_object_or_404(Story.objects.select_for_update(of=("self",)), pk=story_id)
