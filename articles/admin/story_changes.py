"""What readers were told of changes to one story, and taking a comparison away from them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles import permissions, public_changes
from articles.admin.desk_page import desk_page
from articles.admin.refused import refuse
from articles.keys import sent_key
from articles.models import PublicChange, Story
from articles.moves import WorkflowError


def story_changes(request: HttpRequest, story_id: int) -> HttpResponse:
    """List a story's part of the ledger, the newest first; redact one entry's comparison."""
    if not permissions.can_read_stories(request.user):
        raise PermissionDenied
    story = get_object_or_404(Story, pk=story_id)
    if request.method == "POST":
        _redact(request, story)
        return HttpResponseRedirect(reverse("admin:articles_story_changes", args=[story.pk]))
    changes = PublicChange.objects.filter(working_copy=story).select_related("before", "after")
    changes = changes.defer("before__content", "after__content").order_by("-number")
    return desk_page(
        request,
        "admin/articles/story/changes.html",
        Story,
        title="What readers were told",
        subtitle=str(story),
        story=story,
        original=story,
        changes=changes,
        can_redact=permissions.can_publish(request.user),
        longest=public_changes.LONGEST_REDACTION,
    )


def _redact(request: HttpRequest, story: Story) -> None:
    change = story.public_changes.filter(number=sent_key(request.POST.get("redact", ""))).first()
    if change is None:
        messages.error(request, "There is no such change. Nothing was done.")
        return
    try:
        public_changes.redact(change, by=request.user, note=request.POST.get(f"reason-{change.number}", ""))
    except (WorkflowError, permissions.NotAllowed) as problem:
        refuse(request, problem)
    else:
        messages.success(request, "Readers see your reason instead of what changed. The entry itself stays.")
