"""Links for somebody without a login: made, looked after and closed on a page of the story."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from articles import permissions, sharing
from articles.admin.desk_page import desk_page
from articles.admin.refused import refuse
from articles.models import ShareLink, Story

# So many links are listed, the newest first; of so many revisions one may choose.
MOST_LINKS = 100
MOST_REVISIONS = 50


class ShareForm(forms.Form):
    """What a new link shows, and for how long."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.TypedChoiceField(label="What it shows", required=False, coerce=int, empty_value=None)
    days = forms.TypedChoiceField(
        label="How long",
        choices=[("1", "One day"), ("7", "One week"), ("30", "30 days"), ("90", "90 days")],
        initial="7",
        coerce=int,
    )
    for_whom = forms.CharField(
        label="For whom",
        max_length=120,
        required=False,
        help_text="For you and your colleagues, to know whose link it is.",
    )

    def __init__(self, story: Story, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", initial={"key": uuid4()}, **kwargs)
        newest = story.revisions.defer("content").order_by("-number")[:MOST_REVISIONS]
        self.fields["revision"].choices = [
            ("", "The text as it is last saved"),
            *((one.pk, f"Revision {one.number} by {one.by_name}, and no later one") for one in newest),
        ]


def share_page(request: HttpRequest, story_id: int) -> HttpResponse:
    """Show a story's links; make one; close one."""
    story = get_object_or_404(Story, pk=story_id)
    permissions.check_share(request.user, story)
    if request.method == "POST" and "revoke" in request.POST:
        return _revoke(request, story)
    form, address = ShareForm(story, request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        address = _make(request, story, form)
        form = ShareForm(story)
    response = desk_page(
        request,
        "admin/articles/story/share.html",
        Story,
        title="Share links",
        subtitle=str(story),
        story=story,
        form=form,
        address=address,
        links=[(link, _state(link)) for link in sharing.links_of(story)[:MOST_LINKS]],
        may_be_shown=permissions.can_be_shown_outside(story),
    )
    # The one page that ever shows a link's address.
    response["Cache-Control"] = "no-store"
    return response


def _make(request: HttpRequest, story: Story, form: ShareForm) -> str:
    """Make a link and return its address; none if this form has made one already."""
    chosen = form.cleaned_data
    revision = story.revisions.filter(pk=chosen["revision"]).first() if chosen["revision"] else None
    now = timezone.now()
    try:
        with transaction.atomic():
            _, token = sharing.share(
                story,
                by=request.user,
                until=now + timedelta(days=chosen["days"]),
                revision=revision,
                for_whom=chosen["for_whom"],
                uuid=chosen["key"],
                now=now,
            )
    except sharing.NotShared as problem:
        refuse(request, problem)
        return ""
    except IntegrityError:
        messages.info(
            request, "This form has made its link already. Its address was shown then, and only then."
        )
        return ""
    return settings.SITE_URL + reverse("shared-story", args=[token])


def _revoke(request: HttpRequest, story: Story) -> HttpResponse:
    try:
        link = sharing.links_of(story).filter(uuid=UUID(request.POST["revoke"])).first()
    except ValueError:
        link = None
    if link is None:
        raise Http404("No such link.")
    sharing.revoke(link, by=request.user)
    messages.success(request, "The link is closed. Whoever opens it is told that there is nothing.")
    return HttpResponseRedirect(reverse("admin:articles_story_share", args=[story.pk]))


def _state(link: ShareLink) -> str:
    """Return why a link shows nothing, in words; empty if it is open."""
    if link.revoked_at:
        return f"Closed by {link.revoked_by_name}"
    if link.expires_at <= timezone.now():
        return "Expired"
    if link.created_by is None or not permissions.can_read_stories(link.created_by):
        return f"Closed: {link.by_name} is not at the desk any more"
    return ""
